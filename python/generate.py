#!/usr/bin/env python3
"""Writes package/annalist/records.py, the typed shape of records, from their JSON Schema.

  python/generate.py [--check]     with --check it only says whether the file is current
"""

from __future__ import annotations

import json
import keyword
import pathlib
import sys
import textwrap

HERE = pathlib.Path(__file__).resolve().parent
SCHEMA = HERE.parent / "schemas/document.schema.json"
FILE = HERE / "package/annalist/records.py"

HEAD = '''"""The shape of records, as the JSON Schema `document` has it.

Written by python/generate.py from schemas/document.schema.json; not to be edited.
"""

from __future__ import annotations

from typing import Any, Dict, List, Literal, Optional, TypedDict, Union
'''

SIMPLE = {"string": "str", "integer": "int", "number": "float", "boolean": "bool", "null": "None"}


def type_of(schema) -> str:
    if schema is True:
        return "Any"
    if "$ref" in schema:
        return schema["$ref"].rpartition("/")[2]
    if "anyOf" in schema:
        return union([type_of(one) for one in schema["anyOf"]])
    if "oneOf" in schema:
        return literal([value for one in schema["oneOf"] for value in values(one)])
    if values(schema):
        return literal(values(schema))
    kinds = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
    return union([of_kind(kind, schema) for kind in kinds])


def of_kind(kind: str, schema) -> str:
    if kind == "array":
        return f"List[{type_of(schema['items'])}]"
    if kind == "object":
        return f"Dict[str, {type_of(schema['additionalProperties'])}]"
    return SIMPLE[kind]


def union(parts: list[str]) -> str:
    rest = [part for part in parts if part != "None"]
    if not rest:
        return "None"
    inner = rest[0] if len(rest) == 1 else f"Union[{', '.join(rest)}]"
    return inner if len(rest) == len(parts) else f"Optional[{inner}]"


def literal(words: list[str]) -> str:
    return "Literal[" + ", ".join(json.dumps(word) for word in words) + "]"


def values(schema) -> list[str]:
    return schema.get("enum") or ([schema["const"]] if "const" in schema else [])


def alias(name: str, kind: str) -> str:
    short = f"{name} = {kind}"
    if len(short) <= 100:
        return short
    head, _, rest = kind[:-1].partition("[")
    lines = "".join(f"    {part},\n" for part in rest.split(", "))
    return f"{name} = {head}[\n{lines}]"


def typed_dict(name: str, schema) -> str:
    """A class; where only some keys are always there, two. A key that is a word of Python's is only
    possible in a call."""
    fields = schema["properties"]
    if any(keyword.iskeyword(key) for key in fields):
        return call(name, fields, schema)
    always = {key: one for key, one in fields.items() if key in schema["required"]}
    rest = {key: one for key, one in fields.items() if key not in always}
    if not rest:
        return klass(f"{name}(TypedDict)", always, schema)
    base = klass(f"_{name}(TypedDict)", always, {})
    return base + "\n\n\n" + klass(f"{name}(_{name}, total=False)", rest, schema)


def klass(head: str, fields, schema) -> str:
    lines = [f"class {head}:"]
    if "description" in schema:
        lines += [f'    """{schema["description"]}"""', ""]
    for key, one in fields.items():
        lines += note(one) + [f"    {key}: {type_of(one)}"]
    return "\n".join(lines)


def call(name: str, fields, schema) -> str:
    every = set(fields) == set(schema["required"])
    lines = [f"#: {schema['description']}", f"{name} = TypedDict(", f'    "{name}",', "    {"]
    lines += [f'        "{key}": {type_of(one)},' for key, one in fields.items()]
    return "\n".join([*lines, "    },", *([] if every else ["    total=False,"]), ")"])


def note(schema) -> list[str]:
    text = schema.get("description") if isinstance(schema, dict) else None
    return [f"    #: {line}" for line in textwrap.wrap(text or "", 93)]


def one_of(name: str, schema) -> str:
    """Objects of several shapes, each called by the keys that it must have."""
    names, shapes = [], []
    for part in schema["anyOf"]:
        names.append(name + "".join(key.title() for key in part["required"]))
        shapes.append(typed_dict(names[-1], part))
    return "\n\n\n".join(shapes) + f"\n\n\n#: {schema['description']}\n" + alias(name, union(names))


def definition(name: str, schema) -> str:
    if "properties" in schema:
        return typed_dict(name, schema)
    if "anyOf" in schema:
        return one_of(name, schema)
    text = f"#: {schema['description']}\n" if "description" in schema else ""
    return text + alias(name, type_of(schema))


def main() -> int:
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    named = {**schema["$defs"], schema["title"]: schema}
    # Names that are no classes are used as values where they are defined: they come first.
    order = sorted(named, key=lambda name: "properties" in named[name])
    text = HEAD + "".join("\n\n" + definition(name, named[name]) + "\n" for name in order)
    if "--check" not in sys.argv:
        FILE.write_text(text, encoding="utf-8")
        return 0
    if FILE.read_text(encoding="utf-8") == text:
        return 0
    print(f"{FILE} is not what python/generate.py writes of {SCHEMA}")
    return 1


if __name__ == "__main__":
    sys.exit(main())
