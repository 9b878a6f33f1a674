"""Tables of Arrow hold what the records hold."""

import json

import annalist
import pytest

pyarrow = pytest.importorskip("pyarrow")

REPORT = (
    "Country,Activities,Impact\n"
    "Kyrgyzstan,#1 Book fair in Osh 3 June 2021 https://library.example/fair,SD2\n"
    "Kazakhstan,#2 Poetry morning in Almaty 18 May 2021,\n"
)


@pytest.fixture
def document():
    return annalist.extract(REPORT.encode(), path="report.csv")


def plain(value):
    """Maps come back as lists of pairs, and structs with every key."""
    if isinstance(value, list):
        return [plain(one) for one in value]
    if isinstance(value, dict):
        return {key: plain(one) for key, one in value.items() if one is not None}
    return value


def test_activities_come_back_as_they_were(document):
    table = annalist.to_arrow([document])
    assert table.num_rows == 2
    back = table.to_pylist()
    for row, activity in zip(back, document["activities"]):
        row["evidence"] = dict(row["evidence"])
        assert plain(row) == plain(activity)
    assert back[0]["place"]["city"] == "Osh"
    assert back[0]["date"]["start"] == "2021-06-03"
    assert [goal["code"] for goal in back[0]["goals"]] == ["SD2"]


def test_the_columns_are_the_same_whatever_is_in_them(document):
    full, empty = annalist.to_arrow([document]), annalist.to_arrow([])
    assert full.schema == empty.schema == annalist.arrow_schema()
    schema = json.loads(annalist.schema("activity"))
    assert full.column_names == list(schema["properties"])
    assert annalist.to_arrow(document["activities"]) == full


def test_documents_are_rows_too(document):
    table = annalist.to_arrow([document, document], rows="document")
    assert table.num_rows == 2
    assert table.column("source")[0].as_py()["bytes"] == len(REPORT)
    assert len(table.column("activities")[0]) == 2
    with pytest.raises(ValueError, match="activity"):
        annalist.to_arrow([], rows="page")


def test_a_correction_stands_as_json(document):
    activity = document["activities"][0]
    activity["evidence"]["/title"] = [
        {"from": "correction", "machine": {"was": "A"}, "who": "B"},
        {"from": "meta:og:title"},
    ]
    row = annalist.to_arrow([activity]).to_pylist()[0]
    first, second = dict(row["evidence"])["/title"]
    assert json.loads(first["machine"]) == {"was": "A"} and first["who"] == "B"
    assert second["from"] == "meta:og:title" and second["machine"] is None


def test_parquet_keeps_it(document, tmp_path):
    parquet = pytest.importorskip("pyarrow.parquet")
    table = annalist.to_arrow([document])
    parquet.write_table(table, tmp_path / "a.parquet")
    assert parquet.read_table(tmp_path / "a.parquet").to_pylist() == table.to_pylist()
