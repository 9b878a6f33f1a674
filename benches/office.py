#!/usr/bin/env python3
"""Time and memory of office files.

    cargo build --release && benches/office.py --rows 20000
    pip install markitdown[docx,xlsx] docling-slim python-docx openpyxl
    taskset -c 0 benches/office.py --files DIR [--rounds 3]

With --rows a report of so many rows is written as DOCX, XLSX, ODT and ODS, and the peak of the process
above the file is told in multiples of the unpacked XML; each number of rows twice, so that what the
program needs for itself falls out. With --files the DOCX and XLSX of a folder are read by one process of
annalist and by one of each peer that is installed, in turn, and documents a second are told: ours are
records. Of docling its readers of these formats are run alone, without the models of its pipeline.
"""
import argparse, importlib.util, pathlib, random, subprocess, sys, tempfile, time, zipfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
MIB = 1 << 20
WORDS = "library readers opened a regional exhibition with partner schools and joint seminar for young specialists".split()
PEERS = {"markitdown": """import sys
from markitdown import MarkItDown
engine = MarkItDown()
for name in sys.argv[1:]:
    try: engine.convert(name)
    except Exception as error: print(name, error, file=sys.stderr)
""", "docling": """import pathlib, sys
from docling.backend.msexcel_backend import MsExcelDocumentBackend
from docling.backend.msword_backend import MsWordDocumentBackend
from docling.datamodel.base_models import InputFormat
from docling.datamodel.document import InputDocument
KINDS = {".docx": (InputFormat.DOCX, MsWordDocumentBackend), ".xlsx": (InputFormat.XLSX, MsExcelDocumentBackend)}
for path in map(pathlib.Path, sys.argv[1:]):
    kind, backend = KINDS[path.suffix]
    try: InputDocument(path_or_stream=path, format=kind, backend=backend)._backend.convert().export_to_markdown()
    except Exception as error: print(path, error, file=sys.stderr)
"""}
STORY = '<?xml version="1.0"?><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:tbl>{}</w:tbl></w:body></w:document>'
SHEET = '<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{}</sheetData></worksheet>'
OPEN = '<?xml version="1.0"?><office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:{0}><table:table table:name="a">{{}}</table:table></office:{0}></office:body></office:document-content>'
TYPES = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override PartName="/{}" ContentType="application/vnd.openxmlformats-officedocument.{}"/></Types>'
RELATIONS = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{}" Target="{}"/></Relationships>'


def rows(count):
    chance = random.Random(5)
    words = lambda n: " ".join(chance.choice(WORDS) for _ in range(n))
    yield ["Country", "Activity", "Impact"]
    for number in range(count):
        yield ["Kazakhstan", f"#{number + 1} Town Library. Seminar of {words(3)} on {number % 28 + 1} May 2021. {words(30).capitalize()}.", f"SD 2. Objectives: {words(8)}."]


def parts(ending, count):
    """The parts of a package, by name."""
    row = lambda cell, frame: "".join(frame.format("".join(map(cell, cells))) for cells in rows(count))
    if ending == "docx":
        body = row("<w:tc><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:tc>".format, "<w:tr>{}</w:tr>")
        return {"[Content_Types].xml": TYPES.format("word/document.xml", "wordprocessingml.document.main+xml"), "_rels/.rels": RELATIONS.format("officeDocument", "word/document.xml"), "word/document.xml": STORY.format(body)}
    if ending == "xlsx":
        body = row('<c t="inlineStr"><is><t>{}</t></is></c>'.format, "<row>{}</row>")
        book = '<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="a" sheetId="1" r:id="rId1"/></sheets></workbook>'
        return {"[Content_Types].xml": TYPES.format("xl/workbook.xml", "spreadsheetml.sheet.main+xml"), "_rels/.rels": RELATIONS.format("officeDocument", "xl/workbook.xml"), "xl/_rels/workbook.xml.rels": RELATIONS.format("worksheet", "worksheets/sheet1.xml"), "xl/workbook.xml": book, "xl/worksheets/sheet1.xml": SHEET.format(body)}
    kind = {"odt": "text", "ods": "spreadsheet"}[ending]
    body = row("<table:table-cell><text:p>{}</text:p></table:table-cell>".format, "<table:table-row>{}</table:table-row>")
    return {"mimetype": f"application/vnd.oasis.opendocument.{kind}", "content.xml": OPEN.format(kind).format(body)}


def peak(program, file):
    """Peak resident memory in bytes of the whole tree of processes."""
    command = "import resource, subprocess, sys; subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL); print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
    return int(subprocess.run([sys.executable, "-c", command, program, "extract", "-q", "-o", "-", file], stdout=subprocess.PIPE, check=True).stdout) * 1024


def memory(program, count):
    with tempfile.TemporaryDirectory() as folder:
        for ending in ["docx", "xlsx", "odt", "ods"]:
            told = []
            for number in (count // 2, count):
                file = pathlib.Path(folder) / f"{number}.{ending}"
                held = parts(ending, number)
                with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as package:
                    for name, text in held.items():
                        package.writestr(name, text)
                told.append((sum(len(text) for text in held.values()), file.stat().st_size, peak(program, file)))
            (half, _, less), (xml, size, most) = told
            print(f"{ending}: {count} rows, {xml / MIB:.1f} MiB of XML, peak {most / MIB:.0f} MiB: {(most - size) / xml:.1f} times the XML, {(most - less) / (xml - half):.1f} times what is added", flush=True)


def cost(program, files, rounds):
    ours = [program, "extract", "-q", "-j", "1", "-o", "-", *files]
    commands = {"annalist": ours}
    for peer, convert in PEERS.items():
        if importlib.util.find_spec(peer):
            commands[peer] = [sys.executable, "-c", convert, *files]
    best = {}
    for _ in range(rounds):
        for name, command in commands.items():
            since = time.monotonic()
            subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
            best[name] = min(best.get(name, 1e9), time.monotonic() - since)
    for name, took in best.items():
        slower = took / best["annalist"]
        print(f"{name}: {len(files)} documents, {len(files) / took:.1f} a second, 1/{slower:.1f} of ours")


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--program", default=str(ROOT / "target/release/annalist"))
    arguments.add_argument("--rows", type=int, default=0)
    arguments.add_argument("--files", type=pathlib.Path)
    arguments.add_argument("--rounds", type=int, default=3)
    given = arguments.parse_args()
    if given.rows:
        memory(given.program, given.rows)
    for ending in ["docx", "xlsx"] if given.files else []:
        files = sorted(map(str, given.files.rglob(f"*.{ending}")))
        if files:
            print(f"{ending}:")
            cost(given.program, files, given.rounds)


main()
