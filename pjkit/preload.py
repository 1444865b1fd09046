"""What a report's notebook uses, imported once before kernels are forked: nothing here runs at a report's time."""

import pjkit

for _verb in pjkit.__all__:
    getattr(pjkit, _verb)
