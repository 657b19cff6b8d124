"""Workbooks that are broken inside, mappings that are no mappings, numbers that are none, calls of tools that make no sense."""

import io
import os
import zipfile
from pathlib import Path
from typing import Any

import pytest

from buyermaze.experiments.calibration.company import my_company
from buyermaze.experiments.calibration.targets import known_from
from buyermaze.experiments.commands import main
from buyermaze.experiments.importing.kept import read_leads
from buyermaze.experiments.importing.leads import import_leads
from buyermaze.simulator.core.errors import InputProblem
from tests.fuzz import corpus
from tests.optional import needed
from tests.waiting import awaited

SHEET = corpus.SHEETS[0]
BROKEN = {
    "cut": SHEET[: len(SHEET) // 2],
    "another tag": SHEET.replace(b"</row>", b"</raw>", 1),
    "a text that is not there": SHEET.replace(b't="inlineStr"><is><t>won</t></is>', b't="s"><v>77</v>'),
    "a control character": SHEET.replace(b"<v>1</v>", b"<v>\x01</v>"),
    "a cell nowhere": SHEET.replace(b'r="A2"', b'r="?"'),
    "a moment out of time": SHEET.replace(b"<v>45000</v>", b"<v>1e400</v>"),
    "a document type": SHEET.replace(b"<worksheet", b'<!DOCTYPE w [<!ENTITY a "b"><!ENTITY c "&a;&a;">]><worksheet', 1),
}


def workbook(folder: Path, sheet: bytes) -> Path:
    """Write a workbook whose only sheet holds this."""
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as book:
        for place, text in corpus.BOOK.items():
            book.writestr(place, text)
        book.writestr("xl/worksheets/sheet1.xml", sheet)
    path = folder / "leads.xlsx"
    path.write_bytes(whole.getvalue())
    return path


@pytest.mark.parametrize("damage", BROKEN)
def test_a_workbook_that_is_broken_inside_gives_one_sentence(tmp_path: Path, damage: str) -> None:
    with pytest.raises(InputProblem, match=r"leads\.xlsx"):
        import_leads([workbook(tmp_path, BROKEN[damage])])


@pytest.mark.parametrize("encoding", ["hex", "rot13", "undefined", "cp1250\udcb5", "a\0b", "x" * 5000])
def test_an_encoding_that_is_none_is_told(tmp_path: Path, encoding: str, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "leads.csv").write_bytes(corpus.TABLES["leads.csv"])
    assert "encoding" in _refused(["import", str(tmp_path / "leads.csv"), "--encoding", encoding], capsys)


@pytest.mark.parametrize("row", [b"1048577", b"99999999999999"])
def test_a_row_far_below_is_not_waited_for(tmp_path: Path, row: bytes) -> None:
    with pytest.raises(InputProblem, match="below line"):
        import_leads(
            [workbook(tmp_path, SHEET.replace(b'<row r="3">', b'<row r="%s">' % row).replace(b' t="s"><v>0', b"><v>0"))]
        )


@pytest.mark.parametrize("content", [b"[" * 200_000, b"[]", b'{"columns": 3}', b"\xff\xfe", b'{"words": {"won": 1}}'])
def test_a_mapping_that_is_none_gives_one_sentence(
    tmp_path: Path, content: bytes, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "mapping.json").write_bytes(content)
    (tmp_path / "leads.csv").write_bytes(corpus.TABLES["leads.csv"])
    assert "--mapping" in _refused(
        ["import", str(tmp_path / "leads.csv"), "--mapping", str(tmp_path / "mapping.json")], capsys
    )


def test_a_mapping_that_is_a_pipe_is_not_waited_for(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    os.mkfifo(tmp_path / "mapping.json")
    (tmp_path / "leads.csv").write_bytes(corpus.TABLES["leads.csv"])
    said = _refused(["import", str(tmp_path / "leads.csv"), "--mapping", str(tmp_path / "mapping.json")], capsys)
    assert "no ordinary file" in said


FOREIGN = {
    "other columns": lambda table: table[["case"]],
    "no leads": lambda table: table.head(0),
    "results that are none": lambda table: table.assign(result=7),
    "dates as text": lambda table: table.assign(closed="2024-01-01"),
    "dates without a zone": lambda table: table.assign(closed=table["closed"].dt.tz_localize(None)),
    "worth as text": lambda table: table.assign(value="much"),
}


@pytest.mark.parametrize("what", FOREIGN)
def test_leads_that_import_did_not_write_give_one_sentence(
    tmp_path: Path, what: str, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = "".join(f"a{k},2024-01-02,2024-02-03,{('won', 'lost')[k % 2]},5\n" for k in range(8))
    (tmp_path / "leads.csv").write_text("case,created,closed,result,value\n" + rows, encoding="utf-8")
    found = import_leads([tmp_path / "leads.csv"])
    found.write(tmp_path / "mine")
    assert len(read_leads(tmp_path / "mine")) == 8
    FOREIGN[what](found.leads).to_parquet(tmp_path / "mine" / "leads.parquet")
    words = ["calibrate", "merged", "--leads", str(tmp_path / "mine"), "--out", str(tmp_path / "fit")]
    assert "is not what 'buyermaze import' writes" in _refused(words, capsys)
    assert not (tmp_path / "fit").exists()


@pytest.mark.parametrize("given", [[0.2, 0.1], "0.2", None, {}, (0.2,), (0.2, "x"), 10**400])
def test_a_number_of_a_company_that_is_none_is_told(given: Any) -> None:
    with pytest.raises(InputProblem, match="reps"):
        known_from({"win_rate": 0.2, "reps": given})


@pytest.mark.parametrize("name", ["\u202ecompany", "a\x00b", "x" * 500])
def test_a_company_has_a_name_or_none(name: str) -> None:
    with pytest.raises(InputProblem, match="name"):
        my_company(name, {"win_rate": 0.2})


@pytest.mark.parametrize(
    ("tool", "arguments"),
    [
        ("compare", {"scenarios": "merged"}),
        ("compare", {"scenarios": list(range(300))}),
        ("compare", {"scenarios": ["merged", "\x1b[31m" * 500]}),
        ("compare", {"scenarios": ["merged", "baton_pass"], "replications": 10**300}),
        ("compare", {}),
        ("tell_story", {"scenario": "merged", "account": float("nan")}),
        ("list_levers", {"words": 7}),
        ("what_flips", {"sweep": "../../etc", "threshold": float("inf")}),
        ("no such tool\n" * 99, {}),
    ],
)
def test_a_call_that_makes_no_sense_is_refused_in_one_sentence(tool: str, arguments: dict[str, Any]) -> None:
    exceptions = needed("mcp.server.mcpserver.exceptions")
    from buyermaze.experiments.commands.mcp import server

    with pytest.raises(exceptions.ToolError) as refused:
        awaited(server().call_tool(tool, arguments))
    said = str(refused.value)
    assert len(said) <= 400 and said.isprintable() and "http" not in said
    assert not isinstance(refused.value, exceptions.UnexpectedToolError)


def test_a_run_of_nobody_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert "nobody would be observed" in _refused(["assets", "merged", "--accounts", "0"], capsys)


@pytest.mark.parametrize("text", ["raise SystemExit(3)", "class Stop(BaseException): pass\nraise Stop('a\\nb')", "1 / 0"])
def test_an_extension_that_leaves_is_told_in_one_sentence(
    tmp_path: Path, text: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "leaving.py").write_text(text, encoding="utf-8")
    assert "leaving.py" in _refused(["--extension", str(tmp_path / "leaving.py"), "extensions"], capsys)


def _refused(words: list[str], capsys: pytest.CaptureFixture[str]) -> str:
    """Return the sentence in which a command refuses."""
    with pytest.raises(SystemExit) as left:
        main(words)
    said = capsys.readouterr().err.strip()
    assert left.value.code == 2 and len(said) <= 400 and said.isprintable(), said
    return said
