#!/usr/bin/env python3
"""A year of a register: monthly runs over pages that change, corrections in between, two kills.

Every month all pages have new furniture; some are changed, some are gone, some are new. What
`annalist diff` tells between two months must be what was planted, field by field, and nothing
else; every correction must hold on its record or be said to fit none.

    cargo build --release && benches/year.py [--pages 300] [--runs 12] [--seed 1]

Prints precision and recall and ends with 1 where either is not 1.
"""

import argparse
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ANNALIST = Path(__file__).resolve().parent.parent / "target/release/annalist"
CITIES = ["Osh", "Naryn", "Almaty", "Dushanbe", "Tashkent", "Bishkek", "Khujand", "Samarkand"]
THINGS = ["maps", "poems", "letters", "coins", "songs", "carpets", "stamps", "clocks", "kites", "lamps"]
WHAT = ["Fair of", "Lecture on", "Morning of", "Exhibition of", "Meeting on", "Contest of"]
SENTENCES = [
    "The hall was full and the windows stood open until the evening.",
    "Tea was served afterwards in the small room behind the hall.",
    "Many of those who came stayed longer than they had meant to.",
    "The rain that had been expected did not come on that day.",
]


class Page:
    """One article: what it says, and how often it was changed."""

    def __init__(self, number, chance):
        self.number, self.day, self.month = number, chance.randint(1, 28), chance.randint(1, 12)
        self.city = chance.choice(CITIES)
        self.title = f"{chance.choice(WHAT)} old {chance.choice(THINGS)} number {1000 + number}"
        self.more = []

    def html(self, chance):
        """The page with furniture that is new at every capture."""
        months = "January February March April May June July August September October November December".split()
        links = "".join(f"<li><a href=/{chance.randint(1, 9999)}>Section {chance.randint(1, 99)}</a></li>" for _ in range(chance.randint(3, 9)))
        more = "".join(f"<p>{sentence}</p>" for sentence in self.more)
        return f"""<!DOCTYPE html><html lang=en><head><meta charset=utf-8><title>{self.title} | Library news</title>
<link rel=canonical href="https://news.example/{self.number}"></head><body>
<header><nav><ul>{links}</ul></nav></header>
<main><article><h1>{self.title}</h1>
<p>On {self.day} {months[self.month - 1]} 2021 the city library of {self.city} held it for its readers in {self.city}.</p>
<p>Those who came looked at what had been brought together over many years and asked about it.</p>{more}
</article></main>
<footer><p>Visitors today: {chance.randint(10, 99999)}</p><p>Captured page {chance.randint(1, 9)}</p></footer></body></html>"""

    def change(self, chance):
        """Changes one thing; the fields in which that shows."""
        kind = chance.choice(["title", "date", "text"])
        if kind == "title":
            self.title += chance.choice([" again", " once more", " continued"])
            return {"title"}
        if kind == "date":
            self.day = self.day % 28 + 1
            return {"date", "description"}
        self.more.append(chance.choice(SENTENCES))
        return {"description"}


def annalist(place, *arguments):
    done = subprocess.run([ANNALIST, *arguments], cwd=place, capture_output=True, text=True)
    if done.returncode not in (0, 1):
        sys.exit(f"annalist {' '.join(arguments)}: {done.returncode}\n{done.stderr}")
    return done


def killed(place):
    """A run that is killed on its way: the list of sources is not there then. Whether it was."""
    run = subprocess.Popen([ANNALIST, "extract", "in", "-j1"], cwd=place, stderr=subprocess.DEVNULL)
    while run.poll() is None and (place / "out/manifest.json").exists():
        time.sleep(0.001)
    time.sleep(0.02)
    os.kill(run.pid, signal.SIGKILL)
    run.wait()
    return not (place / "out/manifest.json").exists()


def records(place):
    with open(place / "out/activities.jsonl") as lines:
        return [json.loads(line) for line in lines]


def number(record):
    return int(record["source"]["path"].split(".")[0])


