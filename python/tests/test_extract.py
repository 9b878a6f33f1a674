"""The calls of the wheel, against what stands in the sources."""

import gzip
import json
import os
import pathlib
import pickle
import subprocess
import sys

import annalist
import annalist.program
import pytest

FIXTURES = pathlib.Path(__file__).resolve().parents[2] / "fixtures"
MORNING = (
    "Poetry morning\n\n"
    "On 18 May 2021 the library of the town held a poetry morning for its readers.\n"
)


def test_a_file_and_its_bytes_give_the_same_record(tmp_path):
    file = tmp_path / "morning.txt"
    file.write_text(MORNING)
    by_path = annalist.extract(file)
    by_bytes = annalist.extract(MORNING.encode(), path=file)
    assert by_path == by_bytes
    (activity,) = by_path["activities"]
    assert activity["title"] == "Poetry morning"
    assert activity["date"]["start"] == "2021-05-18"
    assert by_path["source"]["bytes"] == len(MORNING)


def test_bytes_may_have_an_address_and_no_name():
    document = annalist.extract(
        bytearray(MORNING.encode()), url="https://library.example/news/1", media_type="text/plain"
    )
    assert document["source"]["path"] == ""
    assert document["source"]["url"] == "https://library.example/news/1"


def test_a_packed_file_is_opened(tmp_path):
    file = tmp_path / "morning.txt.gz"
    file.write_bytes(gzip.compress(MORNING.encode()))
    assert annalist.extract(file)["activities"][0]["title"] == "Poetry morning"


@pytest.mark.parametrize(
    ("content", "name", "code"),
    [(b"", "empty.html", "damaged"), (b"\x00\x01\x02\x03", "x.bin", "unsupported")],
)
def test_what_gives_no_document_is_an_error_with_a_code(content, name, code):
    with pytest.raises(annalist.ExtractionError) as caught:
        annalist.extract(content, path=name)
    assert caught.value.code == code
    again = pickle.loads(pickle.dumps(caught.value))
    assert (again.code, str(again)) == (code, str(caught.value))


def test_a_missing_file_and_a_wrong_setting():
    with pytest.raises(annalist.ExtractionError, match="unreadable"):
        annalist.extract("nowhere.html")
    with pytest.raises(ValueError, match="no-such-scheme"):
        annalist.extract(b"a", scheme="no-such-scheme")
    with pytest.raises(ValueError, match="no-such-scheme"):
        list(annalist.extract_many([], scheme="no-such-scheme"))


def test_many_come_in_order_and_a_bad_one_costs_an_item(tmp_path):
    sources = []
    for number in range(40):
        file = tmp_path / f"{number}.txt"
        file.write_text(MORNING.replace("18 May", f"{number % 28 + 1} May"))
        sources.append(file)
    sources[7] = tmp_path / "missing.txt"
    sources[9] = {"content": b"", "path": "empty.html"}
    sources[11] = {"content": MORNING.encode(), "path": "a.txt", "url": "https://library.example/1"}
    sources[12] = {"content": MORNING.encode(), "path": ',"document":"},"error":.txt'}
    sources[13] = {"url": "https://library.example/nothing-to-read"}
    items = list(annalist.extract_many(sources, jobs=2))
    assert [item.source for item in items] == sources
    failed = {at: item.error.code for at, item in enumerate(items) if item.error}
    assert failed == {7: "unreadable", 9: "damaged", 13: "bad-request"}
    assert items[8].json == json.dumps(
        items[8].document, ensure_ascii=False, separators=(",", ":")
    )
    assert items[11].document["source"]["url"] == "https://library.example/1"
    assert items[12].document["source"]["path"] == sources[12]["path"]
    days = [item.document["activities"][0]["date"]["start"] for item in items[14:]]
    assert days == [f"2021-05-{number % 28 + 1:02}" for number in range(14, 40)]


def test_many_say_what_one_says():
    folders = ["article", "hostile", "report"]
    files = [path for name in folders for path in sorted((FIXTURES / name).iterdir())]
    files = [path for path in files if not path.name.endswith(".expected.json")]
    assert len(files) > 20
    for item in annalist.extract_many(files):
        try:
            assert annalist.extract(item.source) == item.document
        except annalist.ExtractionError as error:
            assert (error.code, error.message) == (item.error.code, item.error.message)


def test_a_source_that_takes_too_long_costs_an_item(tmp_path):
    file = tmp_path / "morning.txt"
    file.write_text(MORNING)
    slow = {"content": (MORNING * 60_000).encode(), "path": "slow.txt"}
    items = list(annalist.extract_many([file, slow, file], time=0.02))
    assert items[1].error.code == "timed-out"
    assert items[0].document == items[2].document is not None


def test_who_stops_early_leaves_no_process(tmp_path):
    file = tmp_path / "morning.txt"
    file.write_text(MORNING)

    def endless():
        while True:
            yield file

    items = annalist.extract_many(endless(), jobs=1)
    assert next(items).document["activities"][0]["title"] == "Poetry morning"
    items.close()
    children = subprocess.run(
        ["ps", "-o", "args=", "--ppid", str(os.getpid())], capture_output=True, text=True
    )
    assert "annalist" not in children.stdout


def test_what_the_sources_raise_comes_through():
    def broken():
        yield {"content": MORNING.encode(), "path": "a.txt"}
        raise KeyError("the list is torn")

    items = annalist.extract_many(broken())
    assert next(items).document is not None
    with pytest.raises(KeyError, match="torn"):
        next(items)


@pytest.mark.parametrize("start", [["-m", "annalist"], annalist.program.command()[1:]])
def test_the_program_is_in_the_wheel(tmp_path, start):
    (tmp_path / "in").mkdir()
    (tmp_path / "in/morning.txt").write_text(MORNING)
    # A file that is called as the package does not stand in its way.
    run = lambda *arguments: subprocess.run(  # noqa: E731
        [sys.executable, *start, *arguments], cwd=tmp_path, capture_output=True, text=True
    )
    done = run("extract", "in", "-q")
    assert done.returncode == 0, done.stderr
    assert "Poetry morning" in (tmp_path / "out/activities.jsonl").read_text()
    assert run("--version").stdout == f"annalist {annalist.__version__}\n"
    wrong = run("extract", "--no-such-option")
    assert wrong.returncode == 2 and "--no-such-option" in wrong.stderr
