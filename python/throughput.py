#!/usr/bin/env python3
"""How many documents a second `extract_many` gives, beside the program.

  python/throughput.py DIR [--program target/release/annalist] [--jobs 2] [--rounds 5]

Both read every file below DIR in turn, the program with its records to a pipe; the median of the
rounds' ratios is printed. The machine should have nothing else to do.
"""

import argparse
import pathlib
import statistics
import subprocess
import sys
import time

import annalist

ROOT = pathlib.Path(__file__).resolve().parent.parent


def program(given, paths):
    """Seconds, and bytes of records."""
    start = time.monotonic()
    options = ["-q", "-j", str(given.jobs), "-o", "-", "--files-from", "-"]
    command = [given.program, "extract", *options]
    names = "".join(f"{path}\n" for path in paths)
    done = subprocess.run(command, input=names, stdout=subprocess.PIPE, text=True)
    return time.monotonic() - start, len(done.stdout.splitlines())


def wheel(given, paths):
    start = time.monotonic()
    items = annalist.extract_many(paths, jobs=given.jobs)
    documents = sum(item.document is not None for item in items)
    return time.monotonic() - start, documents


def main():
    arguments = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    arguments.add_argument("folder", type=pathlib.Path, metavar="DIR")
    arguments.add_argument("--program", default=ROOT / "target/release/annalist")
    arguments.add_argument("--jobs", type=int, default=2)
    arguments.add_argument("--rounds", type=int, default=5)
    given = arguments.parse_args()
    paths = sorted(path for path in given.folder.rglob("*") if path.is_file())
    program(given, paths)  # the files are in memory from now on
    ratios = []
    for _ in range(given.rounds):
        (beside, lines), (here, documents) = program(given, paths), wheel(given, paths)
        assert lines == documents, f"{lines} documents of the program, {documents} of the wheel"
        ratios.append(beside / here)
        rates = f"program {lines / beside:.0f}, extract_many {documents / here:.0f}"
        print(f"{lines} documents; a second: {rates}; ratio {beside / here:.2f}", file=sys.stderr)
    print(f"extract_many has {statistics.median(ratios):.2f} times the program's throughput")


if __name__ == "__main__":
    main()