def told(place):
    """What diff tells: (kind, page) and (page, field)."""
    changes, fields = set(), set()
    for line in annalist(place, "diff", "last", "out", "--json").stdout.splitlines():
        change = json.loads(line)
        page = int((change["new"] or change["old"])["path"].split(".")[0])
        changes.add((change["change"], page))
        fields |= {(page, field["field"]) for field in change["fields"]}
    return changes, fields


class Year:
    def __init__(self, place, options):
        self.place, self.chance = place, random.Random(options.seed)
        self.pages = {n: Page(n, self.chance) for n in range(options.pages)}
        self.next, self.size = options.pages, options.pages
        self.corrected, self.expected, self.said, self.kills = {}, [], 0, 0
        self.right = self.told = self.planted = 0

    def month(self, run, runs):
        """Plants the month's changes, runs, and counts what diff tells of them."""
        changes, fields = set(), set()
        if run:
            changes, fields = self.plant()
            shutil.rmtree(self.place / "last", ignore_errors=True)
            shutil.copytree(self.place / "out", self.place / "last")
        shutil.rmtree(self.place / "in", ignore_errors=True)
        (self.place / "in").mkdir()
        for page in self.pages.values():
            (self.place / f"in/{page.number}.html").write_text(page.html(self.chance))
        if run in (runs // 3, 2 * runs // 3):
            self.kills += killed(self.place)
        said = annalist(self.place, "extract", "in").stderr
        if run:
            self.count(changes | fields, set().union(*told(self.place)))
        self.check(said)
        self.correct(30 // max(runs - 1, 1) + 1)

    def plant(self):
        alive = sorted(self.pages)
        self.chance.shuffle(alive)
        gone, changed = alive[: self.size // 30], alive[self.size // 30 : self.size // 30 + self.size // 15]
        changes, fields = set(), set()
        for page, value in self.expected:
            if page not in gone:
                changes.add(("changed", page))
                fields.add((page, "place"))
        self.expected = []
        for page in gone:
            del self.pages[page]
            changes.add(("gone", page))
        for page in changed:
            fields |= {(page, field) for field in self.pages[page].change(self.chance)}
            changes.add(("changed", page))
        for _ in range(self.size // 20):
            self.pages[self.next] = Page(self.next, self.chance)
            changes.add(("new", self.next))
            self.next += 1
        return changes, fields

    def correct(self, count):
        """A curator gives other cities."""
        free = [record for record in records(self.place) if number(record) not in self.corrected]
        for record in self.chance.sample(free, min(count, len(free))):
            page, city = number(record), f"Town {number(record)}"
            annalist(self.place, "correct", "out", record["id"], "/place/city", city, "--who", "curator")
            self.corrected[page] = city
            self.expected.append((page, city))

    def check(self, said):
        """Every correction holds or is said."""
        held = {number(record): record["place"] for record in records(self.place)}
        for page, city in self.corrected.items():
            if page in held:
                assert held[page]["city"] == city and held[page]["basis"] == "corrected", (page, held[page])
            else:
                assert f"news.example/{page})" in said, f"nothing is said of page {page}:\n{said}"
                self.said += 1

    def count(self, planted, found):
        for wrong in sorted(map(str, planted ^ found)):
            print("  not told:" if wrong in map(str, planted) else "  not planted:", wrong)
        self.right += len(planted & found)
        self.told += len(found)
        self.planted += len(planted)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--pages", type=int, default=60)
    parser.add_argument("--runs", type=int, default=12)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        year = Year(Path(folder), options)
        for run in range(options.runs):
            year.month(run, options.runs)
    precision, recall = year.right / max(year.told, 1), year.right / max(year.planted, 1)
    print(f"{options.runs} runs, {year.planted} planted, {year.told} told: precision {precision:.3f}, recall {recall:.3f}")
    print(f"{year.kills} runs were killed on their way and went on")
    print(f"{len(year.corrected)} corrections: all hold or are said ({year.said} times)")
    sys.exit(precision < 1 or recall < 1)


if __name__ == "__main__":
    main()
