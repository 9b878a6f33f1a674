#!/usr/bin/env python3
"""The recipes of docs/cluster.md against one run of the program: the same bytes, at what cost.

  recipes.py [--pages DIR] [--count 2000] [--only spark|ray|shards]

Without --pages the documents are copies of the fixtures, each under a path of its own. Spark runs
as a cluster of two machines with one core each (`local-cluster`); one of them is killed in the
middle of a second run. A cost is the time of the job alone, when the cluster stands, over that of
`annalist extract` with as many threads.
"""

import argparse
import json
import os
import pathlib
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
PROGRAM = ROOT / "target/release/annalist"
CORES = 2
PARTS = 40
#: What a document may cost, in the batch's cost.
MOST = 1.3


def documents(given, folder):
    """As many files as wanted."""
    wanted = pathlib.Path(given.pages or ROOT / "fixtures")
    originals = [path for path in sorted(wanted.rglob("*")) if path.is_file()]
    originals = [path for path in originals if path.suffix not in (".json", ".md", ".warc", ".zip")]
    paths = []
    for number in range(given.count):
        original = originals[number % len(originals)]
        copy = folder / f"{number // len(originals):03}" / f"{number:05}-{original.name}"
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(original, copy)
        paths.append(str(copy))
    return paths


def batch(listed):
    """Seconds of one run of the program, the median of three."""
    seconds = []
    for _ in range(3):
        start = time.monotonic()
        command = [PROGRAM, "extract", "-q", "-j", str(CORES), "-o", "-", "--files-from", listed]
        subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        seconds.append(time.monotonic() - start)
    return sorted(seconds)[1]


def single(paths):
    """The lines of `annalist stream`, sorted."""
    asked = "".join(json.dumps({"id": path, "path": path}) + "\n" for path in paths)
    done = subprocess.run([PROGRAM, "stream"], input=asked.encode(), stdout=subprocess.PIPE)
    return sorted(done.stdout.splitlines())


def told(what, paths, seconds, cost):
    each = seconds / len(paths) * 1000
    print(f"{what}: {seconds:.1f} s, {each:.2f} ms a document, {cost:.2f} times the batch")


class Spark:
    def __init__(self, listed, paths, folder):
        sys.path.insert(0, str(ROOT / "examples"))
        os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
        os.environ["PYSPARK_PYTHON"] = sys.executable
        os.environ["PYTHONPATH"] = str(ROOT / "examples")
        from pyspark.sql import SparkSession

        builder = SparkSession.builder.master(f"local-cluster[{CORES},1,1024]")
        builder = builder.config("spark.ui.enabled", False)
        self.session = builder.appName("annalist").getOrCreate()
        self.session.sparkContext.setLogLevel("ERROR")
        self.listed, self.paths, self.folder = listed, paths, folder

    def run(self, how, name, listed=None):
        """Seconds, and the lines of all parts, sorted."""
        import spark_extract

        out = self.folder / name
        start = time.monotonic()
        files = self.session.sparkContext.textFile(str(listed or self.listed), PARTS)
        if how == "pipe":
            lines = spark_extract.piped(files, str(PROGRAM))
        else:
            lines = spark_extract.by_wheel(self.session, files)
        lines.saveAsTextFile(str(out))
        seconds = time.monotonic() - start
        parts = sorted(out.glob("part-*"))
        return seconds, sorted(line for part in parts for line in part.read_bytes().splitlines())

    def killed(self, how, name):
        """The same, with a machine that is lost when a quarter of the parts is done."""
        victims = []

        def done():
            return len(list((self.folder / name).glob("_temporary/0/task_*")))

        def kill():
            while done() < PARTS // 4:
                time.sleep(0.02)
            victims.append((executors()[0], done()))
            os.kill(victims[0][0], signal.SIGKILL)

        killer = threading.Thread(target=kill, daemon=True)
        killer.start()
        result = self.run(how, name)
        killer.join(1)
        assert victims, "nobody was killed"
        print(f"  an executor was killed with {victims[0][1]} of {PARTS} parts done")
        return result


def executors():
    """Processes of executors that descend from this one."""
    found = []
    for entry in pathlib.Path("/proc").iterdir():
        try:
            words = (entry / "cmdline").read_bytes()
        except (NotADirectoryError, FileNotFoundError, ProcessLookupError):
            continue
        if b"CoarseGrainedExecutorBackend" in words and descends(int(entry.name)):
            found.append(int(entry.name))
    return sorted(found)


def descends(process):
    while process > 1:
        if process == os.getpid():
            return True
        stat = pathlib.Path(f"/proc/{process}/stat").read_text()
        process = int(stat.rpartition(")")[2].split()[1])
    return False


