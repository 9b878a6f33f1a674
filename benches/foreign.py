#!/usr/bin/env python3
"""Every export read back by tools of others: same records, counts and dates.

    cargo build --release --features sqlite,parquet
    pip install duckdb datasette openpyxl pandas pyarrow polars rdflib icalendar
    benches/foreign.py [SOURCES]

Extracts the fixtures (or SOURCES), exports the register in every format, and opens each file with
DuckDB, sqlite3, Datasette, openpyxl, LibreOffice (where `soffice` is there), pandas, polars, rdflib
and icalendar. What cannot be imported is named and left out. Ends with 1 where anything differs.
"""

import csv
import importlib
import json
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections import Counter
from datetime import date, datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ANNALIST = ROOT / "target/release/annalist"
LISTS = ["organizations", "people", "objectives", "goals", "urls", "diagnostics"]
# What a spreadsheet would run gets an apostrophe.
SIGNS = "=+-@\t\r＝＋－＠"


class Register:
    """The activities as the program wrote them, and what each format should say of them."""

    def __init__(self, folder):
        with open(folder / "activities.jsonl", encoding="utf-8") as lines:
            self.activities = [json.loads(line) for line in lines]
        with open(folder / "links.jsonl", encoding="utf-8") as lines:
            self.links = [json.loads(line) for line in lines]

    def rows(self, text=lambda text: text):
        """Id, title, first and last day."""
        for a in self.activities:
            day = a["date"] or {"start": None, "end": None}
            yield a["id"], text(a["title"]), day["start"], day["end"]

    def pairs(self):
        """The links between activities: both ids and the kind."""
        return [(link["a"]["id"], link["b"]["id"], link["kind"]) for link in self.links]

    def count(self, name):
        return sum(len(a[name]) for a in self.activities)


def safe(text):
    return "'" + text if text and text[0] in SIGNS else text


def same(what, got, wanted):
    if got != wanted:
        differing = next((pair for pair in zip(got, wanted) if pair[0] != pair[1]), (len(got), len(wanted))) if isinstance(got, list) else (got, wanted)
        raise AssertionError(f"{what}: {differing[0]!r} instead of {differing[1]!r}")


def iso(value):
    """A day as text, whatever type a tool has for it."""
    if value is None or value != value:
        return None
    return str(value)[:10] if isinstance(value, (date, datetime)) else value or None


def days(rows):
    return [(row[0], row[1] or None, iso(row[2]), iso(row[3])) for row in rows]


def ask(duckdb, question):
    return duckdb.connect().execute(question).fetchall()


def duckdb_csv(register, folder, duckdb):
    table = f"read_csv('{folder}/r.csv', header=true, nullstr='')"
    rows = ask(duckdb, f"SELECT id, title, start, \"end\" FROM {table}")
    same("rows", days(rows), list(register.rows(safe)))
    for name in LISTS:
        ((count,),) = ask(duckdb, f"SELECT count(*) FROM read_csv('{folder}/r.{name}.csv', header=true)")
        same(name, count, register.count(name))
    same("links", ask(duckdb, f"SELECT activity, other, kind FROM read_csv('{folder}/r.links.csv', header=true)"), register.pairs())


def duckdb_parquet(register, folder, duckdb):
    table = f"'{folder}/r.parquet'"
    rows = ask(duckdb, f"SELECT id, title, date.start, date.end FROM {table}")
    same("rows", days(rows), list(register.rows()))
    kind = ask(duckdb, f"SELECT typeof(date.start), typeof(goals[1].confidence) FROM {table} LIMIT 1")
    same("types", kind, [("DATE", "DOUBLE")])
    whole = ask(duckdb, f"SELECT organizations, people, objectives, goals, results, urls, diagnostics FROM {table}")
    names = ["organizations", "people", "objectives", "goals", "results", "urls", "diagnostics"]
    for row, activity in zip(whole, register.activities):
        for name, got in zip(names, row):
            same(name, got, nested(name, activity[name]))
    pointers = ask(duckdb, f"SELECT list(DISTINCT e.field ORDER BY e.field) FROM {table}, unnest(evidence) AS t(e)")[0][0]
    same("links", ask(duckdb, f"SELECT activity, other, kind FROM '{folder}/r.links.parquet'"), register.pairs())
    same("evidence", pointers, sorted({pointer for a in register.activities for pointer in a["evidence"]}))


