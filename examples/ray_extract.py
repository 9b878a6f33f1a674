#!/usr/bin/env python3
"""Extracts records with Ray Data and the wheel.

  python ray_extract.py FILES OUT [--batch 200]

FILES lists paths that every machine can read, one a line. OUT becomes a folder of Parquet files
with a row a source: its path, the document as JSON text, or the code and words of an error. Every
batch is worked on in a process of its own under limits, so that no file ends a worker of Ray.
"""

import argparse
import pathlib

import ray


def extracted(batch):
    import annalist

    items = list(annalist.extract_many(batch["path"].tolist(), jobs=1))
    return {
        "path": [item.source for item in items],
        "document": [item.json for item in items],
        "code": [item.error and item.error.code for item in items],
        "message": [item.error and item.error.message for item in items],
    }


def main():
    arguments = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    arguments.add_argument("files", metavar="FILES", type=pathlib.Path)
    arguments.add_argument("out", metavar="OUT")
    arguments.add_argument("--batch", type=int, default=200)
    given = arguments.parse_args()
    paths = given.files.read_text(encoding="utf-8").splitlines()
    files = ray.data.from_items([{"path": path} for path in paths])
    files.map_batches(extracted, batch_size=given.batch).write_parquet(given.out)


if __name__ == "__main__":
    main()
