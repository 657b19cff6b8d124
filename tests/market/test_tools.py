"""Assets as tools: what they spare whom, what they settle, who hands them over, and what one at hand does to a rep."""

import numpy as np
import pytest
from pairs import falls, paired, plain, rises
from worlds import rows

import buyermaze as bm
from buyermaze.simulator.core.errors import InputProblem
from buyermaze.simulator.core.vocabulary import Channel, Job, Kind, Reason
from buyermaze.simulator.journal.compare import first_difference
from buyermaze.simulator.model.parameters import live_assets
from buyermaze.simulator.model.rules.buyers.learning import seller_match
from buyermaze.simulator.model.rules.journey.decision import p_settled_with_tool
from buyermaze.simulator.model.rules.sales.tools import asset_at_hand
from tests.worlds import cohort

PROGRAMME = "docs/examples/programmes/tools.yaml"
QUIET = {"share_saved": 0.0, "p_settles": 0.0}


def tools(**given: float | bool) -> dict:
    """Return changes that make every asset which the merged organisation has for readers a tool."""
    read = [asset.name for asset in plain().programme.library.assets if asset.channel == "content"]
    return {"programme.tools.assets": [{"name": name} | QUIET | given for name in read], "programme.tools.cost": 0.0}


@pytest.fixture(scope="module")
def run():
    return bm.simulate(bm.load(PROGRAMME, changes=cohort(120)))


def test_both_engines_write_the_same_journal_also_where_tools_get_better_later() -> None:
    path = "programme.tools.assets.requirements builder"
    better = {f"{path}.share_saved": 0.9, f"{path}.p_settles": 0.9, f"{path}.shared": True}
    later = {"timeline": [{"week": 3.0, "changes": better | {"programme.tools.confidence": 0.5}}]}
    weeks = {"run.weeks_warm_up": 0.0, "run.weeks": 6.0, "run.weeks_follow_up": 40.0}
    scenario = bm.load("merged", changes=weeks | tools(share_saved=0.2)).with_changes(later)
    compiled, reference = (bm.simulate(scenario, engine=engine).journal for engine in ("compiled", "reference"))
    assert first_difference(compiled, reference) is None
    met = rows(compiled, Kind.TOOL)
    assert met["time"][met["reason"] == Reason.HANDED_OVER].min() > 3 * 40.0
    assert {Reason.FOUND, Reason.HANDED_OVER, Reason.USED} == {Reason(reason) for reason in met["reason"]}


def test_hours_are_spared_from_the_first_time_on_and_only_to_who_has_the_tool(run) -> None:
    sheet, spared = run.scenario.market.channels, rows(run.journal, Kind.TOOL)
    usual = {Channel.OWN_WORK: sheet.own_work.hours, Channel.CONTENT: sheet.content.hours}
    used = spared[spared["reason"] == Reason.USED]
    first: dict[tuple[int, int, int], float] = {}
    for row in spared[spared["reason"] != Reason.USED]:
        place = int(row["account"]), int(row["person"]), int(row["job"])
        assert place not in first
        first[place] = row["time"]
    assert len(used) > 50
    assert all(first[int(row["account"]), int(row["person"]), int(row["job"])] < row["time"] for row in used)
    assert used["value"] == pytest.approx([0.4 * usual[Channel(c)] for c in used["channel"]])
    touches = rows(run.journal, Kind.TOUCH)
    for channel, hours in usual.items():
        here = touches[touches["channel"] == channel]
        assert (hours - here["hours"]).sum() == pytest.approx(used["value"][used["channel"] == channel].sum())


def test_reps_hand_over_only_what_is_made_for_both(run) -> None:
    given = rows(run.journal, Kind.TOOL)
    given = given[given["reason"] == Reason.HANDED_OVER]
    shared = {tool.name for tool in run.scenario.programme.tools.assets if tool.shared}
    assert len(given) > 20
    assert {job_of(asset.job) for asset in run.scenario.programme.library.assets if asset.name in shared} >= set(
        given["job"]
    )
    assert 0.0 < run.outcomes["share_tools_by_reps"] < 1.0
    alone = bm.simulate(plain().with_changes(tools()))
    assert alone.outcomes["share_tools_by_reps"] == 0.0