def nested(name, values):
    """A list of a record as Parquet has it: spans unfolded, absent fields null."""
    def note(one):
        span = one.get("span") or {}
        return {**{key: one.get(key) for key in ["code", "message", "field"]}, "start": span.get("start"), "end": span.get("end")}

    def goal(one):
        quotes = [{"text": e["text"], "start": (e["span"] or {}).get("start"), "end": (e["span"] or {}).get("end")} for e in one["evidence"]]
        return {**{key: one[key] for key in ["scheme", "code", "label", "initiative", "basis", "confidence", "conflict"]}, "evidence": quotes}

    return [{"diagnostics": note, "goals": goal}.get(name, lambda one: one)(one) for one in values]


def in_sqlite(register, folder, _):
    db = sqlite3.connect(folder / "r.db")
    loaded = sqlite3.connect(":memory:")
    loaded.executescript((folder / "r.sql").read_text(encoding="utf-8"))
    same("SQL and file", list(loaded.iterdump()), list(db.iterdump()))
    same("rows", days(db.execute("SELECT id, title, start, \"end\" FROM activities ORDER BY row")), list(register.rows()))
    for name in LISTS:
        same(name, db.execute(f"SELECT count(*) FROM {name}").fetchone()[0], register.count(name))
    same("links", db.execute("SELECT activity, other, kind FROM links ORDER BY rowid").fetchall(), register.pairs())
    same("sources", db.execute("SELECT count(*) FROM sources").fetchone()[0], len({a["source"]["path"] for a in register.activities}))
    same("keys", db.execute("PRAGMA foreign_key_check").fetchall(), [])
    same("whole", db.execute("PRAGMA integrity_check").fetchall(), [("ok",)])
    found = db.execute("SELECT count(*) FROM search WHERE search MATCH 'library'").fetchone()[0]
    same("search", found, db.execute("SELECT count(*) FROM activities WHERE rowid IN (SELECT rowid FROM search('library'))").fetchone()[0])
    assert found > 0, "nothing found"


def in_datasette(register, folder, _):
    def get(path):
        return json.loads(subprocess.check_output([sys.executable, "-m", "datasette", folder / "r.db", "--get", path]))

    table = get("/r/activities.json?_shape=objects&_size=0")
    same("rows", table.get("count", table.get("filtered_table_rows_count")), len(register.activities))
    all_ = get("/r/activities.json?_shape=array&_size=max&_search=library")
    titles = [a["title"] for a in register.activities if "library" in f"{a['title']} {a['description']}".lower().replace("-", " ").split()]
    assert {row["title"] for row in all_} >= set(titles) and titles, f"{len(all_)} of {len(titles)} found"
    page = subprocess.check_output([sys.executable, "-m", "datasette", folder / "r.db", "--get", "/r/activities"]).decode()
    assert 'type="search"' in page, "no field to search"


def in_openpyxl(register, folder, openpyxl):
    book = openpyxl.load_workbook(folder / "r.xlsx")
    sheet = book["activities"]
    head, *rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    at = [head.index(name) for name in ["id", "title", "start", "end"]]
    same("rows", days([row[n] for n in at] for row in rows), list(register.rows()))
    first = next(row[at[2]] for row in rows if row[at[2]])
    assert isinstance(first, datetime), f"a day is {first!r}"
    same("frozen", sheet.freeze_panes, "A2")
    assert sheet.auto_filter.ref, "no filter"
    for name in LISTS:
        same(name, book[name].max_row - 1, register.count(name))
    links = [tuple(cell.value for cell in row[:3]) for row in book["links"].iter_rows(min_row=2)]
    same("links", links, register.pairs())
    followed = Counter(cell.hyperlink.target for row in book["urls"].iter_rows() for cell in row if cell.hyperlink)
    web = Counter(url for a in register.activities for url in a["urls"] if url.startswith(("http://", "https://")))
    same("addresses", sum(followed.values()), sum(web.values()))


