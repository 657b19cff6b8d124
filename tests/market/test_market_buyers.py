"""The buyers' world: segments, shocks, novelty, and life after the sale."""

import numpy as np
import pytest
from pairs import falls, journals, midway, paired, plain, rises
from worlds import first_per_account, history, rows, within

from buyermaze.simulator.core.vocabulary import Kind, Reason
from buyermaze.simulator.inputs.sheets.scenario import Scenario
from buyermaze.simulator.model.steps.environment.shocks import strike
from tests.worlds import cohort

MERGED = plain("merged")
CUSTOMERS = plain("merged", "long_relationship", 200)


def struck(kind: str, share: float = 0.4, size: float = 0.5, week: float = 12.0) -> dict[str, object]:
    return {"market.shocks": [{"name": "blow", "kind": kind, "week": week, "share_struck": share, "size": size}]}


def waiting_at(journal: np.ndarray, time: float) -> set[int]:
    """Return the accounts with a project that have arrived and not decided at a moment."""
    arrived = rows(journal, Kind.ARRIVED)
    there = set(arrived["account"][(arrived["time"] <= time) & (arrived["detail"] == 1)].tolist())
    decided = rows(journal, Kind.DECISION)
    return there - set(decided["account"][decided["time"] <= time].tolist())


# segments


def test_segments_come_as_often_as_they_weigh_and_are_as_large_as_they_say() -> None:
    sizes = [
        {"name": "small", "weight": 1, "people": 0.5},
        {"name": "usual", "weight": 2},
        {"name": "large", "weight": 1, "people": 1.3},
    ]
    scenario = MERGED.with_changes({"market.segments": sizes, **cohort(800)})
    world = history(scenario)
    segment, serious = world.accounts["segment"], world.accounts["serious"] == 1
    for place, share in enumerate((0.25, 0.5, 0.25)):
        assert within(float(np.mean(segment == place)), share, 800)
        people = world.accounts["n_people"][serious & (segment == place)]
        expected = min(12.0, MERGED.market.group.n_people_mean * (0.5, 1.0, 1.3)[place])
        assert abs(people.mean() - expected) < 4 * np.std(people) / np.sqrt(len(people))


def test_a_segments_needs_benefit_and_pace_are_its_own() -> None:
    kinds = [
        {"name": "keen", "benefit": 1.0, "pace": 0.5, "needs": 0.5},
        {"name": "slow", "benefit": -1.0, "pace": 2.0},
    ]
    scenario = MERGED.with_changes({"market.segments": kinds, **cohort(400)})
    world, usual = history(scenario), history(MERGED.with_changes(cohort(400)))
    second = world.accounts["segment"] == 1
    assert np.allclose(world.accounts["benefit"] - usual.accounts["benefit"], np.where(second, -1.0, 1.0))
    assert np.allclose(world.accounts["pace"] / usual.accounts["pace"], np.where(second, 2.0, 0.5))
    needs = world.people["need"][:, 0] / usual.people["need"][:, 0]
    assert np.allclose(needs, np.where(second, 1.0, 0.5)[:, None])
    decided = rows(world.journal, Kind.DECISION)
    decided = decided[world.accounts["serious"][decided["account"]] == 1]
    slow = second[decided["account"]]
    assert decided["value"][slow].mean() > 1.3 * decided["value"][~slow].mean()


def test_a_kind_of_purchase_asks_its_own_questions() -> None:
    again = {"name": "again", "jobs": {"problem": 0.0, "solution": 0.25}}
    world = history(MERGED.with_changes({"market.segments": [again, {"name": "new"}], **cohort(400)}))
    usual = history(MERGED.with_changes(cohort(400)))
    share = world.people["need"][:, 0] / usual.people["need"][:, 0]
    second = world.accounts["segment"] == 1
    assert np.allclose(share, np.where(second[:, None], 1.0, [[0.0, 0.25, 1.0, 1.0, 1.0]]))
    decided = rows(world.journal, Kind.DECISION)
    decided = decided[world.accounts["serious"][decided["account"]] == 1]
    new = second[decided["account"]]
    assert decided["value"][new].mean() > 1.1 * decided["value"][~new].mean()


def test_who_uses_more_feels_more_of_what_falls_short_and_who_needs_support_has_more_to_mend() -> None:
    scenario = CUSTOMERS.with_changes({"market.living.p_issue": 0.2})
    everybody = [sheet.name for sheet in scenario.market.personas]
    used, helped = ({f"market.personas.{name}.{what}": 2.0 for name in everybody} for what in ("usage", "support"))
    falls(paired(scenario, used), "satisfaction")
    assert issues(scenario.with_changes(helped)) > 1.6 * issues(scenario)
    assert not identical(scenario, {"market.personas.champion.support": 2.0})


