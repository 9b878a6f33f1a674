#!/usr/bin/env python3
"""How much memory the program takes at its peak, file by file.

  benches/memory.py [--program target/release/annalist] [--files DIR] [--pages N | --web]

Runs the program over each PDF of a folder in a process of its own and prints, for the whole tree of
processes, the largest peak above the size of the file, and the peak per page of the longest file. With
--pages a report of about so many pages is made first (needs reportlab) and measured alone: a table with
rules, three columns, rows cut by page breaks. With --web the files are web pages, unpacked first, and the
peak is told above twelve times the size. Files: ../shared/data/pdf-reports or ../shared/data/wcxb-dev/html
beside the checkout, or below $ANNALIST_SHARED.
"""
import argparse, gzip, os, pathlib, random, re, subprocess, tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
SHARED = pathlib.Path(os.environ.get("ANNALIST_SHARED", ROOT.parent / "shared"))
MIB = 1 << 20
WORDS = "library readers opened a regional exhibition with partner schools and joint seminar for young specialists on the annual catalogue".split()


def peak(program, file):
    """Peak resident memory in bytes; children of the child are counted by the largest of them."""
    command = "import resource, subprocess, sys; subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL); print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
    told = subprocess.run(["python3", "-c", command, program, "extract", "-q", "-o", "-", file], stdout=subprocess.PIPE, check=True)
    return int(told.stdout) * 1024


def report(file, pages):
    from reportlab.lib import colors
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.platypus import Paragraph, SimpleDocTemplate, Table, TableStyle
    style, chance = ParagraphStyle("cell", fontName="Helvetica", fontSize=9, leading=11), random.Random(5)
    text = lambda words: Paragraph(" ".join(chance.choice(WORDS) for _ in range(words)).capitalize() + ".", style)
    rows = [[Paragraph(name, style) for name in ["Country", "Activities", "Impact"]]]
    for number in range(4 * pages):
        heading = Paragraph(f"#{number + 1} Town Library. Seminar of {chance.choice(WORDS)} (Almaty) 12.05.2021", style)
        objectives = [Paragraph("• " + " ".join(chance.choice(WORDS) for _ in range(8)), style) for _ in range(5)]
        impact = [Paragraph("SD 2 - inspire", style), Paragraph("Objectives", style), *objectives]
        rows.append([Paragraph("Kazakhstan" if number % 5 == 0 else "", style), [heading, text(60), text(50)], impact])
    table = Table(rows, colWidths=[70, 270, 160], splitInRow=1, repeatRows=1)
    table.setStyle(TableStyle([("GRID", (0, 0), (-1, -1), 0.5, colors.black), ("VALIGN", (0, 0), (-1, -1), "TOP")]))
    SimpleDocTemplate(str(file)).build([table])


def web(program, packed):
    """Prints the largest peak of a page above twelve times its size."""
    peaks = {}
    with tempfile.TemporaryDirectory() as folder:
        for file in packed:
            page = pathlib.Path(folder) / file.name.removesuffix(".gz")
            page.write_bytes((gzip.open(file) if file.suffix == ".gz" else file.open("rb")).read())
            peaks[file.name] = peak(program, page), page.stat().st_size
            page.unlink()
    above = max(peaks, key=lambda name: peaks[name][0] - 12 * peaks[name][1])
    print(f"{len(peaks)} pages; peak at most {max(peaks.values())[0] / MIB:.1f} MiB; the most above 12 times its size: {above}, {(peaks[above][0] - 12 * peaks[above][1]) / MIB:.1f} MiB")


def pages_of(file):
    """Pages as the file's own objects say; enough for a ratio."""
    return max(1, len(re.findall(rb"/Type\s*/Page\b", file.read_bytes())))


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--program", default=ROOT / "target/release/annalist")
    arguments.add_argument("--files", type=pathlib.Path)
    arguments.add_argument("--pages", type=int, default=0)
    arguments.add_argument("--web", action="store_true")
    given = arguments.parse_args()
    given.files = given.files or SHARED / ("data/wcxb-dev/html" if given.web else "data/pdf-reports")
    if given.web:
        return web(given.program, sorted(given.files.glob("*.html*")))
    with tempfile.TemporaryDirectory() as folder:
        files = sorted(given.files.glob("*.pdf")) if not given.pages else [pathlib.Path(folder) / "report.pdf"]
        if given.pages:
            report(files[0], given.pages)
        if not files:
            print(f"no PDFs at {given.files}: nothing to measure")
            return
        peaks = {file: peak(given.program, file) for file in files}
        above = max(peaks, key=lambda file: peaks[file] - file.stat().st_size)
        longest = max(files, key=pages_of)
        print(f"{len(files)} files; the most above its own size: {above.name}, {(peaks[above] - above.stat().st_size) / MIB:.1f} MiB")
        print(f"longest: {longest.name}, {pages_of(longest)} pages, peak {peaks[longest] / MIB:.1f} MiB, {peaks[longest] / 1024 / pages_of(longest):.0f} KiB a page")


main()
