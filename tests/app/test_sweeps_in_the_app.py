"""What the page on sweeps says about a verdict, on tables whose answer is known; its example; a real sweep folder."""

from pathlib import Path

import numpy as np
import pandas
import pytest
from streamlit.testing.v1 import AppTest

from buyermaze.experiments.answers.memo import memo
from buyermaze.experiments.answers.responses import columns_of
from buyermaze.experiments.answers.who_is_ahead import lead_map, leads, turning_points, verdict
from buyermaze.experiments.sweeps.example import LEVELS, N_REPLICATIONS, PEOPLE, as_table, design, levels_for, points
from buyermaze.experiments.sweeps.run import sweep
from buyermaze.screens.sidebar import choices
from buyermaze.simulator.outcomes.definitions import NAMES
from buyermaze.simulator.runs.batch import outcome_table
from tests.app.sizes import ASKED
from tests.worlds import cohort

ROOT = Path(__file__).resolve().parents[2]
X, Y = "market.offer.complexity", "programme.team.n_reps"


@pytest.fixture
def table() -> pandas.DataFrame:
    """B is ahead of A by x - 1.25 tenths; luck is large but shared."""
    rng = np.random.default_rng(3)
    lines = []
    for x in (0.5, 1.0, 1.5, 2.0):
        for y in (1, 2):
            for r in range(6):
                luck = rng.normal()
                noise = rng.normal(0, 0.001, 2)
                lines.append({"scenario": "A", X: x, Y: y, "replication": r, "luck": luck, "p_win": luck + noise[0]})
                lead = 0.1 * (x - 1.25) + noise[1]
                lines.append({"scenario": "B", X: x, Y: y, "replication": r, "luck": luck, "p_win": luck + lead})
    return pandas.DataFrame(lines)


def test_leads_are_paired_and_turn_where_they_should(table: pandas.DataFrame) -> None:
    apart = leads(table, "scenario", "A", "B")
    assert len(apart) == len(table) / 2 and apart["p_win"].std() < 0.1
    assert turning_points(apart, X, "p_win") == pytest.approx([1.25], abs=0.02)
    assert turning_points(apart[apart[X] > 1], X, "p_win") == []
    said = verdict(apart, [X, Y], "p_win", "A", "B")
    assert "cannot be told apart from luck" in said[0]
    assert said[1:] == ["Along complexity the lead passes from A to B at about 1.25."]
    less_is_better = verdict(apart.rename(columns={"p_win": "share_regret"}), [X], "share_regret", "A", "B")
    assert "passes from B to A" in less_is_better[1]


