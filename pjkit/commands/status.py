"""Exit statuses."""

OK, FAILED, WRONG_USE, INTERRUPTED = 0, 1, 2, 130
