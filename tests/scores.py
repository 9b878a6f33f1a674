#!/usr/bin/env python3
"""Takes the scores on the evaluation data and holds them against tests/floors.json.

usage: scores.py SHARED ANNALIST [--raise]

A score below its floor fails. --raise writes today's scores as the new floors
where they are higher; a floor is never lowered by this script.
"""
import json, pathlib, re, subprocess, sys, tempfile

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
    fields = {f"{gold} {name}": round(100 * value, 1) for name, value in found["fields"].items()}
    fields[f"{gold} overall"] = round(found["overall"], 1)
    return fields


def normalized(kind, gold, scorer):
    with open(shared / gold, "rb") as lines:
        out = run([annalist, "normalize", kind], stdin=lines)
    return run([sys.executable, shared / scorer, shared / gold, "-"], input=out.encode())


def figures(text, name, patterns):
    found = {}
    for label, pattern in patterns.items():
        match = re.search(pattern, text)
        if not match:
            sys.exit(f"the scorer's answer for {name} has no {label}:\n{text}")
        found[f"{name} {label}"] = float(match.group(1))
    return found


def main():
    scores = {}
    scores.update(records("gold/seeds", "seeds"))
    scores.update(records("gold/pages", "gold/pages"))
    low = [f"{name}: {scores.get(name)} is below its floor {floor}" for name, floor in floors.items() if scores.get(name, 0.0) < floor]
    for name, value in sorted(scores.items()):
        print(f"{name:45s} {value:7.3f}   floor {floors.get(name, '-')}")
    if "--raise" in sys.argv:
        raised = {name: max(value, floors.get(name, 0.0)) for name, value in scores.items()}
        floors_file.write_text(json.dumps(dict(sorted(raised.items())), indent=1) + "\n")
    if low:
        print("\n".join(low))
        sys.exit(1)


main()