def in_libreoffice(register, folder, _):
    profile = f"-env:UserInstallation=file://{folder}/profile"
    to = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true"
    subprocess.run(["soffice", profile, "--headless", "--convert-to", to, "--outdir", folder / "office", folder / "r.xlsx"], check=True, capture_output=True)
    with open(folder / "office/r.csv", encoding="utf-8", newline="") as file:
        rows = [(row["id"], row["title"], row["start"], row["end"]) for row in csv.DictReader(file)]
    same("rows", days(rows), list(register.rows()))


def in_pandas(register, folder, pandas):
    frame = pandas.read_parquet(folder / "r.parquet")
    rows = [(i, t, d and d["start"], d and d["end"]) for i, t, d in zip(frame["id"], frame["title"], frame["date"])]
    same("rows", days(rows), list(register.rows()))
    for name in [name for name in LISTS if name != "places"]:
        same(name, int(frame[name].map(len).sum()), register.count(name))


def in_polars(register, folder, polars):
    frame = polars.read_parquet(folder / "r.parquet")
    day = polars.col("date").struct.field
    rows = frame.select("id", "title", day("start"), day("end")).rows()
    same("rows", days(rows), list(register.rows()))
    for name in LISTS:
        same(name, frame[name].list.len().sum(), register.count(name))
    same("types", frame.select(day("start")).dtypes, [polars.Date])


def in_rdflib(register, folder, rdflib):
    graph = rdflib.Graph().parse(folder / "r.jsonld", format="json-ld")
    schema = rdflib.Namespace("https://schema.org/")
    ids = {f"urn:annalist:{a['id']}" for a in register.activities}
    same("events", {str(event) for event in graph.subjects(rdflib.RDF.type, schema.Event)}, ids)
    starts = Counter(str(day) for day in graph.objects(None, schema.startDate))
    once = {a["id"]: a["date"]["start"] for a in register.activities if a["date"] and a["date"]["start"]}
    same("days", starts, Counter(once.values()))


def in_icalendar(register, folder, icalendar):
    events = icalendar.Calendar.from_ical((folder / "r.ics").read_bytes()).walk("VEVENT")
    dated = [a for a in register.activities if a["date"] and a["date"]["precision"] == "day" and a["date"]["start"] and a["date"]["end"]]
    same("days", [str(event["DTSTART"].dt) for event in events], [a["date"]["start"] for a in dated])
    same("titles", [str(event["SUMMARY"]) for event in events], [a["title"] or "" for a in dated])


TOOLS = [
    ("DuckDB, CSV", "duckdb", duckdb_csv),
    ("DuckDB, Parquet", "duckdb", duckdb_parquet),
    ("sqlite3, SQL and SQLite", "sqlite3", in_sqlite),
    ("Datasette, SQLite", "datasette", in_datasette),
    ("openpyxl, XLSX", "openpyxl", in_openpyxl),
    ("LibreOffice, XLSX", "soffice", in_libreoffice),
    ("pandas, Parquet", "pandas", in_pandas),
    ("polars, Parquet", "polars", in_polars),
    ("rdflib, JSON-LD", "rdflib", in_rdflib),
    ("icalendar, iCalendar", "icalendar", in_icalendar),
]


def tool(name):
    if name == "soffice":
        return shutil.which(name)
    try:
        return importlib.import_module(name)
    except ImportError:
        return None


def main():
    sources = sys.argv[1:] or [ROOT / "fixtures"]
    wrong = 0
    with tempfile.TemporaryDirectory() as folder:
        folder = Path(folder)
        # Some fixtures fail on purpose.
        subprocess.run([ANNALIST, "extract", "-q", *sources, "-o", folder / "out"], stderr=subprocess.DEVNULL)
        subprocess.run([ANNALIST, "link", folder / "out"], check=True)
        register = Register(folder / "out")
        for ending in ["csv", "sql", "db", "parquet", "xlsx", "jsonld", "ics"]:
            more = ["--tables"] if ending in ("csv", "parquet") else []
            subprocess.run([ANNALIST, "export", folder / "out", "--to", folder / f"r.{ending}", *more], check=True)
        print(f"{len(register.activities)} activities")
        for name, module, read in TOOLS:
            opened = tool(module)
            if opened is None:
                print(f"{name:24} not here")
                continue
            try:
                read(register, folder, opened)
                print(f"{name:24} the same {getattr(opened, '__version__', '')}".rstrip())
            except Exception as error:
                wrong += 1
                print(f"{name:24} {type(error).__name__}: {error}")
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
