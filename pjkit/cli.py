"""The ``pjkit`` command. What its subcommands do is in ``commands``, one module each.

Exit status: 0 all well; 1 some departments failed; 2 wrong use.
"""

import sys
from collections.abc import Sequence

from pjkit import __version__
from pjkit.commands import command_line
from pjkit.commands.console import accept_any_sign, drop_output, say_error
from pjkit.commands.parser import FAILED, INTERRUPTED, WRONG_USE, UsageError


def main(words: Sequence[str] | None = None) -> int:
    """Run the command; gives the exit status."""
    accept_any_sign()
    try:
        options = command_line(__version__).parse(sys.argv[1:] if words is None else words)
        status: int = options.run(options)
        sys.stdout.flush()
    except UsageError as error:
        say_error(str(error))
        return WRONG_USE
    except BrokenPipeError:  # whoever reads has had enough, as in "pjkit check | head"
        drop_output()
        return FAILED
    except KeyboardInterrupt:
        say_error("已中断")
        return INTERRUPTED
    return status
