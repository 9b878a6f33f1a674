"""The program: `annalist`, `python -m annalist`, and how it starts itself again."""

import os
import signal
import sys

_PACKAGE = os.path.dirname(os.path.abspath(__file__))

if not __package__:
    # Started by its path, as workers are: the package is found whatever else is on the way.
    sys.path[0] = os.path.dirname(_PACKAGE)


def command() -> list[str]:
    """What starts the program, before its arguments."""
    if not sys.executable:
        raise RuntimeError("this Python does not know its own file (sys.executable is empty)")
    return [sys.executable, _PACKAGE]


def run() -> None:
    """Runs the program with the arguments of this process, and ends it."""
    from annalist import _annalist

    # An interrupt is the program's to hear, not Python's.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    executable, *before = command()
    # A worker ends itself, and what Python has buffered is nothing.
    os._exit(_annalist.main(sys.argv[1:], (executable, before), _annalist.__file__))


if __name__ == "__main__":
    run()
