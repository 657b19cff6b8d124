"""One event, one number: what different pages show of the same run agrees, digit by digit."""

import json
import re
from html import unescape
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from buyermaze.screens.components.maze import walk_data
from buyermaze.screens.engine import compute
from buyermaze.screens.sidebar import choices
from buyermaze.screens.sidebar.sidebar import KEPT
from buyermaze.simulator.analysis.deals.autopsy import autopsy
from buyermaze.simulator.comparison.comparison import Comparison
from buyermaze.simulator.comparison.paired_statistics import estimate
from buyermaze.simulator.comparison.phrasing import borne
from buyermaze.simulator.core.calendar import HOURS_PER_DAY
from buyermaze.simulator.core.phrases import times
from buyermaze.simulator.core.vocabulary import Kind
from buyermaze.simulator.inputs.dates.timeline import clock_of
from buyermaze.simulator.journal.itinerary import itinerary
from buyermaze.simulator.journal.milestones import setbacks
from buyermaze.simulator.journal.room_traffic import ladder
from buyermaze.simulator.journal.story import story
from buyermaze.simulator.outcomes.definitions import OUTCOMES, position
from tests.app.sizes import ASKED, WEEKS

ROOT = Path(__file__).resolve().parents[2]
FIRST = [
    choices.changed(choices.shipped(n, "reference"), (n, "reference"), choices.run_changes(1, WEEKS))
    for n in choices.FIRST
]


def app(**query: Any) -> AppTest:
    at = AppTest.from_file(str(ROOT / "app.py"), default_timeout=600)
    at.query_params.update({**ASKED, **query})
    return at


def page(at: AppTest, name: str) -> str:
    at.switch_page(f"screens/pages/{name}.py").run()
    assert not at.exception and not at.error
    return unescape(" ".join([*(e.proto.body for e in at.get("html")), *(m.value for m in at.markdown)]))


@pytest.mark.parametrize("k", [0, 1])
def test_a_deal_has_one_share_that_was_seen_and_one_sum_of_hours(k: int) -> None:
    run = compute.run(FIRST[k], 0)
    names = [scenario.name for scenario in FIRST]
    for account in run.counted_real().tolist()[::40]:
        told = setbacks(run, account)
        opened = autopsy(run, account)
        drawn = walk_data([FIRST[k]], names, 0, account)["mazes"][0]["groups"][0]
        visits = [stay for stay in drawn["stays"] if not stay[3]]
        seen = 100 * sum(stay[6] for stay in visits) / max(1, len(visits))
        assert round(seen) == told["share of visits our systems saw, %"] == round(100 * opened.seen_share)
        assert f"saw {told['share of visits our systems saw, %']:.0f} % of the visits" in opened.sentences()[-1]
        hours = sum(stay[7] for stay in visits) + sum(met[2] for met in drawn["meetings"])
        assert hours == pytest.approx(told["hours of everybody"], abs=0.51)


@pytest.mark.parametrize("k", [0, 1])
def test_a_deal_lasts_as_long_in_its_story_as_on_its_page_and_in_the_maze(k: int) -> None:
    run, ended = compute.run(FIRST[k], 0), 0
    clock, names = clock_of(FIRST[k]), [scenario.name for scenario in FIRST]
    for account in run.counted_real().tolist()[::40]:
        way, lines = itinerary(run, account), story(run, account)
        lasted = clock.days_between(HOURS_PER_DAY * way.first, HOURS_PER_DAY * way.last)
        told = next((found[1] for line in lines if (found := re.search(r"(?:buy from .+|decision), after (.+ days?)\b", line))), "")
        drawn = walk_data([FIRST[k]], names, 0, account)["mazes"][0]
        assert drawn["outcome"].endswith(f"after {times(lasted, 'day')}")
        if told:
            assert told == times(lasted, "day")
            ended += 1
        assert not any("working day" in line for line in [*lines, *(text for _, text, _ in drawn["moments"])])
        waits = [(start, end) for _, start, end, wait, *_ in drawn["groups"][0]["stays"] if wait]
        waited = sum(float(clock.days_passed(HOURS_PER_DAY * start, HOURS_PER_DAY * end)) for start, end in waits)
        assert waited == pytest.approx(setbacks(run, account)["days waiting for our reps"], abs=0.11)
    assert ended


