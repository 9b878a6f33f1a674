#!/usr/bin/env python3
"""Extracts records on a Spark cluster, with the program or with the wheel.

  spark-submit spark_extract.py FILES OUT [--how pipe|arrow] [--parts 8] [--program annalist]

FILES lists paths that every machine can read, one a line. OUT becomes a folder of text files whose
lines are the answers of `annalist stream`: {"id": path, "document": ...} or {"id": path, "error":
...}. `pipe` hands the lines of every part to the program on the machine that works on it; `arrow`
calls the wheel (`pip install annalist[arrow]` on every machine) on batches of Arrow. A machine that
is lost costs the parts it was at, which Spark gives to another.
"""

import argparse
import json
import shlex
from itertools import islice

from pyspark.sql import SparkSession


def piped(files, program):
    """Through `annalist stream`, one process for a part. Spark keeps the cores busy with parts, so
    that each works on one source at a time."""
    asked = files.map(lambda path: json.dumps({"id": path, "path": path}))
    return asked.pipe(f"{shlex.quote(program)} stream --jobs 1", checkCode=True)


def by_wheel(session, files):
    """Through `annalist.extract_many`, which has the same process around it."""
    table = session.createDataFrame(files.map(lambda path: (path,)), "path string")
    answers = table.mapInArrow(answered, "answer string")
    return answers.rdd.map(lambda row: row.answer)


def answered(batches):
    import annalist
    import pyarrow

    paths = (path.as_py() for batch in batches for path in batch.column("path"))
    items = annalist.extract_many(paths, jobs=1)
    while lines := [line(item) for item in islice(items, 64)]:
        yield pyarrow.RecordBatch.from_arrays([pyarrow.array(lines, pyarrow.string())], ["answer"])


def line(item):
    """As `annalist stream` writes it; `item.json` is the document's text, which nobody need parse."""
    if item.error is None:
        name, what = "document", item.json
    else:
        name, what = "error", text({"code": item.error.code, "message": item.error.message})
    return f'{{"id":{text(item.source)},"{name}":{what}}}'


def text(value):
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def main():
    arguments = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    arguments.add_argument("files", metavar="FILES")
    arguments.add_argument("out", metavar="OUT")
    arguments.add_argument("--how", choices=["pipe", "arrow"], default="pipe")
    arguments.add_argument("--parts", type=int, default=8)
    arguments.add_argument("--program", default="annalist")
    given = arguments.parse_args()
    session = SparkSession.builder.appName("annalist").getOrCreate()
    files = session.sparkContext.textFile(given.files, given.parts)
    lines = piped(files, given.program) if given.how == "pipe" else by_wheel(session, files)
    lines.saveAsTextFile(given.out)
    session.stop()


if __name__ == "__main__":
    main()
