"""Records as tables of Arrow, for pandas, polars, DuckDB, Spark and Ray.

The columns follow from the JSON Schema of the records, so that every table has the same, whatever
stands in it: objects are structs, `evidence` is a map, days and enumerations stay text, as in the
JSON. What may be anything (the value that a correction replaced) is JSON text. This module needs
`pyarrow`, which `pip install annalist[arrow]` brings.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Literal, Optional, cast

from . import _annalist

if TYPE_CHECKING:
    import pyarrow

    from .records import Activity, DocumentRecord

Rows = Literal["activity", "document"]
#: Makes of a value what its column holds; none where it stays as it is.
Shaper = Optional[Callable[[Any], Any]]


def arrow_schema(rows: Rows = "activity") -> pyarrow.Schema:
    """The columns of `to_arrow`."""
    return _columns(rows)[0]


def to_arrow(
    records: Iterable[DocumentRecord | Activity], rows: Rows = "activity"
) -> pyarrow.Table:
    """A table of the activities, or with `rows="document"` of the documents.

    Activities are taken out of documents where these are given.
    """
    import pyarrow

    columns, shaper = _columns(rows)
    pieces = _activities(records) if rows == "activity" else records
    shaped = [shaper(piece) if shaper else piece for piece in pieces]
    return pyarrow.Table.from_pylist(shaped, schema=columns)


def _activities(records: Iterable[DocumentRecord | Activity]) -> Iterator[Activity]:
    for record in records:
        if "activities" in record:
            yield from cast("DocumentRecord", record)["activities"]
        else:
            yield record


@lru_cache(maxsize=None)
def _columns(rows: Rows) -> tuple[pyarrow.Schema, Shaper]:
    import pyarrow

    if rows not in ("activity", "document"):
        raise ValueError(f'rows are of "activity" or "document", not of {rows!r}')
    walk = _Walk(json.loads(_annalist.schema(rows)))
    kind, shaper = walk.type(walk.root)
    return pyarrow.schema(list(kind)), shaper


class _Walk:
    """From a JSON Schema to Arrow's types."""

    def __init__(self, root: dict[str, Any]) -> None:
        self.root = root

    def type(self, schema: Any) -> tuple[pyarrow.DataType, Shaper]:
        import pyarrow

        if schema is True:
            return pyarrow.string(), lambda value: json.dumps(value, ensure_ascii=False)
        if "$ref" in schema:
            return self.type(self.root["$defs"][schema["$ref"].rpartition("/")[2]])
        choices = [one for one in schema.get("anyOf", ()) if one != {"type": "null"}]
        if len(choices) == 1:
            return self.type(choices[0])
        if choices:
            return self.struct([(name, one) for part in choices for name, one in fields(part)])
        name = named(schema)
        if name == "array":
            kind, shaper = self.type(schema["items"])
            return pyarrow.list_(kind), shaper and each(shaper)
        if name == "object" and "properties" in schema:
            return self.struct(fields(schema))
        if name == "object":
            kind, shaper = self.type(schema["additionalProperties"])
            return pyarrow.map_(pyarrow.string(), kind), pairs(shaper)
        simple = {
            "string": pyarrow.string(),
            "integer": pyarrow.int64(),
            "number": pyarrow.float64(),
            "boolean": pyarrow.bool_(),
        }
        return simple[name], None

    def struct(self, fields: Iterable[tuple[str, Any]]) -> tuple[pyarrow.DataType, Shaper]:
        import pyarrow

        types = {name: self.type(schema) for name, schema in dict(fields).items()}
        shapers = {name: shaper for name, (_, shaper) in types.items() if shaper}
        struct = pyarrow.struct([(name, kind) for name, (kind, _) in types.items()])
        return struct, members(shapers) if shapers else None


def fields(schema: dict[str, Any]) -> Iterable[tuple[str, Any]]:
    return cast("dict[str, Any]", schema["properties"]).items()


def named(schema: dict[str, Any]) -> str:
    """The type that is not null; enumerations are text."""
    kind = schema.get("type", "string")
    return kind if isinstance(kind, str) else next(one for one in kind if one != "null")


def each(shaper: Callable[[Any], Any]) -> Callable[[Any], Any]:
    return lambda values: None if values is None else [shaper(value) for value in values]


def pairs(shaper: Shaper) -> Callable[[Any], Any]:
    shape = shaper or (lambda value: value)
    return lambda values: [(name, shape(value)) for name, value in values.items()]


def members(shapers: Mapping[str, Callable[[Any], Any]]) -> Callable[[Any], Any]:
    def shaped(value: dict[str, Any] | None) -> dict[str, Any] | None:
        if value is None:
            return None
        changed = {name: shape(value[name]) for name, shape in shapers.items() if name in value}
        return {**value, **changed}

    return shaped
