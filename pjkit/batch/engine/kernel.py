"""An ordinary Jupyter kernel as a program: ipykernel's, without settings of the user who happens to render."""

import os
import signal

from ipykernel.kernelapp import launch_new_instance

from pjkit.batch.engine.shell import import_from_here

MEMORY_VARIABLE = "PJKIT_KERNEL_MEMORY"  # in the environment: the most bytes it may use


def main() -> None:
    """Be the kernel; the command line is ipykernel's."""
    if os.name == "posix":
        from pjkit.batch.engine.child import hear_of_parents_end, limit_memory

        hear_of_parents_end(signal.SIGKILL)
        if most := os.environ.pop(MEMORY_VARIABLE, None):
            limit_memory(int(most))
    import_from_here()
    launch_new_instance()


if __name__ == "__main__":
    main()
