"""What the page on sweeps says about a verdict, on tables whose answer is known; its example; a real sweep folder."""

from pathlib import Path

import numpy as np
import pandas
import pytest
from streamlit.testing.v1 import AppTest

from buyermaze.experiments.answers.memo import memo
from buyermaze.experiments.answers.who_is_ahead import lead_map, leads, turning_points, verdict
from buyermaze.experiments.sweeps.run import sweep
from buyermaze.experiments.sweeps.small import FACTORS
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
    sure = next(line.value for line in at.markdown if line.value.startswith("**How sure.**"))
    low, high = sure.split("average is ")[1].split(";")[0].replace(" points", "").split(" to ")
    assert any(f"(95 % interval {low} to {high})" in line.value for line in at.markdown)
    told = next(line.value for line in at.markdown if line.value.startswith("**Recommendation.**"))
    assert told.removeprefix("**Recommendation.** ") in (memo(tmp_path / "sweep")[0]).read_text("utf-8")


def test_the_example_names_lens_and_design() -> None:
    at = AppTest.from_file(str(ROOT / "app.py"), default_timeout=600)
    at.query_params.update(ASKED)
    at.run().switch_page("screens/pages/sweep.py").run()
    said = " ".join(caption.value for caption in at.caption)
    sizes = " x ".join(str(factor.levels) for factor in FACTORS.values())
    assert "Lens: the truth" in said and f"full grid of {sizes} points" in said
    assert "buyermaze sweep small_sweep.yaml --out small_sweep" in said and "buyermaze memo small_sweep" in said
    assert len(at.get("vega_lite_chart")) == 4
    assert any(line.value.startswith("- Over the whole sweep") for line in at.markdown)
