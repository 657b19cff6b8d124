"""Small files that unfold to very much: ``python -m tests.hardening.unfolding FOLDER`` imports each and tells the peaks.

Every file is made in blocks, so that making them takes no more memory than reading them should.
"""

import bz2
import gzip
import json
import sys
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

BLOCK: Final = 1_000_000
HEAD: Final = b"<?xml version='1.0' encoding='UTF-8'?>"
EVENT: Final = b'<event><string key="concept:name" value="x"/></event>'
SPACE: Final = b'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
PACKAGE: Final = b"http://schemas.openxmlformats.org/package/2006"
OFFICE: Final = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships"
KIND: Final = b"application/vnd.openxmlformats-officedocument.spreadsheetml."
Blocks = Iterator[bytes]


def times(text: bytes, n: int) -> Blocks:
    """Yield a text again and again."""
    some = max(1, BLOCK // len(text))
    for _ in range(n // some):
        yield text * some
    yield text * (n % some)


def numbered(text: str, n: int) -> Blocks:
    """Yield a text again and again, each with its number."""
    for start in range(0, n, 10_000):
        yield "".join(text.format(k=k) for k in range(start, min(n, start + 10_000))).encode()


def joined(*parts: "bytes | Blocks") -> Blocks:
    """Yield one after another."""
    for part in parts:
        if isinstance(part, bytes):
            yield part
        else:
            yield from part


def write_text(path: Path, blocks: Blocks) -> None:
    """Write a file packed as its name says."""
    if path.suffix == ".zst":
        with pa.CompressedOutputStream(pa.OSFile(str(path), "wb"), "zstd") as out:
            for block in blocks:
                out.write(block)
        return
    opener: Callable[..., object] = {".gz": gzip.open, ".bz2": bz2.open}.get(path.suffix, open)
    with opener(path, "wb") as out:  # type: ignore[attr-defined]
        for block in blocks:
            out.write(block)


def write_book(path: Path, **parts: Blocks) -> None:
    """Write a workbook of one sheet with a few usual cells, and these parts instead of the usual ones."""
    row = b'<row r="%d"><c r="A%d" t="inlineStr"><is><t>lead</t></is></c><c r="B%d"><v>1</v></c></row>'
    usual: dict[str, bytes] = {
        "[Content_Types].xml": b"".join((
            b'<Types xmlns="', PACKAGE, b'/content-types"><Override PartName="/xl/workbook.xml" ContentType="', KIND,
            b'sheet.main+xml"/><Override PartName="/xl/strings.xml" ContentType="', KIND, b'sharedStrings+xml"/></Types>')),
        "_rels/.rels": b"".join((
            b'<Relationships xmlns="', PACKAGE, b'/relationships"><Relationship Id="a" Type="', OFFICE,
            b'/officeDocument" Target="xl/workbook.xml"/></Relationships>')),
        "xl/workbook.xml": b"".join((
            b"<workbook ", SPACE, b' xmlns:r="', OFFICE,
            b'"><sheets><sheet name="leads" sheetId="1" r:id="a"/></sheets></workbook>')),
        "xl/_rels/workbook.xml.rels": b"".join((
            b'<Relationships xmlns="', PACKAGE, b'/relationships"><Relationship Id="a" Type="', OFFICE,
            b'/worksheet" Target="sheet.xml"/></Relationships>')),
        "xl/styles.xml": b"<styleSheet " + SPACE + b"><cellXfs><xf/></cellXfs></styleSheet>",
        "xl/strings.xml": b"<sst " + SPACE + b"/>",
        "xl/sheet.xml": b"<worksheet " + SPACE + b"><sheetData>"
        + b"".join(row % (k, k, k) for k in range(1, 9)) + b"</sheetData></worksheet>",
    }  # fmt: skip
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as book:
        for name, content in usual.items():
            stem = Path(name).stem
            with book.open(name, "w", force_zip64=True) as out:
                for block in (
                    parts.get(stem, iter([content])) if name.startswith("xl/") and stem in parts else [content]
                ):
                    out.write(block)


def sheet(inside: Blocks, after: bytes | Blocks = b"") -> Blocks:
    """Yield a sheet around its rows."""
    return joined(b"<worksheet " + SPACE + b"><sheetData>", inside, b"</sheetData>", after, b"</worksheet>")


def log(inside: Blocks) -> Blocks:
    """Yield an event log around its traces."""
    return joined(HEAD + b"<log>", inside, b"</log>")


def same(n: int, value: object, kind: "pa.DataType | None" = None) -> "pa.DictionaryArray":
    """Return a column that holds one value, once."""
    return pa.DictionaryArray.from_arrays(pa.array(np.zeros(n, np.int32)), pa.array([value], kind))


def lists(n: int, of: "pa.Array") -> "pa.ListArray":
    """Return a column of lists."""
    return pa.ListArray.from_arrays(pa.array(np.linspace(0, len(of), n + 1).astype(np.int32)), of)


TEXTS: Final[dict[str, tuple[str, Callable[[], Blocks]]]] = {
    "wide.csv.gz": ("a row of more than", lambda: joined(times(b"a,", 3_000_000), b"\n", times(b"1,", 3_000_000))),
    "wide_within_a_row.csv.gz": ("no more than 2,000", lambda: joined(times(b"a,", 900_000), b"\n1,2\n")),
    "wide_below.csv.gz": ("a row of more than", lambda: joined(b"a,b\n", times(b"1,", 3_000_000))),
    "wide_in_quotes.csv.gz": ("a row of more than", lambda: joined(b"a,b\n", times(b'"\n",', 3_000_000))),
    "same_names.csv": ("which column", lambda: joined(times(b"a,", 1_999), b"a\n", times(b"1,", 1_999), b"1\n")),
    "one_cell.csv.gz": ("a row of more than", lambda: joined(b"a,b\n1,", times(b"x", 30_000_000))),
    "no_lines.csv.zst": ("100 times its size", lambda: times(b"x", 900_000_000)),
    "rows.csv.bz2": ("100 times its size", lambda: joined(b"a,b,c,d,e,f\n", times(b"x,,,,,\n", 9_000_000))),
    "rows_within_bytes.csv.gz": ("35 cells for each", lambda: joined(b"a,b,c,d\n", times(b"x,,,\n", 3_000_000))),
    "broken_rows.csv.gz": ("35 cells for each", lambda: joined(b"a,b\nx,y\n", times(b"x,y,z\n", 900_000))),
    "deep.xes.gz": ("100 deep", lambda: log(joined(b"<trace><event>", times(b'<string key="a">', 1_000_000)))),
    "long_value.xes.gz": (
        "in one place", lambda: log(joined(b'<trace><event><string key="a" value="', times(b"x", 30_000_000), b'"/>'))),
    "long_comment.xes.zst": ("100 times its size", lambda: log(joined(b"<trace><!--", times(b"x", 900_000_000), b"-->"))),
    "long_text.xes.gz": ("in one place", lambda: log(joined(b"<trace>", times(b"x", 30_000_000), b"</trace>"))),
    "wide_tag.xes.gz": ("in one place", lambda: log(joined(b"<trace><event ", numbered("a{k}='b' ", 300_000), b"/></trace>"))),
    "wide_event.xes.gz": (
        "2,001 columns", lambda: log(joined(b"<trace><event>", times(b'<int key="a"/>', 400_000), b"</event></trace>"))),
    "wide_trace.xes.gz": (
        "2,001 columns", lambda: log(joined(b"<trace>", numbered('<int key="{k}"/>', 100_000), EVENT, b"</trace>"))),
    "many_keys.xes.gz": (
        "2,001 columns", lambda: log(joined(b"<trace>", numbered('<event><int key="{k}"/></event>', 90_000), b"</trace>"))),
    "long_in_every_event.xes": (
        "100 times its size",
        lambda: log(joined(b'<trace><string key="a" value="', times(b"x", 90_000), b'"/>', times(EVENT, 3_000), b"</trace>"))),
    "wide_in_every_event.xes": (
        "35 cells for each",
        lambda: log(joined(b"<trace>", numbered('<int key="{k}"/>', 1_960), times(EVENT, 20_000), b"</trace>"))),
    "events.xes.gz": ("4 elements for each", lambda: log(joined(b"<trace>", times(b"<event/>", 1_500_000), b"</trace>"))),
}  # fmt: skip
BOOKS: Final[dict[str, tuple[str, Callable[[], dict[str, Blocks]]]]] = {
    "big_cell.xlsx": ("100 times its size", lambda: {
        "sheet": sheet(joined(b'<row><c t="inlineStr"><is><t>', times(b"x", 300_000_000), b"</t></is></c></row>"))}),
    "cell_within_bytes.xlsx": ("in one place", lambda: {
        "sheet": sheet(joined(b'<row><c t="inlineStr"><is><t>', times(b"x", 30_000_000), b"</t></is></c></row>"))}),
    "big_string.xlsx": ("in one place", lambda: {
        "strings": joined(b"<sst " + SPACE + b"><si><t>", times(b"x", 30_000_000), b"</t></si></sst>")}),
    "string_of_runs.xlsx": ("a row of more than", lambda: {
        "strings": joined(b"<sst " + SPACE + b"><si>", times(b"<r><t>" + b"x" * 1000 + b"</t></r>", 9_000), b"</si></sst>"),
        "sheet": sheet(times(b'<row><c t="s"><v>0</v></c><c t="s"><v>0</v></c></row>', 9))}),
    "strings.xlsx": ("4 elements for each", lambda: {
        "strings": joined(b"<sst " + SPACE + b">", times(b"<si/>", 6_000_000), b"</sst>")}),
    "long_string_in_every_cell.xlsx": ("100 times its size", lambda: {
        "strings": joined(b"<sst " + SPACE + b"><si><t>", times(b"x", 90_000), b"</t></si></sst>"),
        "sheet": sheet(times(b'<row><c t="s"><v>0</v></c><c t="s"><v>0</v></c></row>', 5_000))}),
    "formats.xlsx": ("formats and the like", lambda: {
        "styles": joined(b"<styleSheet " + SPACE + b"><cellXfs>", times(b"<xf/>", 400_000), b"</cellXfs></styleSheet>")}),
    "deep.xlsx": ("100 deep", lambda: {"workbook": joined(b"<workbook " + SPACE + b">", times(b"<a>", 1_000_000))}),
    "wide_row.xlsx": ("4 elements for each", lambda: {
        "sheet": sheet(joined(b"<row>", times(b"<c><v>1</v></c>", 400_000), b"</row>"))}),
    "far_cells.xlsx": ("35 cells for each", lambda: {"sheet": sheet(
                joined(times(b"<row><c><v>1</v></c><c><v>2</v></c></row>", 300),
                       times(b'<row><c r="XFD1"><v>1</v></c></row>', 1_000)))}),
    "merged.xlsx": ("formats and the like", lambda: {
        "sheet": sheet(times(b"<row><c><v>1</v></c><c><v>2</v></c></row>", 9),
                       joined(b"<mergeCells>", times(b'<mergeCell ref="A1:B2"/>', 400_000), b"</mergeCells>"))}),
}  # fmt: skip
COLUMNS: Final[dict[str, tuple[str, Callable[[], dict[str, Any]]]]] = {
    "one_text.parquet": ("35 cells for each", lambda: {"a": same(15_000_000, "won"), "b": same(15_000_000, "x")}),
    "long_text.parquet": ("100 times its size", lambda: {"a": same(100_000, "x" * 9_000), "b": same(100_000, "y")}),
    "long_bytes.parquet": ("100 times its size", lambda: {"a": same(100_000, b"x" * 9_000), "b": same(100_000, "y")}),
    "same_width.parquet": ("100 times its size", lambda: {"a": same(2_000, b"x" * 30_000, pa.binary(30_000))}),
    "lists.parquet": ("35 cells for each", lambda: {"a": lists(10, same(9_000_000, "x")), "b": same(10, "y")}),
    "long_lists.parquet": ("100 times its size", lambda: {"a": lists(10, same(90_000, "x" * 9_000)), "b": same(10, "y")}),
    "records.parquet": ("100 times its size", lambda: {
        "a": pa.StructArray.from_arrays([same(100_000, "x" * 9_000)], ["b"])}),
    "numbers.parquet": ("35 cells for each", lambda: {f"c{k}": pa.array(np.zeros(3_000_000)) for k in range(4)}),
    "wide.parquet": ("5,000 columns", lambda: {f"c{k}": [1] for k in range(5_000)}),
}  # fmt: skip
FILES: Final[dict[str, tuple[str, Any]]] = {**TEXTS, **BOOKS, **COLUMNS}
"""What is said of a file by its name, and what makes it."""


def write(folder: Path, name: str) -> Path:
    """Write one of the files."""
    path = folder / name
    content = FILES[name][1]()
    if name in TEXTS:
        write_text(path, content)
    elif name in BOOKS:
        write_book(path, **content)
    else:
        pq.write_table(pa.table(content), path, compression="zstd")
    return path


def held(what: str) -> float:
    """Return megabytes of memory of this process: ``VmRSS`` for now, ``VmHWM`` for the most."""
    line = next(each for each in Path("/proc/self/status").read_text().splitlines() if each.startswith(f"{what}:"))
    return int(line.split()[1]) / 1000


def main(folder: Path, names: list[str]) -> None:
    """Import every file, and print in one line each what was said and how many megabytes it took at the most."""
    import resource
    import time

    from buyermaze.experiments.importing.leads import import_leads
    from buyermaze.simulator.core.errors import InputProblem

    resource.setrlimit(resource.RLIMIT_AS, (6 << 30, 6 << 30))
    first = folder / "first.csv"
    first.write_text("case,created,closed,won\n" + "".join(f"a{k},2024-01-02,2024-02-03,yes\n" for k in range(9)))
    import_leads([first])
    for name in names or FILES:
        path = write(folder, name)
        Path("/proc/self/clear_refs").write_text("5")  # the most is counted from here
        before, began = held("VmRSS"), time.process_time()
        try:
            import_leads([path])
            said = ""
        except InputProblem as problem:
            said = str(problem).replace(str(folder), ".")
        report = {"name": name, "said": said, "peak": round(held("VmHWM") - before), "size": path.stat().st_size}
        print(json.dumps({**report, "seconds": round(time.process_time() - began, 1)}), flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2:])
