"""Blockers stand up once, foreseen or met; champions differ, and what a successor lacks is felt."""

import numpy as np
import pytest
from pairs import falls, paired, plain, rises
from worlds import history, rows

import buyermaze as bm
from buyermaze.simulator.core.errors import InputProblem
from buyermaze.simulator.core.vocabulary import Kind, Reason, Status
from buyermaze.simulator.journal.compare import first_difference
from buyermaze.simulator.model.rules.buyers.champion import champion_factor, p_won_over
from tests.worlds import cohort

MARKET = "docs/examples/markets/blockers.yaml"
QUICK = {"run.weeks_warm_up": 0.0, "run.weeks": 40.0, "run.weeks_follow_up": 60.0}


def blockers(**given):
    """Return three blockers, one for every moment, all with the same numbers."""
    moments = {"security": "requirements", "legal": "vote", "works_council": "approval"}
    return {"market.blockers": [{"name": kind, "kind": kind, "trigger": at} | given for kind, at in moments.items()]}


@pytest.fixture(scope="module")
def run():
    return bm.simulate(bm.load("merged", market=MARKET, changes=cohort(150)))


def test_both_engines_write_the_same_journal() -> None:
    scenario = bm.load("baton_pass", market=MARKET, changes=QUICK | {"run.weeks": 8.0})
    compiled, reference = (bm.simulate(scenario, engine=engine).journal for engine in ("compiled", "reference"))
    assert first_difference(compiled, reference) is None
    assert len(rows(compiled, Kind.BLOCKER)) > 0


def test_a_blocker_stands_up_once_and_is_brought_up_before(run) -> None:
    stood: set[tuple[int, int]] = set()
    warned: set[tuple[int, int]] = set()
    for row in run.journal[np.isin(run.journal["kind"], (Kind.WARNED, Kind.BLOCKER))]:
        which = int(row["account"]), int(row["detail"])
        if row["kind"] == Kind.WARNED:
            assert which not in stood | warned
            warned.add(which)
        else:
            assert which not in stood
            assert (which in warned) == (row["reason"] == Reason.FORESEEN)
            stood.add(which)
    assert warned and stood - warned


def test_nobody_votes_or_signs_while_a_blocker_holds_the_group(run) -> None:
    held: dict[int, float] = {}
    n = 0
    for row in run.journal:
        account = int(row["account"])
        if row["kind"] == Kind.BLOCKER:
            held[account] = max(held.get(account, 0.0), row["time"] + row["value"])
        elif row["kind"] == Kind.APPROVAL or (row["kind"] == Kind.VOTE and row["reason"] != Reason.UNREACHED):
            n += account in held
            assert row["time"] >= held.get(account, 0.0) - 1e-6
    assert n > 10


def test_who_waits_for_the_case_stands_up_when_it_goes_up(run) -> None:
    waiting = [place for place, each in enumerate(run.scenario.market.blockers) if each.trigger == "approval"]
    votes = rows(run.journal, Kind.VOTE)
    went_up = {(int(row["account"]), float(row["time"])) for row in votes[votes["reason"] == Reason.PASSED]}
    met = rows(run.journal, Kind.BLOCKER)
    mine = met[np.isin(met["detail"], waiting)]
    assert len(mine) > 0
    assert {(int(row["account"]), float(row["time"])) for row in mine} <= went_up


def test_an_objection_ends_the_purchase_and_is_its_reason(run) -> None:
    decided = rows(run.journal, Kind.DECISION)
    objected = decided[decided["reason"] == Reason.OBJECTION]
    met = rows(run.journal, Kind.BLOCKER)
    assert set(objected["account"]) == set(met["account"][met["reason"] == Reason.OBJECTION]) != set()
    assert set(objected["detail"]) == {float(Status.NO_DECISION)}


def test_a_friend_of_the_first_rival_never_stands_up_against_it(run) -> None:
    met = rows(run.journal, Kind.BLOCKER)
    friend = [blocker.kind for blocker in run.scenario.market.blockers].index("rival_inside")
    mine = met[met["detail"] == friend]
    assert len(mine) > 0
    assert 1 not in set(mine["vendor"].tolist())
    warned = rows(run.journal, Kind.WARNED)
    assert 1 not in set(warned["vendor"][warned["detail"] == friend].tolist())


def test_the_table_of_blockers_adds_up_to_the_outcomes(run) -> None:
    table, told = run.blockers(), run.outcomes
    arrived = run.counted_rows()
    n = int((arrived[arrived["kind"] == Kind.ARRIVED]["detail"] == 1).sum())
    assert list(table["name"]) == [blocker.name for blocker in run.scenario.market.blockers]
    assert told["n_blockers"] == pytest.approx(table["n"].sum() / n)
    assert told["days_blocked"] == pytest.approx(table["days"].sum() / n)
    assert told["share_blockers_foreseen"] == pytest.approx(table["n_foreseen"].sum() / table["n"].sum())
    assert bm.simulate(plain("merged", n_accounts=5)).blockers().empty


