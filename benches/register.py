#!/usr/bin/env python3
"""Time and peak memory of what is done to a whole register.

    cargo build --release --features sqlite,parquet
    benches/register.py [--records 100000] [--join 20000]

Makes activities of a made-up register and another in which one in fifty differs, and measures
`diff`, `link` and `export` on them; and two registers with documents, for `join`.
"""

import argparse
import copy
import hashlib
import json
import random
import subprocess
import tempfile
import time
from pathlib import Path

ANNALIST = Path(__file__).resolve().parent.parent / "target/release/annalist"
PAGE = """Fair of books

On 3 June 2021 the city library of Osh opened a fair of books for 240 children in the town park.

Writers of the town read from their new books and answered what the children asked them.
"""
WORDS = "river letter garden window carpet lantern bridge meadow harbour orchard".split()
CITIES = ["Osh", "Naryn", "Almaty", "Dushanbe", "Tashkent", "Bishkek", "Khujand", "Samarkand"]


def measured(name, *arguments, records=0):
    """Runs the program and tells time, processor time and peak, and records a second of the processor."""
    watch = """
import resource, subprocess, sys
code = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL).returncode
spent = resource.getrusage(resource.RUSAGE_CHILDREN)
print(code, spent.ru_maxrss, spent.ru_utime + spent.ru_stime)
"""
    since = time.monotonic()
    told = subprocess.run(["python3", "-c", watch, ANNALIST, *map(str, arguments)], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=True)
    wall = time.monotonic() - since
    code, peak, spent = told.stdout.split()
    if int(code) > 1:
        print(f"{name:15} not in this build")
        return
    rate = f"{records / float(spent):9,.0f} records/s" if records else ""
    print(f"{name:15} {wall:6.1f} s, {float(spent):6.2f} s of processor {int(peak) / 1024:6.0f} MB {rate}")


def made(template, number):
    """A record like the template, told of another day, place and thing; one in twenty tells what
    the one before it tells."""
    record = copy.deepcopy(template)
    digest = hashlib.sha256(str(number).encode()).hexdigest()
    told = number - (number % 20 == 1)
    chance = random.Random(told)
    city, day = chance.choice(CITIES), f"{2015 + told % 8}-{told // 8 % 12 + 1:02}-{told // 96 % 28 + 1:02}"
    record["id"], record["key"] = digest[:32], f"{digest[:16]}.{digest[16:32]}"
    record["title"] = f"{chance.choice(WORDS).title()} {chance.choice(WORDS)} {chance.choice(WORDS)} {told}"
    record["description"] = f"{record['title']}: " + record["description"].replace("Osh", city)
    record["place"]["city"] = city
    record["date"].update(start=day, end=day, edtf=day)
    record["source"].update(path=f"{number % 100:02}/{number:07}.html", sha256=digest, url=f"https://news.example/{number}")
    return record


def register(folder, template, count, changed):
    folder.mkdir()
    with open(folder / "activities.jsonl", "w") as out:
        for number in sorted(range(count), key=lambda number: (number % 100, number)):
            record = made(template, number)
            if changed and number % 50 == 0:
                record["title"] += " again"
            out.write(json.dumps(record, ensure_ascii=False) + "\n")


def sources(folder, count):
    for number in range(count):
        file = folder / f"{number % 100:02}/{number:07}.txt"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(PAGE.replace("Fair of books", f"Fair of books {number}"))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--records", type=int, default=100_000)
    parser.add_argument("--join", type=int, default=20_000)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        (place / "page.txt").write_text(PAGE)
        line = subprocess.run([ANNALIST, "extract", "-q", place / "page.txt", "-o", "-"], stdout=subprocess.PIPE, check=True).stdout
        template = json.loads(line)["activities"][0]
        register(place / "old", template, options.records, False)
        register(place / "new", template, options.records, True)
        size = (place / "old/activities.jsonl").stat().st_size / 1e6
        print(f"{options.records} records, {size:.0f} MB")
        measured("diff", "diff", place / "old", place / "new", "--json")
        measured("link", "link", place / "old")
        for ending in ["csv", "tsv", "parquet", "sql", "db", "jsonld", "ics", "xlsx"]:
            measured(f"export {ending}", "export", place / "old", "--to", place / f"register.{ending}", records=options.records)
        if options.join:
            sources(place / "in", options.join)
            for part in (1, 2):
                subprocess.run([ANNALIST, "extract", "-q", place / "in", "-o", place / f"part{part}", "--shard", f"{part}/2"], check=True)
            print(f"{options.join} documents in two registers")
            measured("join", "join", place / "part1", place / "part2", "-o", place / "joined")


if __name__ == "__main__":
    main()
