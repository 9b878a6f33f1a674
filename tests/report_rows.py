#!/usr/bin/env python3
"""Holds activity records against the rows of generated reports, whose truth is known.

usage: report_rows.py TRUTH_DIR RECORDS.jsonl [--details]

TRUTH_DIR holds NAME.pdf and NAME.json, as the generator writes them; RECORDS.jsonl is
`annalist extract TRUTH_DIR -o -`. The generator is that of the evaluation data. A row is right where one record agrees in all of:

  country      the country of the row's label, as a code
  date         the day of its heading
  objectives   the items of its impact cell, in order
  description  the paragraphs and items of its activity cell behind the heading, lone addresses left out
  urls         the addresses of its activity cell

Text is compared with white space folded and typographic variants of hyphen and
apostrophe made equal. Prints the share of rows that are right, whole and field by field.
"""
import argparse, collections, json, pathlib, re, unicodedata

COUNTRIES = {
    "AM": "Armenia Армения", "AZ": "Azerbaijan Азербайджан Әзербайжан Ozarbayjon", "BY": "Belarus Беларусь",
    "GE": "Georgia Грузия", "IR": "Eýran", "KG": "Kyrgyzstan Кыргызстан Қырғызстан Gyrgyzystan Qirgʻiziston",
    "KZ": "Kazakhstan Казахстан Қазақстан Gazagystan Qozogʻiston", "MD": "Moldova Молдова", "MN": "Mongolia Моңғолия",
    "TJ": "Tajikistan Таджикистан Тәжікстан Täjigistan Tojikiston",
    "TM": "Turkmenistan Туркменистан Түрікменстан Türkmenistan Turkmaniston", "TR": "Türkiye Türkiýe",
    "UZ": "Uzbekistan Узбекистан Өзбекстан Özbegistan Oʻzbekiston",
}
CODES = {name: code for code, names in COUNTRIES.items() for name in names.split()}
ALIKE = str.maketrans({"\u00ad": "", "\u2010": "-", "\u2011": "-", "\u2212": "-", "\u200b": "", "’": "'", "‘": "'", "ʻ": "'", "ʼ": "'"})


def folded(text):
    return re.sub(r"\s+", " ", unicodedata.normalize("NFKC", text or "").translate(ALIKE)).strip()


def is_address(text):
    return text.startswith("http")


def expected(row):
    activity = [text for _, text in row["activity"]]
    return {
        "country": CODES[row["country"]],
        "date": row["date"],
        "objectives": [folded(text) for kind, text in row["impact"] if kind == "li"],
        "description": folded(" ".join(text for text in activity[1:] if not is_address(text))),
        "urls": [text for text in activity if is_address(text)],
    }


def found(record):
    date = record["date"] or {}
    return {
        "country": record["reporting_country"],
        "date": date.get("start") if date.get("start") == date.get("end") else None,
        "objectives": [folded(objective["text"]) for objective in record["objectives"]],
        "description": folded(record["description"]),
        "urls": record["urls"],
    }


def agreeing(truth, record):
    return [field for field in truth if truth[field] == record[field]]


def compare(folder, records, details):
    """Counts of rows, of those wholly right, and of those right in each field."""
    counts = collections.Counter()
    for file in sorted(folder.glob("*.json")):
        document = json.loads(file.read_text(encoding="utf-8"))
        if document["family"] != "report":
            continue
        left = [found(activity) for activity in records.get(document["id"], [])]
        for row in document["rows"]:
            truth = expected(row)
            best = max(left, key=lambda record: len(agreeing(truth, record)), default=None)
            right = agreeing(truth, best) if best else []
            if right:
                left.remove(best)
            counts.update(["rows", *right, *(["right"] if len(right) == len(truth) else [])])
            for field in truth if details else []:
                if field not in right:
                    print(f"{document['id']} {row['activity'][0][1][:40]!r} {field}:\n  true  {truth[field]!r}\n  found {best and best[field]!r}")
        counts["too many"] += len(left)
    return counts


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("truth", type=pathlib.Path)
    arguments.add_argument("records", type=pathlib.Path)
    arguments.add_argument("--details", action="store_true", help="every field that differs")
    given = arguments.parse_args()
    with given.records.open(encoding="utf-8") as lines:
        documents = [json.loads(line) for line in lines]
    records = {pathlib.PurePosixPath(document["source"]["path"]).stem: document["activities"] for document in documents}
    counts = compare(given.truth, records, given.details)
    rows = counts["rows"] or 1
    shares = "  ".join(f"{name} {counts[name] / rows:.3f}" for name in ["right", "country", "date", "objectives", "description", "urls"])
    print(f"rows {counts['rows']}  {shares}  records of no row {counts['too many']}")


main()
