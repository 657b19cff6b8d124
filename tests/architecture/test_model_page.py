"""The page on the model is in step with the code and names only what exists."""

import re
from pathlib import Path

from buyermaze.simulator.inputs.sheets.scenario import Scenario
from docs.tables import FOLDER, RECORD, pages, parameter_record

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "model.md"
PROSE = PAGE.read_text(encoding="utf-8")


def test_tables_are_those_of_the_code() -> None:
    for name, text in pages().items():
        found = (FOLDER / name).read_text(encoding="utf-8")
        assert found == text, f"docs/reference/{name} is out of step: run 'python -m docs.tables'"


def test_rules_know_every_parameter_by_name() -> None:
    assert RECORD.read_text(encoding="utf-8") == parameter_record(), (
        f"{RECORD.name} is out of step: 'python -m docs.tables'"
    )


def test_the_page_on_the_model_holds_no_table_of_its_own() -> None:
    assert "<!--" not in PROSE and "| Path | Default |" not in PROSE, (
        "tables are in docs/reference: python -m docs.tables"
    )


def test_every_parameter_named_in_the_prose_exists() -> None:
    groups = Scenario().model_dump()
    sheets = groups["market"] | groups["programme"] | {"run": groups["run"]}
    named = set(re.findall(r"`([a-z_]+)\.([a-z_]+)`", PROSE))
    unknown = [f"{sheet}.{name}" for sheet, name in sorted(named) if sheet in sheets and name not in sheets[sheet]]
    assert len(named) > 60
    assert not unknown


def test_every_group_of_parameters_is_spoken_of() -> None:
    spoken = {sheet for sheet, _ in re.findall(r"`([a-z_]+)\.([a-z_]+)`", PROSE)}
    groups = Scenario().model_dump()
    tables = {"channels", "personas", "rivals", "segments", "shocks", "blockers", "approvals", "library", "coordination"}
    tables |= {"coverage"}
    assert not (set(groups["market"]) | set(groups["programme"])) - tables - spoken


def test_every_file_named_in_documents_exists() -> None:
    pages = [PAGE, *sorted((ROOT / "docs" / "decisions").glob("*.md"))]
    for page in pages:
        for name in re.findall(r"`((?:simulator|tests|docs|experiments)/[\w/.-]+)`", page.read_text(encoding="utf-8")):
            assert (ROOT / name).exists(), f"{page.name} names {name}, which does not exist"
        for name in re.findall(r"`((?:steps|rules)/\w+\.py)`", page.read_text(encoding="utf-8")):
            assert (ROOT / "simulator" / "model" / name).exists(), f"{page.name} names {name}, which does not exist"


def test_every_decision_has_a_number_of_its_own() -> None:
    numbers = [int(page.name[:4]) for page in (ROOT / "docs" / "decisions").glob("[0-9]*.md")]
    assert len(set(numbers)) == len(numbers) and min(numbers) == 1
    for page in (ROOT / "docs" / "decisions").glob("[0-9]*.md"):
        text = page.read_text(encoding="utf-8")
        assert text.startswith(f"# {page.name[:4]} ")
        assert all(f"**{part}.**" in text for part in ("Context", "Decision", "Consequence"))