def try_spark(paths, listed, folder, seconds, expected):
    spark = Spark(listed, paths, folder)
    few = folder / "few.txt"
    few.write_text("\n".join(paths[:100]) + "\n")
    fine = True
    for how in ("pipe", "arrow"):
        spark.run(how, f"{how}-warm", few)  # the cluster stands and has its Python processes
        took, lines = spark.run(how, how)
        assert lines == expected, f"Spark's {how} says something else"
        told(f"Spark, {how}", paths, took, took / seconds)
        fine &= took / seconds <= MOST
        took, lines = spark.killed(how, f"{how}-killed")
        assert lines == expected, f"Spark's {how} says something else after a loss"
        told(f"Spark, {how}, with the loss", paths, took, took / seconds)
    spark.session.stop()
    return fine


def try_ray(paths, listed, folder, seconds, expected):
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")
    sys.path.insert(0, str(ROOT / "examples"))
    import pyarrow.parquet
    import ray
    import ray_extract

    ray.init(num_cpus=CORES, include_dashboard=False, log_to_driver=False)
    ray.data.DataContext.get_current().enable_progress_bars = False

    def run(some, name):
        start = time.monotonic()
        files = ray.data.from_items([{"path": path} for path in some])
        files.map_batches(ray_extract.extracted, batch_size=200).write_parquet(str(folder / name))
        return time.monotonic() - start

    run(paths[:100], "ray-warm")
    took = run(paths, "ray")
    rows = pyarrow.parquet.read_table(folder / "ray").to_pylist()
    assert sorted(line(row) for row in rows) == expected, "Ray says something else"
    told("Ray", paths, took, took / seconds)
    ray.shutdown()
    return True


def line(row):
    """As `annalist stream` writes it."""
    path = json.dumps(row["path"], ensure_ascii=False)
    if row["document"] is not None:
        return f'{{"id":{path},"document":{row["document"]}}}'.encode()
    error = {"code": row["code"], "message": row["message"]}
    words = json.dumps(error, ensure_ascii=False, separators=(",", ":"))
    return f'{{"id":{path},"error":{words}}}'.encode()


def try_shards(paths, _listed, folder, _seconds, _expected):
    import duckdb

    corpus, parts = pathlib.Path(paths[0]).parents[1], folder / "parts"
    parts.mkdir()
    whole = folder / "whole"

    def run(*words):
        subprocess.run([PROGRAM, *words], stderr=subprocess.DEVNULL)

    run("extract", "-q", corpus, "-o", whole)
    start = time.monotonic()
    names = [f"{part}/4" for part in range(1, 5)]
    if shutil.which("parallel"):
        shell = f"{PROGRAM} extract -q -j 1 {corpus} --shard {{}}/4 -o {parts}/{{}}"
        command = ["parallel", "-j", str(CORES), shell, ":::", "1", "2", "3", "4"]
        subprocess.run(command, stderr=subprocess.DEVNULL)
    else:
        for name in names:
            run("extract", "-q", corpus, "--shard", name, "-o", parts / name[0])
    took = time.monotonic() - start
    run("join", *sorted(parts.iterdir()), "-o", folder / "joined")
    for name in ("activities.jsonl", "manifest.json"):
        same = (folder / "joined" / name).read_bytes() == (whole / name).read_bytes()
        assert same, f"{name} of the shards is another"
    query = f"select count(*) from read_json_auto('{parts}/*/activities.jsonl')"
    (rows,) = duckdb.sql(query).fetchone()
    assert rows == len((whole / "activities.jsonl").read_text().splitlines())
    print(f"shards: four parts in {took:.1f} s, joined to the bytes of one run; DuckDB counts {rows}")
    return True


RECIPES = {"spark": try_spark, "ray": try_ray, "shards": try_shards}


def main():
    arguments = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    arguments.add_argument("--pages", help="take the documents from here")
    arguments.add_argument("--count", type=int, default=2000)
    arguments.add_argument("--only", choices=list(RECIPES))
    given = arguments.parse_args()
    fine = True
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        paths = documents(given, folder / "corpus")
        listed = folder / "files.txt"
        listed.write_text("\n".join(paths) + "\n")
        expected, seconds = single(paths), batch(listed)
        told(f"{len(paths)} documents, one run of the program", paths, seconds, 1.0)
        for recipe in [given.only] if given.only else RECIPES:
            fine &= RECIPES[recipe](paths, listed, folder, seconds, expected)
    if not fine:
        print(f"a document costs more than {MOST} times the batch's")
    return 0 if fine else 1


if __name__ == "__main__":
    sys.exit(main())