def issues(scenario: Scenario) -> float:
    shares = [len(rows(journal, Kind.ISSUE)) / len(rows(journal, Kind.USE)) for journal in journals(scenario, 4)]
    return float(np.mean(shares))


# shocks


@pytest.mark.parametrize("kind", ["budget_freeze", "reorganisation", "champion_leaves", "rival_launch"])
def test_a_shock_strikes_its_share_of_open_purchases_once_on_its_day(kind: str) -> None:
    n_open = n_struck = 0
    for journal in journals(MERGED.with_changes(struck(kind)), 16):
        hit = rows(journal, Kind.SHOCK)
        assert (hit["time"] == 480.0).all()
        assert (hit["reason"] == Reason[kind.upper()]).all()
        assert len(np.unique(hit["account"])) == len(hit)
        there = waiting_at(journal, 480.0)
        assert set(hit["account"].tolist()) <= there
        n_open, n_struck = n_open + len(there), n_struck + len(hit)
    assert n_open > 100
    assert within(n_struck / n_open, 0.4, n_open)


def test_nothing_changes_before_the_blow_and_nobody_else_is_hit_under_another_programme() -> None:
    calm, blown = journals(MERGED, 1)[0], journals(MERGED.with_changes(struck("reorganisation", size=1.0)), 1)[0]
    n = int(np.sum(calm["time"] < 480.0))
    assert calm[:n].tobytes() == blown[:n].tobytes()
    other = journals(plain("baton_pass").with_changes(struck("reorganisation", size=1.0)), 1)[0]
    both = waiting_at(blown, 480.0) & waiting_at(other, 480.0)
    hit = [set(rows(journal, Kind.SHOCK)["account"].tolist()) & both for journal in (blown, other)]
    assert hit[0] == hit[1]


def test_what_a_blow_takes_is_what_it_says() -> None:
    for kind in ("budget_freeze", "reorganisation", "champion_leaves", "rival_launch"):
        office = midway(MERGED.with_changes(struck(kind, share=1.0, size=0.25, week=500)), 1200.0)
        world = office.world
        before, accounts = world.people.copy(), world.accounts.copy()
        strike(world, 0, int(office.desk[0].n_arrived), 1200.0)
        open_now = (accounts["status"] == 0) & (accounts["serious"] == 1) & (accounts["alive"] == 1)
        assert open_now.sum() > 10
        present = open_now[:, None] & (np.arange(12) < accounts["n_people"][:, None])
        changed = {name for name in before.dtype.names if not np.array_equal(before[name], world.people[name])}
        assert np.array_equal(before[~present], world.people[~present])
        if kind == "budget_freeze":
            assert not changed
            assert (world.accounts["frozen_until"][open_now] == 1200.0 + 8 * 0.25).all()
            assert (world.accounts["frozen_until"][~open_now] == accounts["frozen_until"][~open_now]).all()
        elif kind == "rival_launch":
            assert changed == {"truth"}
            gain = world.people["truth"] - before["truth"]
            assert np.allclose(gain[present], [0.0, 0.25, 0.0])
            assert (world.accounts["aware"][open_now][:, 1] == 1).all()
        else:
            newcomer = {"stake", "truth", "change_belief", "change_precision", "opinion", "precision"}
            newcomer |= {"conceded", "untold", "untold_sum", "confusion"}
            assert changed <= {"known", "evidence", "on_file", "in_mind"} | (
                newcomer if kind == "champion_leaves" else set()
            )
            hit = present & (np.arange(12) == 0) if kind == "champion_leaves" else present
            assert np.allclose(world.people["known"][hit], 0.75 * before["known"][hit])
            assert np.allclose(world.people["evidence"][hit], 0.75 * before["evidence"][hit])
            assert np.array_equal(world.people["known"][~hit], before["known"][~hit])
            if kind == "champion_leaves":
                for store in ("on_file", "in_mind"):
                    assert np.allclose(world.people[store][hit], 0.75 * before[store][hit])


