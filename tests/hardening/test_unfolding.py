"""Small files that unfold to very much are refused in one sentence, in little memory, before they are read."""

import json
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from buyermaze.experiments.importing.kept import read_leads
from buyermaze.experiments.importing.leads import import_leads
from buyermaze.simulator.core.errors import InputProblem
from buyermaze.simulator.tables.limits import PACKED, Limits
from buyermaze.simulator.tables.reader import read_table
from buyermaze.simulator.tables.runs import UPLOADED, read_runs
from tests.hardening import unfolding

ROOT = Path(__file__).resolve().parents[2]
MOST_MEGABYTES = 200


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, Any]]:
    """Import every file in a process of its own, and return what was said and the most memory it took."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.hardening.unfolding", str(tmp_path_factory.mktemp("unfolding"))],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    found = [json.loads(line) for line in done.stdout.splitlines()]
    return {report["name"]: report for report in found}


@pytest.mark.parametrize("name", unfolding.FILES)
def test_a_small_file_that_unfolds_is_refused_in_little_memory(reports: dict[str, dict[str, Any]], name: str) -> None:
    report = reports[name]
    assert unfolding.FILES[name][0] in report["said"]
    assert len(report["said"]) <= 400
    if Path("/proc/self/clear_refs").exists():
        assert report["peak"] < MOST_MEGABYTES, report


@pytest.mark.parametrize(
    "name", ["wide.csv.gz", "rows_within_bytes.csv.gz", "cell_within_bytes.xlsx", "one_text.parquet", "records.parquet"]
)
def test_uploads_are_refused_like_files(tmp_path: Path, name: str) -> None:
    path = unfolding.write(tmp_path, name)
    with pytest.raises(InputProblem, match="than") as of_runs:
        read_runs(name, path.read_bytes())
    with pytest.raises(InputProblem, match="than") as of_leads:
        import_leads([path], limits=UPLOADED)
    assert max(len(str(told.value)) for told in (of_runs, of_leads)) <= 400


def test_what_is_large_because_it_holds_much_is_read(tmp_path: Path) -> None:
    rows = [f"a{k * 7919 % 10007},2024-01-{k % 28 + 1:02d},{k * k % 9973}" for k in range(60_000)]
    text = "case,created,value\n" + "\n".join(rows) + "\n"
    for ending in ("csv", "csv.gz", "csv.bz2", "csv.zst"):
        unfolding.write_text(tmp_path / f"t.{ending}", iter([text.encode()]))
        table = read_table(tmp_path / f"t.{ending}", limits=Limits(most_columns=3))
        assert [len(table), table.column("value")[-1]] == [60_000, rows[-1].rsplit(",", 1)[1]]


def test_many_row_groups_kinds_and_gaps_are_read_as_one_table(tmp_path: Path) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    words = [None if k % 3 == 0 else f"w{k % 11}" for k in range(120_000)]
    columns = {
        "a.b": words, "category": pa.array(words).dictionary_encode(), "n": [None, 5.0, 0.5, 1e300] * 30_000,
        "when": pa.array([None, 10**15] * 60_000, pa.timestamp("us")), "lists": [["x", None], None, []] * 40_000,
        "bytes": [b"\xff", b"a"] * 60_000, "nothing": pa.nulls(120_000),
    }  # fmt: skip
    pq.write_table(pa.table(columns), tmp_path / "t.parquet", row_group_size=7_000)
    table = read_table(tmp_path / "t.parquet")
    assert table.columns == tuple(columns)
    assert table.column("a.b") == table.column("category") == [word or "" for word in words]
    assert table.column("n")[:4] == ["", "5", "0.5", "1e+300"]
    assert table.column("when")[:2] == ["", "2001-09-09T01:46:40"]
    assert table.column("lists")[:3] == ["['x', None]", "", "[]"]
    assert table.column("bytes")[:2] == ["\\xff", "a"]
    assert set(table.column("nothing")) == {""}
    assert table.typed == {"n", "when", "lists", "bytes", "nothing"}


def test_columns_of_one_name_are_told_apart_as_before(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text("a,a,a (2),a,b\n1,2,3,4,5\n", encoding="utf-8")
    assert read_table(tmp_path / "t.csv").columns == ("a", "a (2)", "a (2) (2)", "a (3)", "b")


@pytest.mark.parametrize(
    ("values", "name", "bits"),
    [(["a", None, "b"], b"Deal ID", range(8)), ([["a"], None, ["b", "c"]], b"element", (1, 5))],
)
def test_a_file_that_says_two_things_of_its_columns_is_refused_and_ends_no_process(
    tmp_path: Path, values: list[Any], name: bytes, bits: Iterable[int]
) -> None:
    """Damage right before the name of a column, which makes the library end the process that asks it about that column."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    path = tmp_path / "t.parquet"
    pq.write_table(pa.table({"Deal ID": values}), path)
    content = path.read_bytes()
    for bit in bits:
        hurt = bytearray(content)
        hurt[content.index(name) - 3] ^= 1 << bit
        path.write_bytes(hurt)
        with pytest.raises(InputProblem, match="is no readable Parquet file") as told:
            read_table(path)
        assert len(str(told.value)) <= 400


