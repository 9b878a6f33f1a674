"""One source in this process, or many in processes of their own.

Both speak as `annalist stream` does: a source asked for, a JSON object back with a document or an
error.
"""

from __future__ import annotations

import base64
import json
import os
import subprocess
import tempfile
import threading
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import IO, Any, TypedDict, Union, cast

from . import _annalist
from .program import command
from .records import DocumentRecord

Path = Union[str, "os.PathLike[str]"]

#: What the program takes where nothing else is said; megabytes and seconds.
SCHEME = "ifla-2019"
MEMORY = 384
TIME = 8.0
MAX_SIZE = 100


class Source(TypedDict, total=False):
    """A source with what is known of it: a file at `path`, or `content` that is called `path`."""

    path: Path
    content: bytes
    url: str
    media_type: str


class ExtractionError(Exception):
    """A source gave no document. `code` is stable: `damaged`, `encrypted`, `unsupported` …"""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(f"{message} ({code})")
        self.code = code
        self.message = message

    def __reduce__(self) -> tuple[Any, ...]:
        return ExtractionError, (self.code, self.message)


@dataclass(frozen=True)
class Extracted:
    """What became of a source of `extract_many`: a document or an error."""

    source: Path | Source
    #: The document as `annalist extract -o -` writes it, for handing on.
    json: str | None
    error: ExtractionError | None

    @cached_property
    def document(self) -> DocumentRecord | None:
        return None if self.json is None else cast(DocumentRecord, json.loads(self.json))


def extract(
    source: bytes | bytearray | memoryview | Path,
    *,
    path: Path | None = None,
    url: str | None = None,
    media_type: str | None = None,
    scheme: Path = SCHEME,
    sites: Path | None = None,
    password: str | None = None,
    max_size: int = MAX_SIZE,
) -> DocumentRecord:
    """The record of one source: a file, or bytes that `path`, `url` and `media_type` tell of.

    It is worked out in this process, where nothing bounds memory and time but the limits of the
    readers; `extract_many` is for files that nobody knows. Raises `ExtractionError` where there is
    no document, `ValueError` where a setting is wrong.
    """
    content = None
    if isinstance(source, (bytes, bytearray, memoryview)):
        content = bytes(source)
        name = path if path is not None else ""
    else:
        if path is not None:
            raise ValueError("path is the name of bytes; a file has its own")
        name = source
    extractor = _extractor(
        os.fspath(scheme), None if sites is None else os.fspath(sites), password, max_size
    )
    document, error = _parts(extractor.answer(name, content, url, media_type))
    if document is None:
        raise cast(ExtractionError, error)
    return cast(DocumentRecord, json.loads(document))


@lru_cache(maxsize=16)
def _extractor(
    scheme: str, sites: str | None, password: str | None, max_size: int
) -> _annalist.Extractor:
    return _annalist.Extractor(scheme, sites, password, max_size)


def extract_many(
    sources: Iterable[Path | Source],
    *,
    jobs: int | None = None,
    scheme: Path = SCHEME,
    sites: Path | None = None,
    password: str | None = None,
    memory: int = MEMORY,
    time: float = TIME,
    max_size: int = MAX_SIZE,
) -> Iterator[Extracted]:
    """The records of many sources, in their order, each as soon as its turn has come.

    They are worked on by `jobs` threads (as many as there are processors) of a process with
    `memory` megabytes, `time` seconds of a processor each. A file that is damaged, kills that
    process or takes too long costs an item with an error, never the rest. `sources` may be endless:
    it is read a few ahead, on a thread.
    """
    options: dict[str, Any] = {
        "jobs": jobs,
        "scheme": os.fspath(scheme),
        "sites": None if sites is None else os.fspath(sites),
        "password": password,
        "memory": memory,
        "time": time,
        "max-size": max_size,
    }
    given = [f"--{name}={value}" for name, value in options.items() if value is not None]
    return _answers(sources, [*command(), "stream", *given])


def _answers(sources: Iterable[Path | Source], program: list[str]) -> Iterator[Extracted]:
    with tempfile.TemporaryFile() as said:
        process = subprocess.Popen(
            program, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=said, bufsize=1 << 18
        )
        feeder = _Feeder(sources, cast("IO[bytes]", process.stdin))
        try:
            feeder.start()
            for line in cast("IO[bytes]", process.stdout):
                yield Extracted(feeder.asked.popleft(), *_parts(line))
            # The program ended: by itself, or because there is nothing more to ask.
            status = process.wait()
            if status != 0:
                said.seek(0)
                words = said.read().decode(errors="replace").strip()
                raise _ended(status, words.removeprefix("annalist: "))
            feeder.join()
            if feeder.trouble is not None:
                raise feeder.trouble
        finally:
            feeder.stopped = True
            process.kill()
            process.wait()
            cast("IO[bytes]", process.stdout).close()


def _ended(status: int, words: str) -> Exception:
    """Why the program did not come to its end; 2 is its status for wrong usage."""
    return ValueError(words) if status == 2 else RuntimeError(words or f"it ended with {status}")


class _Feeder(threading.Thread):
    """Asks for one source after the other, as fast as the program takes them."""

    def __init__(self, sources: Iterable[Path | Source], pipe: IO[bytes]) -> None:
        super().__init__(name="annalist-sources", daemon=True)
        self.sources = sources
        self.pipe = pipe
        #: What is not answered yet.
        self.asked: deque[Path | Source] = deque()
        self.trouble: BaseException | None = None
        self.stopped = False

    def run(self) -> None:
        try:
            for source in self.sources:
                line = json.dumps(_request(source)).encode() + b"\n"
                self.asked.append(source)
                self.pipe.write(line)
                self.pipe.flush()
                if self.stopped:
                    break
        except BrokenPipeError:
            pass  # The program is gone, which the end of its answers tells.
        except BaseException as trouble:
            self.trouble = trouble
        finally:
            try:
                self.pipe.close()
            except BrokenPipeError:
                pass


def _request(source: Path | Source) -> dict[str, Any]:
    """A line of `annalist stream`'s input; `id` is the name of bytes."""
    if not isinstance(source, Mapping):
        return {"path": os.fspath(source)}
    request: dict[str, Any] = {
        name: source[name] for name in ("url", "media_type") if source.get(name) is not None
    }
    path = source.get("path")
    content = source.get("content")
    if content is None:
        return {"path": None if path is None else os.fspath(path), **request}
    name = "" if path is None else os.fspath(path)
    return {"id": name, "content": base64.b64encode(content).decode("ascii"), **request}


def _parts(answer: bytes) -> tuple[str | None, ExtractionError | None]:
    """The document's text, or the error. Quotes inside of an id are escaped, so that what parts
    the answer stands where it seems to."""
    _, is_document, document = answer.rstrip().partition(b',"document":')
    if is_document:
        return document[:-1].decode(), None
    error = json.loads(answer)["error"]
    return None, ExtractionError(error["code"], error["message"])
