"""The program, and how it is started as a process.

A process is started with this file as its script, without the package around it and without
`site`: it needs nothing but the extension beside it, and many are started.
"""

import os
import signal
import sys

try:
    from . import _annalist
except ImportError:
    import _annalist  # type: ignore[import-not-found, no-redef]


def command() -> "list[str]":
    """What starts the program, before its arguments."""
    if not sys.executable:
        raise RuntimeError("this Python does not know its own file (sys.executable is empty)")
    return [sys.executable, "-S", os.path.abspath(__file__)]


def run() -> None:
    """Runs the program with the arguments of this process, and ends it."""
    # An interrupt is the program's to hear, not Python's.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    executable, *before = command()
    sys.exit(_annalist.main(sys.argv[1:], (executable, before), _annalist.__file__))


if __name__ == "__main__":
    run()
