#!/usr/bin/env python3
"""The recipes of docs/cluster.md against one run of the program: the same bytes, at what cost.

  recipes.py [--pages DIR] [--count 2000] [--only spark|ray|shards]

Without --pages the documents are copies of the fixtures, each under a path of its own. Spark runs
as a cluster of two machines with one core each (`local-cluster`); one of them is killed in the
middle of a second run. Cost is the processor time of the job, all its processes taken together,
over that of `annalist extract`; the cluster stands and is warm before.
"""

import argparse
import dataclasses
import json
import logging
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
PARTS = 8
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
    """What one run of the program takes, the median of three."""
    command = [PROGRAM, "extract", "-q", "-j", str(CORES), "-o", "-", "--files-from", listed]

    def run():
        subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    return sorted(Took.by(run) for _ in range(3))[1]


@dataclasses.dataclass(order=True)
class Took:
    """Seconds of the processors, and on the wall."""

    processor: float
    wall: float

    @staticmethod
    def by(work):
        before, start = used(), time.monotonic()
        work()
        return Took(used() - before, time.monotonic() - start)

    def tell(self, what, paths, batch):
        each = self.processor / len(paths) * 1000
        print(
            f"{what}: {self.processor:.1f} s of processors, {each:.2f} ms a document, "
            f"{self.processor / batch.processor:.2f} times the batch's; {self.wall:.1f} s in all",
            flush=True,
        )


def used():
    """Processor time of everything that descends from this process and is not this process."""
    own = os.times()
    ticks = sum(sum(map(int, stat(process)[11:15])) for process in descendants())
    return own.children_user + own.children_system + ticks / os.sysconf("SC_CLK_TCK")


def descendants():
    parents = {}
    for entry in pathlib.Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                parents[int(entry.name)] = int(stat(entry.name)[1])
            except (FileNotFoundError, ProcessLookupError):
                continue  # it is gone
    found, new = set(), {os.getpid()}
    while new:
        new = {process for process, parent in parents.items() if parent in new} - found
        found |= new
    return sorted(found)


def stat(process):
    """The figures behind the name."""
    return pathlib.Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()


def single(paths):
    """The lines of `annalist stream`, sorted."""
    asked = "".join(json.dumps({"id": path, "path": path}) + "\n" for path in paths)
    done = subprocess.run([PROGRAM, "stream"], input=asked.encode(), stdout=subprocess.PIPE)
    return sorted(done.stdout.splitlines())


class Spark:
    def __init__(self, listed, paths, folder):
        sys.path.insert(0, str(ROOT / "examples"))
        os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
        os.environ["PYSPARK_PYTHON"] = sys.executable
        from pyspark.sql import SparkSession

        builder = SparkSession.builder.master(f"local-cluster[{CORES},1,1024]")
        builder = builder.config("spark.ui.enabled", False)
        builder = builder.config("spark.ui.showConsoleProgress", False)
        self.session = builder.appName("annalist").getOrCreate()
        self.session.sparkContext.setLogLevel("ERROR")
        self.session.sparkContext.addPyFile(str(ROOT / "examples/spark_extract.py"))
        self.listed, self.paths, self.folder = listed, paths, folder

    def run(self, how, name, listed=None):
        """What it took, and the lines of all parts, sorted."""
        import spark_extract

        out = self.folder / name
        files = self.session.sparkContext.textFile(str(listed or self.listed), PARTS)
        if how == "pipe":
            lines = spark_extract.piped(files, str(PROGRAM))
        else:
            lines = spark_extract.by_wheel(self.session, files)
        took = Took.by(lambda: lines.saveAsTextFile(str(out)))
        parts = sorted(out.glob("part-*"))
        return took, sorted(line for part in parts for line in part.read_bytes().splitlines())

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
        print(f"an executor was killed when {victims[0][1]} parts were done")
        return result


def executors():
    lines = {process: pathlib.Path(f"/proc/{process}/cmdline") for process in descendants()}
    return [one for one, line in lines.items() if b"CoarseGrainedExecutor" in line.read_bytes()]


def try_spark(paths, listed, folder, batch, expected):
    spark = Spark(listed, paths, folder)
    few = folder / "few.txt"
    few.write_text("\n".join(paths[:100]) + "\n")
    fine = True
    for how in ("pipe", "arrow"):
        for turn in range(3):  # the cluster stands, has its Python processes, and is compiled
            spark.run(how, f"{how}-warm-{turn}", few)
        took, lines = spark.run(how, how)
        assert lines == expected, f"Spark's {how} says something else"
        took.tell(f"Spark, {how}", paths, batch)
        fine &= took.processor / batch.processor <= MOST
        took, lines = spark.killed(how, f"{how}-killed")
        assert lines == expected, f"Spark's {how} says something else after a loss"
        print(f"Spark, {how}, with the loss: the same bytes; {took.wall:.1f} s in all")
    spark.session.stop()
    return fine


def try_ray(paths, _listed, folder, batch, expected):
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")
    sys.path.insert(0, str(ROOT / "examples"))
    os.environ["PYTHONPATH"] = str(ROOT / "examples")
    import pyarrow.parquet
    import ray
    import ray_extract

    logging.disable(logging.WARNING)
    ray.init(
        num_cpus=CORES, include_dashboard=False, log_to_driver=False, logging_level="ERROR"
    )
    ray.data.DataContext.get_current().enable_progress_bars = False

    def run(some, name):
        files = ray.data.from_items([{"path": path} for path in some])
        files.map_batches(ray_extract.extracted, batch_size=200).write_parquet(str(folder / name))

    for turn in range(3):
        run(paths[:100], f"ray-warm-{turn}")
    took = Took.by(lambda: run(paths, "ray"))
    rows = pyarrow.parquet.read_table(folder / "ray").to_pylist()
    assert sorted(line(row) for row in rows) == expected, "Ray says something else"
    took.tell("Ray", paths, batch)
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


def try_shards(paths, _listed, folder, _batch, _expected):
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
    ((rows,),) = duckdb.sql(query).fetchall()
    assert rows == len((whole / "activities.jsonl").read_text().splitlines())
    print(f"four shards in {took:.1f} s, joined to the bytes of one run; DuckDB counts {rows}")
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
        expected, once = single(paths), batch(listed)
        once.tell(f"{len(paths)} documents, one run of the program", paths, once)
        for recipe in [given.only] if given.only else RECIPES:
            fine &= RECIPES[recipe](paths, listed, folder, once, expected)
    if not fine:
        print(f"a document costs more than {MOST} times the batch's")
    return 0 if fine else 1


if __name__ == "__main__":
    sys.exit(main())