def test_nobody_votes_while_the_budget_is_frozen() -> None:
    n_votes = 0
    for journal in journals(MERGED.with_changes(struck("budget_freeze", share=1.0, size=60.0, week=20)), 4):
        votes = rows(journal, Kind.VOTE)
        votes = votes[np.isin(votes["reason"], (Reason.PASSED, Reason.BLOCKED))]
        frozen = rows(journal, Kind.SHOCK)["account"]
        mine = votes[np.isin(votes["account"], frozen)]
        assert not ((mine["time"] > 800.0) & (mine["time"] < 1280.0)).any()
        n_votes += len(mine)
    assert n_votes > 10
    rises(paired(MERGED, struck("budget_freeze", share=1.0, size=60.0, week=20)), "days_to_decision")


def test_nothing_is_signed_while_the_budget_is_frozen() -> None:
    for journal in journals(MERGED.with_changes(struck("budget_freeze", share=1.0, size=60.0, week=40)), 6):
        frozen = rows(journal, Kind.SHOCK)["account"]
        signed = rows(journal, Kind.DECISION)
        signed = signed[np.isin(signed["account"], frozen) & (signed["reason"] == Reason.BOUGHT)]
        assert not ((signed["time"] > 1600.0) & (signed["time"] < 2080.0)).any()


def test_who_has_forgotten_starts_over_and_who_has_a_better_rival_in_view_buys_there() -> None:
    rises(
        paired(MERGED, struck("reorganisation", share=1.0, size=1.0, week=15)), "days_to_decision", "hours_per_person"
    )
    launch = paired(MERGED, struck("rival_launch", share=1.0, size=1.5, week=10))
    rises(launch, "p_lost")
    falls(launch, "p_win")


# novelty


def test_what_is_new_has_to_be_proved_and_is_left_undone_more_often() -> None:
    pair = paired(MERGED, {"market.offer.novelty": 1.5})
    rises(pair, "p_no_decision", "hours_per_person")

    def shortfall(novelty: float) -> float:
        alone = {"market.offer.novelty": novelty, "market.offer.share_guided": 10.0}
        worlds = [history(MERGED.with_changes(alone), replication) for replication in range(3)]
        bought = np.concatenate([world.accounts[world.accounts["vendor"] >= 0] for world in worlds])
        return float(bought["shortfall"].mean())

    def granted(novelty: float) -> float:
        found = journals(MERGED.with_changes({"market.offer.novelty": novelty}), 8)
        return float(np.mean(np.concatenate([rows(j, Kind.APPROVAL)["reason"] for j in found]) == Reason.GRANTED))

    assert granted(1.5) < granted(0.0)
    assert shortfall(1.5) < shortfall(0.0) - 0.1


# after the sale


def test_care_reaches_customers_and_makes_buyers_wait() -> None:
    pair = paired(CUSTOMERS, {"programme.care.share_caring": 0.3})
    falls(pair, "share_neglected")
    rises(pair, "hours_wait_for_rep", "p_renewal")
    assert paired(CUSTOMERS, {}).level("share_neglected") == 1.0
    assert pair.level("share_neglected") < 0.02
    half = paired(CUSTOMERS, {"programme.care.share_caring": 0.05})
    assert half.level("share_neglected") == pytest.approx(np.exp(-1.0), abs=0.05)


def test_neglect_and_unsolved_issues_cost_renewals() -> None:
    quiet = CUSTOMERS.with_changes({"market.living.neglect": 0.0, "market.living.p_issue": 0.0})
    falls(paired(quiet, {"market.living.neglect": 0.3}), "p_renewal", "revenue_retained")
    broken = quiet.with_changes({"market.living.p_issue": 0.8, "programme.care.p_resolved": 0.0})
    solved = paired(broken, {"programme.care.p_resolved": 1.0})
    assert solved.level("share_issues_open") == 0.0
    rises(solved, "p_renewal")
    falls(solved, "share_issues_open")


def test_issues_come_and_are_solved_as_often_as_they_should() -> None:
    scenario = CUSTOMERS.with_changes({"market.living.p_issue": 0.4, "programme.care.p_resolved": 0.6})
    found = [history(scenario, replication).journal for replication in range(4)]
    n_periods = sum(len(rows(journal, Kind.USE)) for journal in found)
    issues = np.concatenate([rows(journal, Kind.ISSUE) for journal in found])
    assert within(len(issues) / n_periods, 0.4, n_periods)
    assert within(float(np.mean(issues["reason"] == Reason.RECOVERED)), 0.6, len(issues))