def test_a_map_names_the_leader_only_where_luck_cannot_be_the_reason(table: pandas.DataFrame) -> None:
    apart = leads(table, "scenario", "A", "B")
    cells = lead_map(apart, X, Y, "p_win", "A", "B").set_index(["x", "y"])
    assert cells.loc[(0.5, 1), "leader"] == "A" and cells.loc[(2.0, 2), "leader"] == "B"
    same = lead_map(apart.assign(p_win=np.tile([-1.0, 1.0], len(apart) // 2)), X, Y, "p_win", "A", "B")
    assert (same["leader"] == "").all() and (same["n"] == 6).all()


def test_organisations_that_never_met_are_not_compared(table: pandas.DataFrame) -> None:
    table.loc[table["scenario"] == "B", "luck"] += 10
    apart = leads(table, "scenario", "A", "B")
    assert apart.empty
    assert "not run under the same conditions" in verdict(apart, [X], "p_win", "A", "B")[0]


def test_the_example_has_every_organisation_at_every_point_with_the_same_luck() -> None:
    scenarios = [choices.shipped(name, "reference") for name in choices.FIRST]
    plans = [points(scenario, levels_for(scenarios)) for scenario in scenarios]
    n = int(np.prod([len(levels) for levels in LEVELS.values()]))
    assert [len(plan) for plan in plans] == [n, n]
    for first, second in zip(*plans, strict=True):
        assert (first.market, first.run) == (second.market, second.run)
    assert len({plan.run.seed for plan in plans[0]}) == n
    few = [[outcome_table([s.with_changes(cohort(10))], range(2))[0] for s in plan[:2]] for plan in plans]
    found = as_table(["a", "b"], [[*of, *[of[0]] * (n - 2)] for of in few], levels_for(scenarios))
    factors, outcomes = columns_of(found)
    assert factors == [*LEVELS, "scenario"] and outcomes == list(NAMES)
    assert len(leads(found, "scenario", "a", "b")) == 2 * n
    assert N_REPLICATIONS >= 2


@pytest.mark.parametrize(("n_seats", "tried"), [(1, (1.0,)), (4, (3.0, 4.0)), (6, (3.0, 6.0)), (8, (3.0, 6.0, 8.0))])
def test_the_example_tries_no_larger_groups_than_a_market_has_seats(
    n_seats: int, tried: tuple[float, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(LEVELS, PEOPLE, (3.0, 6.0, 10.0))
    usual, other = (choices.shipped(name, "reference") for name in choices.FIRST)
    few = {"market.group.seats": list(usual.market.group.seats[:n_seats]), PEOPLE: min(2, n_seats)}
    scenarios = [usual, other.with_changes(few)]
    levels = levels_for(scenarios)
    assert levels[PEOPLE] == tried and f" x {len(tried)} points" in design(levels)
    plans = [points(scenario, levels) for scenario in scenarios]
    assert {scenario.market.group.n_people_mean for plan in plans for scenario in plan} == set(tried)
    rows = as_table(["a", "b"], [[np.ones((1, len(NAMES)))] * len(plan) for plan in plans], levels)
    assert set(rows[PEOPLE]) == set(tried) and len(rows) == 2 * len(plans[0])


def test_a_sweep_folder_is_opened_with_its_factors_and_design(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    study = {
        "schema_version": 1, "title": "Small", "scenarios": ["baton_pass", "merged"], "changes": cohort(20),
        "factors": [{"path": X, "low": 0.3, "high": 2}, {"path": "market.group.n_people_mean", "name": "group_size"}],
        "design": {"kind": "latin_hypercube", "n": 6}, "outcomes": ["p_win", "share_regret"], "replications": 2,
    }  # fmt: skip
    sweep(study, tmp_path / "sweep")
    monkeypatch.setenv("BUYERMAZE_APP_SWEEP", str(tmp_path / "sweep"))
    at = AppTest.from_file(str(ROOT / "app.py"), default_timeout=600)
    at.query_params.update(ASKED)
    at.run().switch_page("screens/pages/sweep.py").run()
    assert not at.exception and not at.error
    said = " ".join(caption.value for caption in at.caption)
    assert "24 rows, 3 factors, 2 outcomes" in said
    assert "a Latin hypercube of 6 points, 2 replications each" in said and "Lens: the truth" in said
    assert at.selectbox(key="sweep_second").value == "group_size"
    assert "Where the verdict flips" in [heading.value for heading in at.subheader]
    at.button(key="write_memo").click().run()
    assert not at.exception and not at.error
    told = next(line.value for line in at.markdown if line.value.startswith("**Recommendation.**"))
    assert told.removeprefix("**Recommendation.** ") in (memo(tmp_path / "sweep")[0]).read_text("utf-8")


def test_the_example_names_lens_and_design() -> None:
    at = AppTest.from_file(str(ROOT / "app.py"), default_timeout=600)
    at.query_params.update(ASKED)
    at.run().switch_page("screens/pages/sweep.py").run()
    said = " ".join(caption.value for caption in at.caption)
    assert "Lens: the truth" in said and f"full grid of {' x '.join(str(len(levels)) for levels in LEVELS.values())} points" in said
    assert len(at.get("vega_lite_chart")) == 4
    assert any(line.value.startswith("- Over the whole sweep") for line in at.markdown)
