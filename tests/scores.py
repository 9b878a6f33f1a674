#!/usr/bin/env python3
"""Takes the scores on the evaluation data and holds them against tests/floors.json.

usage: scores.py SHARED ANNALIST [--raise]

A score below its floor fails. --raise writes today's scores as the new floors
where they are higher; a floor is never lowered by this script.
"""
import json, math, os, pathlib, re, subprocess, sys, tempfile

shared, annalist = pathlib.Path(sys.argv[1]), str(pathlib.Path(sys.argv[2]).resolve())
floors_file = pathlib.Path(__file__).with_name("floors.json")
floors = json.loads(floors_file.read_text())


def run(command, **more):
    return subprocess.run(command, stdout=subprocess.PIPE, check=False, **more).stdout.decode()


def extracted(path):
    out = tempfile.NamedTemporaryFile(suffix=".jsonl", delete=False)
    subprocess.run([annalist, "extract", "-q", str(path), "-o", "-"], stdout=out, check=False)
    return out.name


def records(gold, sources):
    text = run([sys.executable, shared / "bench/records/score.py", shared / gold, extracted(shared / sources), "--json"])
    found = json.loads(text)
    fields = {f"{gold} {name}": math.floor(1000 * value) / 10 for name, value in found["fields"].items()}
    fields[f"{gold} overall"] = math.floor(10 * found["overall"]) / 10
    return fields


def normalized(kind, gold):
    with open(shared / gold, "rb") as lines:
        return run([annalist, "normalize", kind], stdin=lines)


def figures(text, name, patterns):
    found = {}
    for label, pattern in patterns.items():
        match = re.search(pattern, text)
        if not match:
            sys.exit(f"the scorer's answer for {name} has no {label}:\n{text}")
        found[f"{name} {label}"] = float(match.group(1))
    return found


def dates():
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl") as out:
        out.write(normalized("dates", "gold/dates-dev.jsonl"))
        out.flush()
        text = run([sys.executable, shared / "bench/dates/score_events.py", "--gold", shared / "gold/dates-dev.jsonl", out.name])
    return figures(text, "dates", {
        "strict F1": r" all +strict .*? F1 ([\d.]+)",
        "exact lines": r" all .*lines ([\d.]+)",
        "false friends untouched": r" all .*none (\d+)/",
    })


def goals():
    text = run([sys.executable, shared / "bench/goals/score.py", shared / "gold/goals-dev.jsonl", "-"],
               input=normalized("goals", "gold/goals-dev.jsonl").encode())
    return figures(text, "goals", {
        "micro F1": r"(?m)^all .*?'micro_f1': ([\d.]+)",
        "exact": r"(?m)^all .*?'exact': ([\d.]+)",
        "explicit and noise exact": r"(?m)^explicit\+noise .*?'exact': ([\d.]+)",
        "no goal exact": r"(?m)^no goal .*?'exact': ([\d.]+)",
        "not English micro F1": r"(?m)^not English .*?'micro_f1': ([\d.]+)",
    })


def language():
    text = run([sys.executable, shared / "bench/language/score.py", shared / "gold/dates-dev.jsonl", "-"],
               input=normalized("language", "gold/dates-dev.jsonl").encode())
    return figures(text, "language", {"all": r"(?m)^all +([\d.]+)"})


def html():
    records = extracted(shared / "data/wcxb-dev/html")
    scorer = [sys.executable, shared / "bench/html/score.py", records]
    whole = run(scorer + ["--by-kind"])
    kinds = figures(whole, "html", {kind + " F1": kind + r":([\d.]+)" for kind in ["article", "listing", "service", "forum", "documentation"]})
    article = json.loads(run(scorer + ["--only", "article", "--json"]))
    article = next(iter(article.values()))
    named = {f"html article {name}": article[name] for name in ["f1", "title", "title_exact", "author", "date", "date_f1"]}
    overall = next(iter(json.loads(run(scorer + ["--json"])).values()))
    return {**kinds, **named, "html all kinds f1": overall["f1"]}


def pdf():
    """Needs rapidfuzz; without it these scores are not taken."""
    try:
        import rapidfuzz  # noqa: F401
    except ImportError:
        print("rapidfuzz is not installed: the PDF scores are not taken")
        return None
    found = {}
    for kind, folder, patterns in [
        ("report", "data/pdf-reports", {"row": r"text0 ([\d.]+)", "row+text": r"text1 ([\d.]+)", "blocks": r"blocks ([\d.]+)",
                                        "seq": r" seq ([\d.]+)", "news paragraphs": r"news_para ([\d.]+)"}),
        ("icdar", "data/icdar2013-eu", {"F1": r" F1 ([\d.]+)"}),
    ]:
        with tempfile.NamedTemporaryFile(suffix=".jsonl") as out:
            environment = {**os.environ, "ANNALIST": annalist}
            run([sys.executable, shared / "bench/pdf/predict.py", "annalist", shared / folder, out.name], env=environment)
            text = run([sys.executable, shared / "bench/pdf/score.py", kind, shared / folder, out.name])
        found.update(figures(text, f"pdf {kind}", patterns))
    folder = shared / "data/pdf-reports"
    text = run([sys.executable, pathlib.Path(__file__).with_name("report_rows.py"), folder, extracted(folder)])
    found.update(figures(text, "pdf report records", {name: name + r" ([\d.]+)" for name in ["right", "country", "date", "objectives", "description", "urls"]}))
    return found


def generated():
    """One fixed seed of the generators of pages and of reports in text formats: a floor, no result."""
    found = {}
    for kind, sources, more in [("pages", "pages", []), ("reports", "docs", ["--format", "csv,tsv,txt,html,md"])]:
        with tempfile.TemporaryDirectory() as folder:
            make = [sys.executable, shared / "bench" / kind / "make.py", "--seed", "1", "--count", "60", "--out", folder]
            run(make + more, stderr=subprocess.DEVNULL)
            score = [sys.executable, shared / "bench/records/score.py", pathlib.Path(folder) / "gold"]
            text = run(score + [extracted(pathlib.Path(folder) / sources), "--json"])
        told = json.loads(text)
        found[f"generated {kind} records"] = math.floor(1000 * told["fields"]["records"]) / 10
        found[f"generated {kind} overall"] = math.floor(10 * told["overall"]) / 10
    return found


def roles():
    text = run([sys.executable, shared / "bench/dates/score_roles.py", shared / "gold/event-dates-dev.jsonl",
                "--cmd", annalist])
    return figures(text, "event dates", {"right": r"date right, or rightly none: .*?= ([\d.]+)"})


def main():
    scores = {}
    scores.update(records("gold/seeds", "seeds"))
    scores.update(records("gold/pages", "gold/pages"))
    for part in [dates(), roles(), goals(), language(), html(), generated()]:
        scores.update(part)
    tables = pdf()
    scores.update(tables or {})
    skipped = "pdf " if tables is None else None
    low = [f"{name}: {scores.get(name)} is below its floor {floor}" for name, floor in floors.items()
           if scores.get(name, 0.0) < floor and not (skipped and name.startswith(skipped))]
    for name, value in sorted(scores.items()):
        print(f"{name:45s} {value:7.3f}   floor {floors.get(name, '-')}")
    if "--raise" in sys.argv:
        raised = {name: max(math.floor(value * 1000) / 1000, floors.get(name, 0.0)) for name, value in {**floors, **scores}.items()}
        floors_file.write_text(json.dumps(dict(sorted(raised.items())), indent=1) + "\n")
    if low:
        print("\n".join(low))
        sys.exit(1)


main()
