"""Exit statuses and the severities' order: what commands have in common."""

from pjkit.scoring.rules.base import Severity

OK, FAILED, WRONG_USE, INTERRUPTED = 0, 1, 2, 130
SEVERITIES: tuple[Severity, ...] = ("确定", "疑似", "提示")
