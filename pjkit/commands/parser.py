"""The command line in Chinese: argparse with Chinese help, usage and errors.

argparse and not typer: what typer says of wrong use is English and can only be changed in its private
modules, while argparse lets every word be ours.
"""

import argparse
import difflib
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NoReturn, Protocol

from pjkit.model.problem import shown

ArgumentGroup = argparse._ArgumentGroup  # noqa: SLF001 - what add_argument_group returns has no public name


OK, FAILED, WRONG_USE, INTERRUPTED = 0, 1, 2, 130
"""Exit statuses."""


class UsageError(Exception):
    """The command was not used as its help says; exit status 2."""


class _Help(argparse.HelpFormatter):
    """Usage lines that begin with 用法."""

    def add_usage(self, usage: Any, actions: Any, groups: Any, prefix: str | None = None) -> None:
        """As argparse does, with our word."""
        super().add_usage(usage, actions, groups, "用法：" if prefix is None else prefix)


class _Parser(argparse.ArgumentParser):
    """A parser that raises :class:`UsageError` instead of ending the program in English."""

    def error(self, message: str) -> NoReturn:
        raise UsageError(f"{_in_chinese(message)}。用 {self.prog} --help 查看用法")


# What argparse says → what we say. A message that is not here becomes a general one, never English.
_MESSAGES = {
    r"the following arguments are required: (.+)": "缺少{0}",
    r"argument (.+): ignored explicit argument .*": "{0} 后面不能写内容",
    r"argument (.+): expected .*arguments?": "{0} 后面缺少内容",
    r"argument (.+): invalid .*value: '(.*)'": "{0} 不能写“{1}”",
    r"unrecognized arguments: (.+)": "不认识“{0}”",
}


def _in_chinese(message: str) -> str:
    for pattern, ours in _MESSAGES.items():
        match = re.fullmatch(pattern, message)
        if match:
            return ours.format(*match.groups())
    return "命令写法不对"


class Subcommand(Protocol):
    """What a subcommand's module holds."""

    def add_arguments(self, arguments: ArgumentGroup) -> None:
        """Declare what may follow the subcommand's name."""

    def run(self, options: argparse.Namespace) -> int:
        """Do it; gives the exit status."""


@dataclass(frozen=True)
class CommandLine:
    """A command with subcommands. ``commands``: subcommand → what it is for; ``load`` gives one's module.

    A subcommand that has some of its own is a command line, too; it has no version.
    """

    description: str
    version: str
    commands: Mapping[str, str]
    load: "Callable[[str], Subcommand | CommandLine]"
    name: str = "pjkit"

    @cached_property
    def _parser(self) -> argparse.ArgumentParser:
        parser = _new(self.name, self.description)
        if self.version:
            parser.add_argument_group("选项").add_argument(
                "--version", action="version", version=f"{self.name} {self.version}", help="显示版本"
            )
        listed = parser.add_subparsers(title="命令", metavar="命令", dest="command")
        for name, purpose in self.commands.items():
            listed.add_parser(name, help=purpose, add_help=False)
        return parser

    def parse(self, words: Sequence[str]) -> argparse.Namespace:
        """Read the words of the command line; ``run`` of what is given does what they ask.

        Raises :class:`UsageError`; ``--help`` prints and exits 0.
        """
        if not words or words[0].startswith("-"):
            self._parser.parse_args(words)
            raise UsageError("没有写命令。\n\n" + self._parser.format_help().rstrip())
        if words[0] not in self.commands:
            raise UsageError(f"没有{shown(words[0])}这个命令。有：{'、'.join(self.commands)}")
        subcommand = self.load(words[0])
        if isinstance(subcommand, CommandLine):
            return subcommand.parse(words[1:])
        parser = self._parser_of(words[0], subcommand)
        options, unknown = parser.parse_known_args(words[1:])
        if unknown:
            raise UsageError(_unknown(unknown[0], parser))
        return options

    def _parser_of(self, name: str, subcommand: Subcommand) -> argparse.ArgumentParser:
        parser = _new(f"{self.name} {name}", self.commands[name])
        parser.set_defaults(run=subcommand.run)
        subcommand.add_arguments(parser.add_argument_group("参数"))
        return parser


def _new(prog: str, description: str) -> argparse.ArgumentParser:
    parser = _Parser(
        prog=prog, description=description, formatter_class=_Help, add_help=False, allow_abbrev=False
    )
    group = parser.add_argument_group("帮助")
    group.add_argument("-h", "--help", action="help", help="显示这段说明")
    return parser


def _unknown(word: str, parser: argparse.ArgumentParser) -> str:
    if not word.startswith("-"):
        return f"多写了{shown(word)}。用 {parser.prog} --help 查看用法"
    known = [option for action in parser._actions for option in action.option_strings]  # noqa: SLF001
    near = difflib.get_close_matches(word, known, 1)
    hint = f"是不是 {near[0]}？" if near else f"用 {parser.prog} --help 查看用法"
    return f"不认识{shown(word)}。{hint}"
