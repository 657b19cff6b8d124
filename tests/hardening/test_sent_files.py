"""Files that visitors send: read from memory alone, called by their names alone, taken only by controls that take their kind."""

import bz2
import gzip
import io
import tempfile
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pandas
import pyarrow as pa
import pytest
from streamlit.elements.widgets.file_uploader import FileUploaderSerde
from streamlit.proto.WidgetStates_pb2 import WidgetState
from streamlit.runtime.state.common import WidgetMetadata
from streamlit.runtime.state.session_state import Serialized, WStates

from buyermaze.experiments.importing.leads import import_leads
from buyermaze.screens.engine import heard
from buyermaze.screens.engine.readers import leads
from buyermaze.simulator.core.errors import InputProblem
from buyermaze.simulator.core.plain_text import LONGEST_NAME, as_name
from buyermaze.simulator.tables.runs import read_runs

RUNS = pandas.DataFrame({"scenario": ["a", "b"] * 20, "p_win": [0.25, 0.5] * 20})
TEXT = "lead,created,closed,status\n" + "".join(
    f"L{k},2025-0{1 + k % 9}-11,2025-11-0{1 + k % 9},{'won' if k % 3 else 'lost'}\n" for k in range(40)
)
EVENT = '<event><string key="concept:name" value="{}"/><date key="time:timestamp" value="2025-0{}-01T10:00:00+00:00"/></event>'
TRACES = "".join(
    f'<trace><string key="concept:name" value="c{k}"/>{EVENT.format("Create", 1)}{EVENT.format("won", 3)}</trace>' for k in range(9)
)
XES = f'<?xml version="1.0" encoding="UTF-8"?><log>{TRACES}</log>'.encode()


def written(table: pandas.DataFrame, ending: str) -> bytes:
    """Return a table as a file of a kind."""
    sink = io.BytesIO()
    if ending == "xlsx":
        table.to_excel(sink, index=False)
    elif ending == "parquet":
        table.to_parquet(sink)
    elif ending == "json":
        return table.to_json(orient="records").encode()
    else:
        packed = {"csv": bytes, "csv.gz": gzip.compress, "csv.bz2": bz2.compress,
                  "csv.zst": lambda text: pa.compress(text, codec="zstd", asbytes=True)}[ending]  # fmt: skip
        return packed(table.to_csv(index=False).encode())
    return sink.getvalue()


@pytest.mark.parametrize("ending", ["csv", "csv.gz", "csv.bz2", "csv.zst", "json", "xlsx", "parquet"])
def test_a_table_that_is_sent_is_read_without_a_disk(monkeypatch: pytest.MonkeyPatch, ending: str) -> None:
    content = written(RUNS, ending)
    monkeypatch.setattr(tempfile, "tempdir", "/none")
    pandas.testing.assert_frame_equal(read_runs(f"t.{ending}", content), RUNS, check_dtype=False, check_categorical=False)


@pytest.mark.parametrize("ending", ["csv", "csv.gz", "csv.zst", "json", "xlsx", "parquet", "xes", "xes.gz"])
def test_leads_that_are_sent_are_read_without_a_disk_as_from_a_file(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, ending: str
) -> None:
    if ending.startswith("xes"):
        content = gzip.compress(XES) if ending.endswith("gz") else XES
    else:
        content = written(pandas.read_csv(io.StringIO(TEXT)), ending)
    file = tmp_path / f"deals.{ending}"
    file.write_bytes(content)
    monkeypatch.setattr(tempfile, "tempdir", "/none")
    sent, read = leads(file.name, content, ()), import_leads([file])
    pandas.testing.assert_frame_equal(sent.leads.drop(columns="file"), read.leads.drop(columns="file"))
    assert sent.n_won == read.n_won > 0 and sent.rejected.equals(read.rejected)


@pytest.mark.parametrize(
    ("name", "content"),
    [("a.csv", b""), ("a.xlsx", b"PK"), ("a.parquet", b"PAR1"), ("a.json", b"["), ("a.xes", b"<"), ("a.csv.gz", b"\x1f"),
     ("csv", b"a"), ("a.csv", b"a" * 3_000_000), ("a.xes", b"<!DOCTYPE a><log/>"), ("a.csv", b"a,b\nx,y\n")],
)  # fmt: skip
def test_what_is_wrong_with_a_file_that_is_sent_names_it_and_no_folder_of_the_server(name: str, content: bytes) -> None:
    with pytest.raises(InputProblem) as told:
        leads(name, content, ())
    assert name in str(told.value) and tempfile.gettempdir() not in str(told.value)


@pytest.mark.parametrize("ending", [".csv", ".csv.gz", ".xlsx", ".parquet"])
def test_a_name_that_is_too_long_keeps_the_ending_that_says_what_the_file_is(ending: str) -> None:
    for text in ("opportunities of all regions " * 9, "é" * 300, "a.b" * 99):
        found = as_name(text + ending, "otherwise")
        assert found.endswith(ending) and len(found) <= LONGEST_NAME
        assert as_name(found, "otherwise") == found


@pytest.mark.parametrize("name", ["leads.csv", "own.yaml.exe", "own", "", "own\0.yaml"])
def test_a_file_under_a_name_that_its_control_does_not_take_counts_as_not_sent(
    monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    heard.mistrust_controls()
    sent = SimpleNamespace(file_id="1", name=name, type="", data=b"a")
    kept = SimpleNamespace(session_id="s", uploaded_file_mgr=SimpleNamespace(get_files=lambda **_: [sent]))
    monkeypatch.setattr("streamlit.elements.widgets.file_uploader.get_script_run_ctx", lambda: kept)
    states = WStates()
    of_control: Any = FileUploaderSerde(False, [".yaml"])
    states.set_widget_metadata(
        WidgetMetadata("a", of_control.deserialize, of_control.serialize, value_type="file_uploader_state_value")
    )
    states.states["a"] = Serialized(
        WidgetState(id="a", file_uploader_state_value={"uploaded_file_info": [{"file_id": "1", "name": name}]})
    )
    assert states.get("a", "none") == "none"
