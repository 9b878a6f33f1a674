#!/usr/bin/env python3
"""How much faster two threads are than one on a batch of real pages.

  benches/threads.py [--program target/release/annalist] [--pages DIR] [--rounds 5]

Runs the program over the pages in turn with one thread and with two, records to a pipe that nobody
reads slowly, and prints the median of the pairs' ratios. Pages: ../shared/data/wcxb-dev beside the
checkout, or below $ANNALIST_SHARED. The machine should have nothing else to do.
"""
import argparse, os, pathlib, statistics, subprocess, sys, time

ROOT = pathlib.Path(__file__).resolve().parent.parent
SHARED = pathlib.Path(os.environ.get("ANNALIST_SHARED", ROOT.parent / "shared"))


def seconds(program, pages, jobs):
    start = time.monotonic()
    subprocess.run([program, "extract", "-q", "-j", str(jobs), "-o", "-", pages], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return time.monotonic() - start


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--program", default=ROOT / "target/release/annalist")
    arguments.add_argument("--pages", default=SHARED / "data/wcxb-dev/html")
    arguments.add_argument("--rounds", type=int, default=5)
    given = arguments.parse_args()
    if not pathlib.Path(given.pages).exists():
        print(f"no pages at {given.pages}: nothing to measure")
        return 0
    seconds(given.program, given.pages, 2)  # the pages are in memory from now on
    ratios = []
    for _ in range(given.rounds):
        one, two = seconds(given.program, given.pages, 1), seconds(given.program, given.pages, 2)
        ratios.append(one / two)
        print(f"one thread {one:.2f} s, two threads {two:.2f} s, ratio {one / two:.2f}", file=sys.stderr)
    print(f"two threads are {statistics.median(ratios):.2f} times as fast as one")
    return 0


if __name__ == "__main__":
    sys.exit(main())