def test_only_those_who_stay_buy_more_and_only_the_delighted_pay_more() -> None:
    changes = {"market.living.share_expands": 1.0, "market.living.premium": 0.2, "market.living.expansion_value": 0.5}
    n_more = n_dearer = 0
    for journal in journals(CUSTOMERS.with_changes(changes), 4):
        renewals, offers = rows(journal, Kind.RENEWAL), rows(journal, Kind.EXPANSION)
        stayed = renewals[renewals["reason"] == Reason.RENEWED]
        assert np.array_equal(np.sort(stayed["account"]), np.sort(offers["account"]))
        assert set(np.round(stayed["detail"], 9)) <= {1.0, 1.2}
        assert (renewals["detail"][renewals["reason"] == Reason.LEFT] == 0.0).all()
        assert (offers["value"] == 0.5).all()
        n_more += int(np.sum(offers["reason"] == Reason.BOUGHT))
        n_dearer += int(np.sum(stayed["detail"] > 1.1))
    assert n_more > 10
    assert n_dearer > 10
    modest = CUSTOMERS.with_changes({"market.living.share_expands": 0.0, "market.living.premium": 0.0})
    rises(paired(modest, changes), "revenue_retained")
    alike = paired(modest, {})
    assert np.isclose(alike.level("revenue_retained"), alike.level("p_renewal"))


def test_life_after_the_sale_starts_when_it_says_and_lasts_as_long() -> None:
    journal = history(CUSTOMERS).journal
    live = first_per_account(rows(journal, Kind.GO_LIVE))
    ours = live[live["vendor"] == 0]
    living = CUSTOMERS.market.living
    for row in ours:
        periods = rows(journal, Kind.USE)
        periods = periods[periods["account"] == row["account"]]
        assert len(periods) == living.n_periods
        assert np.allclose(periods["time"] - row["time"], 8.0 * living.days_period * np.arange(1, living.n_periods + 1))


def test_segments_that_differ_in_nothing_are_one() -> None:
    alike = [{"name": "a", "weight": 1}, {"name": "b", "weight": 3}, {"name": "c", "weight": 0}]
    strangers = {"market.living.p_knows_customer": 0.0, "market.living.rumour": 0.0}  # peers talk within their segment
    assert identical(MERGED.with_changes(strangers), {"market.segments": alike})


NEUTRAL = {
    "a shock that strikes nobody": struck("reorganisation", share=0.0),
    "a shock after everything": struck("reorganisation", share=1.0, week=500),
    "a freeze of no length": struck("budget_freeze", share=1.0, size=0.0),
    "mail that is not sent": {
        "programme.nurture.days_between": 0.0,
        "programme.nurture.p_opened": 1.0,
        "programme.nurture.annoyance": 0.5,
        "programme.nurture.cost_mail": 100.0,
    },
    "gaps nobody takes on": {
        "programme.governance.office.days_to_fix": 0.0,
        "programme.governance.office.share_closed": 1.0,
    },
    "governing that only costs": {"programme.governance.form": "office", "programme.governance.office.p_fixed": 0.0},
    "nobody to prime": {"programme.marketing.priming": 1.0, "market.demand.share_latent": 0.0},
    "nothing planted": {"market.demand.priming_effect": 3.0},
    "pushing nobody does": {"market.mind.push_effect": 1.0},
    "issues that never come": {"market.living.issue_cost": 2.0, "programme.care.p_resolved": 0.0},
    "expansions nobody wants": {"market.living.expansion_value": 3.0},
    "surveys nobody sends": {"market.living.p_answers_survey": 1.0, "market.living.answer_bias": 1.0},
    "no levels to pass": {"market.approvals": [], "market.group.how_to_buy": 3.0},
    "a rest nobody needs without a gate": {"programme.gate.days_recycle": 100.0},
}


def identical(scenario: Scenario, changes: dict[str, object]) -> bool:
    return journals(scenario, 1)[0].tobytes() == journals(scenario.with_changes(changes), 1)[0].tobytes()


@pytest.mark.parametrize("case", NEUTRAL)
def test_a_mechanism_that_is_off_has_no_small_print(case: str) -> None:
    changes = dict(NEUTRAL[case])
    base = (
        MERGED.with_changes({"market.approvals": changes.pop("market.approvals")}) if case.startswith("no ") else MERGED
    )
    if "strikes" in case or "no length" in case:  # a freeze of no length is told and does nothing
        bare = journals(base, 1)[0]
        told = journals(base.with_changes(changes), 1)[0]
        assert bare.tobytes() == told[told["kind"] != Kind.SHOCK].tobytes()
    else:
        assert identical(base, changes)
