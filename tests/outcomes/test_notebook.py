"""What objects say of themselves in a line and in a notebook, and how far long work has come there."""

import sys
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import numpy as np
import pytest

import buyermaze as bm
from tests.optional import needed

SMALL = {"run.n_accounts": 8}
STUDY: dict[str, Any] = {
    "schema_version": 1, "title": "Small", "scenarios": ["baton_pass", "merged"], "changes": SMALL,
    "factors": [{"path": "market.offer.complexity", "low": 0.3, "high": 2}],
    "design": {"kind": "latin_hypercube", "n": 2}, "outcomes": ["p_win"], "replications": 2,
}  # fmt: skip


@pytest.fixture(scope="module")
def things(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    pair = [bm.load(name, changes=SMALL) for name in ("baton_pass", "merged")]
    return {
        "scenario": pair[1],
        "run": bm.simulate(pair[1]),
        "comparison": bm.compare(pair, n_replications=3),
        "alone": bm.compare(pair[:1], n_replications=2),
        "sweep": bm.sweep(STUDY, tmp_path_factory.mktemp("sweep") / "small"),
    }


@pytest.mark.parametrize("name", ["scenario", "run", "comparison", "alone", "sweep"])
def test_a_thing_is_one_short_line_and_a_short_piece_of_a_page(things: dict[str, Any], name: str) -> None:
    thing = things[name]
    assert len(repr(thing)) < 500 and "\n" not in repr(thing) and len(str(thing)) < 500
    assert 200 < len(thing._repr_html_()) < 5000


def test_names_and_stories_are_escaped_and_cut(things: dict[str, Any]) -> None:
    told = bm.load("merged", changes={"title": "<script>" * 20, "story": "&" * 4000})
    assert "<script>" not in told._repr_html_() and "&lt;script&gt;" in told._repr_html_()
    assert len(repr(told)) < 500


def test_a_comparison_shows_its_verdict_and_a_run_its_endings(things: dict[str, Any]) -> None:
    from html import escape

    for name in ("comparison", "alone"):
        for sentence in things[name].verdict():
            assert escape(sentence) in things[name]._repr_html_()
    run = things["run"]
    assert sum(run.endings().values()) == len(run.journeys())
    journeys = run.journeys()["outcome"].value_counts()
    assert all(run.endings()[word] >= n for word, n in journeys.items())


def test_a_sweep_says_at_how_many_points_who_leads(things: dict[str, Any]) -> None:
    said = things["sweep"]._repr_html_()
    assert "2 of 2 points are stored." in said and "luck not taken off" in said and "of 2 points." in said


def test_long_work_shows_a_bar_in_a_notebook_and_only_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shown: list[str] = []
    handle = SimpleNamespace(update=lambda page: shown.append(page))
    display = ModuleType("IPython.display")
    display.HTML, display.display = str, lambda page, display_id: shown.append(page) or handle  # type: ignore[attr-defined]
    notebook = ModuleType("IPython")
    notebook.get_ipython = lambda: SimpleNamespace(kernel=object())  # type: ignore[attr-defined]
    pair = [bm.load(name, changes=SMALL) for name in ("baton_pass", "merged")]
    bm.compare(pair, n_replications=2)
    assert not shown
    monkeypatch.setitem(sys.modules, "IPython", notebook)
    monkeypatch.setitem(sys.modules, "IPython.display", display)
    bm.compare(pair, n_replications=2)
    assert shown[-1] == '<progress value="4" max="4"></progress> runs: 4 of 4'
    bm.sweep(STUDY, tmp_path / "sweep")
    assert "chunks: " in shown[-1]
    n = len(shown)
    bm.compare(pair, n_replications=2, progress=lambda done, of: None)
    assert len(shown) == n


def test_a_run_comes_with_its_journeys_along_an_axis_and_as_plain_numbers() -> None:
    needed("xarray")
    run = bm.simulate(bm.load("merged", changes={"run.n_accounts": 12, "run.weeks_warm_up": 0.0}))
    journeys, table = run.to_xarray(), run.journeys()
    assert journeys["account"].to_numpy().tolist() == table["account"].tolist()
    assert {str(column.dtype) for column in journeys.values()} == {"object", "float64"}
    assert np.isnan(journeys["hours_to_win"]).sum() == table["hours_to_win"].isna().sum() > 0
    assert journeys["hours_to_win"].attrs["units"] == "hours" and journeys.attrs["scenario"] == "merged"
