"""The doors by which files, links and words come in: each takes bytes and says in a sentence what is wrong with them."""

import base64
import io
import re
import tempfile
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from buyermaze.experiments.commands.shared.options import changes
from buyermaze.experiments.importing.leads import import_leads
from buyermaze.experiments.plans.plan import planned
from buyermaze.experiments.studies.study_file import load_study
from buyermaze.simulator.analysis.attribution.path_files import read_paths
from buyermaze.simulator.analysis.journeys.campaign_plan import read_plan
from buyermaze.simulator.inputs.reading.links import from_link, to_link
from buyermaze.simulator.inputs.reading.loading import load
from buyermaze.simulator.inputs.reading.uploads import from_upload, to_yaml
from buyermaze.simulator.inputs.sheets.scenario import Scenario
from buyermaze.simulator.tables.limits import PACKED
from buyermaze.simulator.tables.runs import read_runs
from tests.fuzz import classes, corpus, talking

Door = Callable[[bytes, str], Any]
PLAIN_NUMBER: Final = re.compile(r"-?[0-9]{1,15}(\.[0-9]{1,9})?")
PLAIN_PATH: Final = re.compile(r"(market|programme|run)(\.[a-z][a-z_]*)+")
MAGIC: Final = (b"\x1f", b"B", b"\x28")  # by which packed files begin
_folder = Path(tempfile.mkdtemp(prefix="fuzz-"))
_base = load("merged")


def _file(content: bytes, name: str) -> Path:
    path = _folder / name
    path.write_bytes(content)
    return path


def _whole(found: Scenario) -> dict[str, Any]:
    """Return everything a scenario says but its name: its fingerprint holds only what a run depends on."""
    return found.model_dump(exclude={"name"})


def _comes_back(found: Scenario) -> Scenario:
    """Return a scenario that comes back the same from its own file and link."""
    again = from_upload(f"{found.name}.yaml", to_yaml(found).encode())
    assert _whole(again) == _whole(found), "a scenario changed in silence on its way through a file"
    assert _whole(from_link(to_link(found))) == _whole(found), "a scenario changed in silence on its way through a link"
    return found


def scenario(content: bytes, name: str) -> Scenario:
    """Take an uploaded scenario; what is accepted comes back the same from its own file and link."""
    return _comes_back(from_upload(name, content))


def link(content: bytes, name: str) -> Scenario:
    """Take a link that packs these bytes, or these bytes as the link itself."""
    packed = base64.urlsafe_b64encode(zlib.compress(b'{"name":"x","file":' + content + b"}")).decode().rstrip("=")
    return _comes_back(from_link(packed if len(name) % 3 else content.decode("utf-8", "surrogateescape")))


def setting(content: bytes, name: str) -> Scenario:
    """Take a word behind --set; a plain number that is accepted is what the parameter is from then on."""
    word = content.decode("utf-8", "surrogateescape")
    found = _base.with_changes(changes([word]))
    path, _, value = word.partition("=")
    if PLAIN_NUMBER.fullmatch(value) and PLAIN_PATH.fullmatch(path):
        now: Any = found
        for name in path.split("."):
            now = next(row for row in now if row.name == name) if isinstance(now, tuple) else getattr(now, name)
        assert float(now) == float(value), f"{path} was set to {value} and is {now}"
    return found


def study(content: bytes, name: str) -> Any:
    """Take a study file and plan it, unless it asks for very much."""
    found = load_study(_file(content, "study.yaml"))
    size = found.study.design.n * found.study.design.levels
    return planned(found) if size <= 2000 and found.study.design.kind not in ("grid", "one_at_a_time") else found


def plan(content: bytes, name: str) -> Any:
    """Take a campaign plan."""
    return read_plan(_file(content, "plan.yaml"))


def scenario_file(content: bytes, name: str) -> Any:
    """Take a scenario file by its path."""
    return load(str(_file(content, "scenario.yaml")))


def packed(content: bytes, ending: str) -> bytes:
    """Return a text packed as the end of a table's name says, the same bytes whenever it is made."""
    import pyarrow

    how = PACKED.get(f".{ending.rpartition('.')[2]}")
    if how is None:
        return content
    whole = pyarrow.BufferOutputStream()
    with pyarrow.CompressedOutputStream(whole, how) as file:
        file.write(content)
    return whole.getvalue().to_pybytes()


def tables(ending: str) -> tuple[bytes, ...]:
    """Return whole tables as a file with this end has them; of packed ones the texts too, which are packed once damaged."""
    import pyarrow
    from pyarrow import csv, parquet

    kinds = tuple(name for name in corpus.TABLES if name != "log.xes") if not ending.startswith("xes") else ("log.xes",)
    texts = tuple(corpus.TABLES[name] for name in kinds)
    if ending == "tsv":
        return tuple(text.replace(b",", b"\t") for text in texts)
    if ending == "parquet":
        held = []
        for text in texts[:2]:
            file = pyarrow.BufferOutputStream()
            parquet.write_table(csv.read_csv(pyarrow.py_buffer(text)), file)
            held.append(file.getvalue().to_pybytes())
        return tuple(held)
    if ending == "xlsx":
        return tuple(_book(sheet) for sheet in corpus.SHEETS)
    return tuple(dict.fromkeys((*texts, *(packed(text, ending) for text in texts))))


def table(ending: str) -> Door:
    """Return a door for tables whose name ends in this way; what is damaged before it is packed is packed here."""

    def take(content: bytes, name: str) -> Any:
        plain = content[:1] not in MAGIC and (name + "x").isascii()
        path = _file(packed(content, ending) if plain else content, f"table.{ending}")
        return read_paths(str(path)) if ending.startswith("csv") and len(name) % 2 else import_leads([path])

    take.__name__ = f"table_{ending}"
    return take


def sweep_table(content: bytes, name: str) -> Any:
    """Take an uploaded table of runs."""
    return read_runs("t.parquet" if content[:4] == b"PAR1" else name, content)


def _book(sheet: bytes) -> bytes:
    """Return a workbook whose first sheet holds this, the same bytes whenever it is made."""
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as book:
        for place, text in (*corpus.BOOK.items(), ("xl/worksheets/sheet1.xml", sheet)):
            entry = zipfile.ZipInfo(place, (1980, 1, 1, 0, 0, 0))
            book.writestr(entry, text, zipfile.ZIP_DEFLATED)
    return whole.getvalue()


def workbook(content: bytes, name: str) -> Any:
    """Take a workbook whose first sheet holds this, as leads or as a table of runs."""
    return import_leads([_file(_book(content), "table.xlsx")])


DOORS: Final[tuple[tuple[Door, tuple[bytes, ...]], ...]] = (
    (scenario, tuple(corpus.SCENARIO_TEXTS)),
    (scenario_file, tuple(corpus.SCENARIO_TEXTS)),
    (link, (b'{"schema_version":1,"extends":"merged"}', b'{"schema_version":1,"market":{"approvals":[]}}')),
    (setting, tuple(word.encode() for word in corpus.SETTINGS)),
    (study, tuple(corpus.STUDY_TEXTS)),
    (plan, tuple(corpus.PLAN_TEXTS)),
    (sweep_table, (corpus.TABLES["sweep.csv"],)),
    (workbook, corpus.SHEETS),
    *talking.DOORS,
    *classes.DOORS,
    *((table(ending), tables(ending)) for ending in
      ("csv", "xes", "parquet", "csv.gz", "xes.gz", "csv.zst", "csv.bz2", "xlsx", "tsv")),
)  # fmt: skip