def test_the_net_promoter_score_is_the_balance_of_the_bars_and_the_same_on_both_pages() -> None:
    at = app().run()
    text = page(at, "customers")
    scores = re.findall(r"net promoter score: <b>(-?[\d.]+) points</b>", text)
    drawn = next(c for c in at.get("vega_lite_chart") if "promoters, passives" in c.proto.alt).proto.alt
    for name, score in zip(("Baton pass", "Merged"), scores, strict=True):
        against, back = (int(re.search(rf"{name} {voice} (\d+) %", drawn)[1]) for voice in ("detractors", "promoters"))
        assert back - against == round(float(score))
    page(at, "trust")
    table = next(frame.value for frame in at.dataframe if "Published" in frame.value)
    assert table.set_index("Outcome").loc["net promoter score", "Model"] == f"{scores[0]} points"


def test_no_rung_counts_more_than_the_one_it_comes_from_and_leads_are_those_of_the_outcomes() -> None:
    for scenario in FIRST:
        run = compute.run(scenario, 0)
        rungs = ladder(run).set_index("rung")["accounts"]
        assert rungs["leads that met a rep"] <= rungs["leads"]
        assert ("accepted" in rungs) == scenario.programme.gate.closed
        share = run.outcomes["p_opportunity_of_leads"]
        assert rungs["leads that met a rep"] == pytest.approx(share * rungs["leads"], abs=0.01 * rungs["leads"])
        rows = run.counted_rows()
        met = np.unique(rows["account"][(rows["kind"] == Kind.CONTACTED) & (rows["vendor"] == 0)])
        assert rungs["leads that met a rep"] + rungs["others who met a rep"] == len(met)


def test_pages_show_the_lives_the_first_answer_was_sharpened_to(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Comparison, "settled", lambda found, outcome=None: found.n_replications >= 6)
    at = app(sharpen="true", seed="9").run()
    scenarios = at.session_state[KEPT].scenarios
    base = compute.comparison(scenarios, scenarios[0].name, "p_win", 6)
    for key, name in (("share_regret", "customers"), ("p_renewal", "customers"), ("p_no_decision", "trust")):
        text = page(at, name)
        said = borne(base.means[scenarios[0].name, key], OUTCOMES[position(key)].unit)
        tables = " ".join(frame.value.to_string() for frame in at.dataframe)
        assert said in text or said in tables, (key, name)


def test_no_decimals_are_shown_that_an_interval_does_not_bear() -> None:
    rng = np.random.default_rng(3)
    assert borne(estimate(35.38 + 6 * rng.standard_normal(12)), "points").split()[0].lstrip("-").isdigit()
    assert re.fullmatch(r"7\.\d points", borne(estimate(7.63 + 0.3 * rng.standard_normal(12)), "points"))


def test_the_maze_says_of_whom_its_bars_are_and_shades_both_sides_on_one_scale() -> None:
    at = app().run()
    at.switch_page("screens/pages/maze.py").run()
    run = compute.run(at.session_state[KEPT].base, 0)
    counted, real = len(run.counted()), len(run.counted_real())
    told = " ".join(caption.value for caption in at.caption)
    assert f"the same {counted:,} accounts that set out in the window, {real:,} of them with a project" in told
    assert ladder(run)["accounts"].max() <= counted
    specs = [
        json.loads(chart.proto.spec) for chart in at.get("vega_lite_chart") if "Visits per room" in chart.proto.alt
    ]
    shades = [layer["encoding"]["fillOpacity"]["scale"]["domain"] for spec in specs for layer in spec["layer"][:1]]
    assert len(shades) == 2 and shades[0] == shades[1] and shades[0][1] > 100


def test_the_level_on_a_card_and_a_companys_own_share_say_each_of_whom_they_are() -> None:
    at = app().run()
    cards = unescape(" ".join(e.proto.body for e in at.get("html"))).split('class="bm-card"')[1:]
    for card in cards:
        assert re.search(r'wins: <span class="v">[\d.]+ %</span> \(serious accounts that bought from us\)', card)