def job_of(name: str) -> int:
    return int(Job[name.upper()])


def test_a_tool_spares_hours_and_a_tool_that_settles_ends_quarrels() -> None:
    found = paired(plain().with_changes(tools()), tools(share_saved=0.9), n_runs=8)
    rises(found, "hours_spared", "need_per_hour")
    falls(found, "share_hours_own_work")
    found = paired(plain().with_changes(tools()), tools(p_settles=1.0), n_runs=8)
    falls(found, "share_no_decision_conflict", "p_no_decision")


def test_what_is_made_for_both_answers_readers_less_often_and_is_handed_over() -> None:
    found = paired(plain().with_changes(tools()), tools(shared=True), n_runs=8)
    rises(found, "n_tools", "share_tools_by_reps")
    falls(found, "n_requests_met", "share_answered_by_self_service")


def test_a_rep_with_an_asset_at_hand_answers_better() -> None:
    found = paired(plain("baton_pass"), {"programme.tools.confidence": 1.0}, n_runs=8)
    rises(found, "share_answered_by_people", "need_per_hour")
    assert seller_match(1.0, 1.0, True, 0.5, 0.6, 0.5) == pytest.approx(1.3)
    assert seller_match(1.0, 1.0, True, 0.5, 0.0, 0.5) == 1.0
    assert asset_at_hand(0.3, 0.4, 0.6) == 0.6
    assert asset_at_hand(0.4, 0.4, 0.6) == 0.0


def test_a_tool_wins_over_part_of_those_whom_nothing_else_would() -> None:
    assert p_settled_with_tool(0.2, 0.0) == 0.2
    assert p_settled_with_tool(0.2, 0.5) == pytest.approx(0.6)
    assert p_settled_with_tool(0.2, 1.0) == 1.0


def test_an_asset_for_both_is_kept_once() -> None:
    scenario = plain("baton_pass")
    found = live_assets(scenario.market, scenario.programme)
    changed = scenario.with_changes({"programme.tools.assets": [{"name": "comparison sheet", "shared": True}]})
    shared = live_assets(changed.market, changed.programme)
    for (asset, *before), (_, *after) in zip(found, shared, strict=True):
        if asset.name != "comparison sheet":
            assert before == after
            continue
        fit, generic = scenario.programme.tools.fit_shared, scenario.programme.library.share_generic
        assert after == pytest.approx([fit * before[0], fit * before[0] / generic])
        assert before[1] == 0.0


def test_a_tool_costs_money_and_has_to_be_an_asset() -> None:
    found = paired(plain(), {"programme.tools.assets": [{"name": "comparison sheet"} | QUIET]}, n_runs=3)
    assert found.change("cost_total") == pytest.approx(10_000.0)
    with pytest.raises(InputProblem, match="'comparison shet' is no asset of"):
        plain().with_changes({"programme.tools.assets": [{"name": "comparison shet"}]})
    with pytest.raises(InputProblem, match="named twice"):
        plain().with_changes({"programme.tools.assets": [{"name": "comparison sheet"}, {"name": "comparison sheet"}]})


def test_the_list_of_assets_tells_who_uses_them(run) -> None:
    table = run.assets().set_index("name")
    assert table.loc["requirements builder", "used_by"] == "buyers and reps"
    assert table.loc["self-diagnosis tool", "used_by"] == "buyers"
    assert table.loc["shared conversation guide", "used_by"] == "reps"
    content = (run.counted_rows()["kind"] == Kind.TOUCH) & (run.counted_rows()["channel"] == Channel.CONTENT)
    builder = run.counted_rows()[content & (run.counted_rows()["job"] == job_of("requirements"))]
    assert table.loc["requirements builder", "n_asked"] > len(builder)
    assert np.isfinite(table["answers_a_year"]).all()


def test_a_story_tells_of_tools(run) -> None:
    met = rows(run.journal, Kind.TOOL)
    account = int(met["account"][met["reason"] == Reason.HANDED_OVER][0])
    assert "is handed by our rep something to work with on" in str(bm.story(run, account))