def test_a_story_tells_of_blockers(run) -> None:
    met = rows(run.journal, Kind.BLOCKER)
    ended = int(met["account"][met["reason"] == Reason.OBJECTION][0])
    held = int(met["account"][(met["reason"] == Reason.UNFORESEEN) & (met["value"] > 0)][0])
    assert "nobody had foreseen, ends the purchase" in str(bm.story(run, ended))
    assert "has to be settled first, which nobody had foreseen" in str(bm.story(run, held))


def test_a_blocker_that_waits_for_an_approval_nobody_gives_is_refused() -> None:
    with pytest.raises(InputProblem, match=r"works_council.*nobody has to approve"):
        bm.load("merged", changes=blockers() | {"market.approvals": []})
    with pytest.raises(InputProblem, match="blockers: every name must be different"):
        bm.load("merged", changes={"market.blockers": [{"name": "lawyers"}, {"name": "lawyers", "trigger": "requirements"}]})
    with pytest.raises(InputProblem, match="at most 6"):
        bm.load("merged", changes={"market.blockers": [{"name": f"b{k}"} for k in range(7)]})


def test_more_blockers_cost_time_and_purchases() -> None:
    found = paired(plain("baton_pass").with_changes(blockers(share=0.1)), blockers(share=0.9), n_runs=12)
    rises(found, "n_blockers", "days_blocked", "share_no_decision_objection")
    rises(found, "days_to_decision")


def test_foreseen_blockers_cost_less() -> None:
    found = paired(
        plain("baton_pass").with_changes(blockers(share=0.9, p_foreseen=0.0)),
        blockers(share=0.9, p_foreseen=0.5),
        n_runs=12,
    )
    rises(found, "share_blockers_foreseen")
    falls(found, "days_blocked", "share_no_decision_objection")


def test_champions_are_alike_without_a_spread_and_usual_on_average_with_one() -> None:
    assert champion_factor(1.3, 0.0, 0.9) == 1.3
    luck = (np.arange(4000) + 0.5) / 4000
    assert np.mean([champion_factor(1.0, 0.5, float(u)) for u in luck]) == pytest.approx(1.0, abs=0.01)
    assert p_won_over(0.4, 1.0) == 0.4
    assert p_won_over(0.4, 10.0) == 1.0


def test_skilled_champions_carry_more_cases_up() -> None:
    found = paired(
        plain("baton_pass").with_changes({"market.champion.skill": 0.3}), {"market.champion.skill": 3.0}, n_runs=12
    )
    falls(found, "share_no_decision_approval", "p_no_decision")


def test_what_a_champion_could_do_is_lost_with_them() -> None:
    leaving = [{"kind": "champion_leaves", "week": 5.0, "weeks_between": 10.0, "share_struck": 0.5, "size": 0.0}]
    losing = plain("baton_pass").with_changes({"market.shocks": leaving, "market.mind.days_vacancy": 0.0})
    found = paired(losing, {"market.champion.share_inherited": 0.1}, n_runs=12)
    rises(found, "p_no_decision_champion_left", "share_no_decision_approval")


def test_who_follows_a_successor_is_somebody_else() -> None:
    def lived(weeks_between):
        gone = {"kind": "champion_leaves", "week": 4.0, "weeks_between": weeks_between, "share_struck": 1.0, "size": 1.0}
        world = history(plain("merged").with_changes({"market.shocks": [gone]}))
        return world.accounts["n_left"], world.people["stake"][:, 0]

    (more, theirs), (fewer, others) = lived(3.0), lived(6.0)
    at_odds = (fewer > 0) & (more > fewer)
    assert at_odds.sum() > 10
    assert (theirs[at_odds] != others[at_odds]).all()


def test_a_shock_that_comes_back_at_once_comes_back_after_a_day() -> None:
    gone = {"kind": "reorganisation", "week": 4.0, "share_struck": 1.0, "size": 0.0}
    often, daily = (
        bm.simulate(plain("merged").with_changes(cohort(5) | {"market.shocks": [gone | {"weeks_between": weeks}]})).journal
        for weeks in (0.0001, 0.2)
    )
    assert len(rows(daily, Kind.SHOCK)) > 100
    assert abs(len(rows(often, Kind.SHOCK)) - len(rows(daily, Kind.SHOCK))) < 10