def test_more_groups_of_rows_than_any_table_needs_are_refused(tmp_path: Path) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    pq.write_table(pa.table({"n": range(5_001)}), tmp_path / "t.parquet", row_group_size=1)
    with pytest.raises(InputProblem, match="more than 5,000 groups of rows"):
        read_table(tmp_path / "t.parquet")


def test_a_packed_export_of_all_properties_that_is_mostly_empty_is_read(tmp_path: Path) -> None:
    rows = [
        f"{10_000 + k},{('won', 'lost', 'open')[k * 7919 % 3]},2024-01-{k * k % 28 + 1:02d}" + "," * 120
        for k in range(40_000)
    ]
    text = "id,status,created" + "".join(f",p{k}" for k in range(120)) + "\n" + "\n".join(rows) + "\n"
    unfolding.write_text(tmp_path / "t.csv.gz", iter([text.encode()]))
    assert 20 * (tmp_path / "t.csv.gz").stat().st_size < 40_000 * 123, "what was refused as a file that unfolds"
    assert import_leads([tmp_path / "t.csv.gz"]).n_won == sum(",won," in row for row in rows)


@pytest.mark.parametrize(
    ("values", "forged", "said"),
    [
        (["x" * 90_000 + str(k) for k in range(1_000)], "total_byte_size", "100 times its size"),
        ([["x"] * 1_000_000, ["y"] * 2_000_000], "num_values", "35 cells for each"),
        (["x"] * 1_000_000, "num_rows", "says two numbers of rows"),
    ],
)
def test_a_file_that_states_less_than_its_pages_hold_is_refused_before_it_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, values: list[Any], forged: str, said: str
) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    monkeypatch.setattr(pq.ParquetFile, "iter_batches", None)
    path = tmp_path / "t.parquet"
    pq.write_table(pa.table({"case": values}), path, compression="zstd", use_dictionary=forged != "total_byte_size")
    about = pq.ParquetFile(path).metadata
    group = about.row_group(0)
    stated = {"num_rows": [about.num_rows], "num_values": [group.column(0).num_values]}.get(
        forged, [group.total_byte_size, group.column(0).total_uncompressed_size]
    )
    content = path.read_bytes()
    footer = len(content) - 8 - int.from_bytes(content[-8:-4], "little")
    start, end = content[:footer], content[footer:]
    for number in stated:
        end = end.replace(compact(number), compact(1, len(compact(number))), 1 if forged == "num_rows" else -1)
    path.write_bytes(start + end)
    assert end != content[footer:], "nothing was forged"
    with pytest.raises(InputProblem, match=said):
        read_table(path)


def compact(number: int, length: int = 1) -> bytes:
    """Return a number as the footer writes it, at least so long."""
    left, parts = number << 1, []
    while left or len(parts) < length:
        parts.append(left & 127 | 128)
        left >>= 7
    return bytes([*parts[:-1], parts[-1] & 127])


def test_a_lead_list_that_tells_one_text_very_often_is_refused_when_it_is_read_again(tmp_path: Path) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    pq.write_table(pa.table({"owner": ["x" * 9_000] * 20_000}), tmp_path / "leads.parquet")
    with pytest.raises(InputProblem, match="100 times its size"):
        read_leads(tmp_path)


@pytest.mark.parametrize("ending", ["csv.gz", "xes.gz", "json.zst", "csv.bz2"])
def test_who_packed_a_file_that_unfolds_is_told_to_unpack_it(tmp_path: Path, ending: str) -> None:
    unfolding.write_text(tmp_path / f"t.{ending}", iter([b" " * 40_000_000]))
    with pytest.raises(InputProblem, match=r"than 100 times its size; if that is meant, unpack it first$"):
        read_table(tmp_path / f"t.{ending}")


@pytest.mark.parametrize("ending", [".gz", ".bz2", ".zst"])
def test_of_a_file_packed_in_pieces_every_piece_is_read_or_it_is_refused(tmp_path: Path, ending: str) -> None:
    import pyarrow as pa

    def packed(text: bytes) -> bytes:
        sink = pa.BufferOutputStream()
        with pa.CompressedOutputStream(sink, PACKED[ending]) as stream:
            stream.write(text)
        return bytes(sink.getvalue())

    file = tmp_path / f"t.csv{ending}"
    first, second = packed(b"case,value\na,1\n"), packed(b"b,2\n")
    file.write_bytes(first + second)
    assert read_table(file).column("case") == ["a", "b"]
    for damaged in (first + b"?" + second[1:], first + second[:-3], first + b"more"):
        file.write_bytes(damaged)
        with pytest.raises(InputProblem, match="is not packed as its name says"):
            read_table(file)
