"""The typed shape is the schema's, and what is extracted has it."""

import json
import pathlib
import subprocess
import sys
from typing import get_type_hints

import annalist
from annalist import records

PYTHON = pathlib.Path(__file__).resolve().parents[1]


def test_the_types_are_current():
    done = subprocess.run([sys.executable, PYTHON / "generate.py", "--check"])
    assert done.returncode == 0


def test_the_schema_is_the_file():
    file = PYTHON.parent / "schemas/document.schema.json"
    assert annalist.schema("document") == file.read_text(encoding="utf-8")


def test_every_definition_has_a_type():
    schema = json.loads(annalist.schema("document"))
    for name, one in {**schema["$defs"], "DocumentRecord": schema}.items():
        typed = getattr(records, name)
        if "properties" in one:
            assert set(get_type_hints(typed)) == set(one["properties"])
            assert typed.__required_keys__ == set(one["required"])


def test_a_record_has_the_keys_of_its_type():
    page = b"A fair\n\nOn 3 June 2021 the library held a fair.\n"
    document = annalist.extract(page, path="a.txt")
    for record, typed in [
        (document, records.DocumentRecord),
        (document["activities"][0], records.Activity),
    ]:
        assert typed.__required_keys__ <= record.keys()
        assert record.keys() <= typed.__required_keys__ | typed.__optional_keys__
