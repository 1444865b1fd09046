"""``pjkit check``: every problem and finding of every department's data; renders nothing."""

from argparse import Namespace
from collections import Counter
from pathlib import Path

from pjkit.commands.inputs import add_files, evaluated, files_of, say_refused
from pjkit.commands.parser import CommandLine
from pjkit.commands.say import say
from pjkit.commands.status import SEVERITIES
from pjkit.scoring.opening import prepare
from pjkit.scoring.scorecard import Scorecard


def add(line: CommandLine) -> None:
    """Declare the command."""
    add_files(line.command("check", run, "检查部门数据，列出全部问题，不生成报告"))


def run(options: Namespace) -> int:
    """Check the departments; gives the exit status."""
    prepared = prepare(files_of(options.files), Path.cwd(), evaluated)
    for card in prepared.usable:
        _say_checked(card)
    return say_refused(prepared)


def _say_checked(card: Scorecard) -> None:
    counts = Counter(finding.severity for finding in card.findings)
    found = "、".join(f"{severity} {counts[severity]}" for severity in SEVERITIES)
    say(f"{card.department}（{card.name}，{card.year} 年度）：数据可用；疑点：{found}")
    for finding in sorted(card.findings, key=lambda finding: SEVERITIES.index(finding.severity)):
        say(f"  [{finding.severity}] {finding.where}：{finding.message}")
