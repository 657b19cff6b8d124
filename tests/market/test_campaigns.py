"""Campaigns that run, holdouts, and what is asked for before a meeting."""

from typing import Any

import numpy as np
import pytest
from pairs import paired, plain, rises
from worlds import rows

import buyermaze as bm
from buyermaze.simulator.core.errors import InputProblem
from buyermaze.simulator.core.vocabulary import Channel, Kind, Reason
from buyermaze.simulator.inputs.dates.timeline import years_observed
from buyermaze.simulator.inputs.sheets.scenario import Scenario
from buyermaze.simulator.journal.compare import first_difference
from buyermaze.simulator.model.rules.marketing.campaign import is_crowded, is_region_held_out
from buyermaze.simulator.outcomes.books.costs import yearly_spend
from tests.worlds import JOBS, cohort

STEPS = [
    {"name": "webinar", "channel": "event", "job": "problem", "days_wait": 2.0},
    {"name": "overview", "channel": "email", "job": "solution", "days_wait": 10.0, "only_if": "taken"},
    {"name": "reminder", "channel": "email", "job": "problem", "days_wait": 4.0, "only_if": "not_taken"},
    {"name": "call", "channel": "rep", "days_wait": 5.0},
]
CAMPAIGN = "programme.campaign."


def running(n_accounts: int = 150, **changes: Any) -> Scenario:
    """Return a small world in which the campaign runs."""
    given = {f"{CAMPAIGN}{name}": value for name, value in changes.items()}
    return plain("baton_pass", n_accounts=n_accounts).with_changes({f"{CAMPAIGN}steps": STEPS} | given)


def by_account(journal: Any, kind: Kind) -> dict[int, list[Any]]:
    """Return the rows of a kind, account by account."""
    found: dict[int, list[Any]] = {}
    for row in rows(journal, kind):
        found.setdefault(int(row["account"]), []).append(row)
    return found


@pytest.mark.parametrize("by", ["account", "region"])
def test_both_engines_write_the_same_journal_while_a_campaign_runs(by: str) -> None:
    changes = {f"{CAMPAIGN}steps": STEPS, f"{CAMPAIGN}share_held_out": 0.4, f"{CAMPAIGN}held_out_by": by}
    changes |= {"market.material.p_asked": 1.0, "programme.gate.closed": True, "programme.nurture.days_between": 5.0}
    scenario = bm.load("sla_aligned", changes=cohort(30) | changes)
    compiled, reference = (bm.simulate(scenario, engine=name).journal for name in ("compiled", "reference"))
    assert first_difference(compiled, reference) is None
    assert len(rows(compiled, Kind.CAMPAIGN)) > 10
    assert len(rows(compiled, Kind.MATERIAL)) > 10


def test_who_is_held_out_gets_no_step_and_the_others_do() -> None:
    journal = bm.simulate(running(share_held_out=0.5)).journal
    entered = rows(journal, Kind.ENLISTED)
    held_out = set(entered["account"][entered["reason"] == Reason.HELD_OUT].tolist())
    reached = set(rows(journal, Kind.CAMPAIGN)["account"].tolist())
    assert not held_out & reached
    assert 0.3 < len(held_out) / len(entered) < 0.7
    assert len(np.unique(entered["account"])) == len(entered)


def test_whole_regions_are_held_out_as_many_as_make_up_the_share() -> None:
    for first in (0.0, 0.3, 0.99):
        out = [is_region_held_out(region, 4, first, 0.5) for region in range(4)]
        assert sum(out) == 2
    assert not any(is_region_held_out(region, 4, 0.5, 0.0) for region in range(4))
    assert all(is_region_held_out(region, 4, 0.5, 1.0) for region in range(4))


def test_the_share_held_out_changes_nothing_before_an_account_enters() -> None:
    none, everybody = (bm.simulate(running(share_held_out=share)).journal for share in (0.0, 1.0))
    first = rows(none, Kind.ENLISTED)["time"][0]
    before = [journal[journal["time"] < first] for journal in (none, everybody)]
    assert first_difference(*before) is None


def test_steps_come_in_their_order_after_their_waits() -> None:
    journal = bm.simulate(running()).journal
    entered = {account: found[0]["time"] for account, found in by_account(journal, Kind.ENLISTED).items()}
    for account, steps in by_account(journal, Kind.CAMPAIGN).items():
        moments = [entered[account], *(row["time"] for row in steps)]
        waits = [8.0 * STEPS[k]["days_wait"] for k in range(len(steps))]
        assert np.allclose(np.diff(moments), waits)
        assert len(steps) <= len(STEPS)


def test_a_step_with_a_condition_goes_out_only_where_it_holds() -> None:
    journal = bm.simulate(running()).journal
    n_after = [0, 0]
    for steps in by_account(journal, Kind.CAMPAIGN).values():
        if len(steps) > 1:
            taken = steps[0]["detail"] > 0
            n_after[int(taken)] += 1
            assert (steps[1]["reason"] == Reason.LEFT_OUT) == (not taken)
    assert min(n_after) > 5


def test_a_campaign_is_over_for_who_has_met_us() -> None:
    journal = bm.simulate(running()).journal
    met = {account: found[0]["time"] for account, found in by_account(journal, Kind.CONTACTED).items() if found[0]["vendor"] == 0}
    late = [row for account, steps in by_account(journal, Kind.CAMPAIGN).items() for row in steps
            if row["time"] > met.get(account, np.inf)]  # fmt: skip
    assert met
    assert not late


def test_accounts_enter_only_between_the_dates() -> None:
    scenario = running(week=10.0, weeks=20.0)
    times = rows(bm.simulate(scenario).journal, Kind.ENLISTED)["time"]
    assert len(times) > 5
    assert times.min() >= 10 * 40
    assert times.max() < 30 * 40


def test_a_step_for_one_persona_reaches_fewer_people() -> None:
    everybody = [STEPS[0]]
    reached = [
        rows(bm.simulate(running(steps=[step | given for step in everybody])).journal, Kind.CAMPAIGN)["value"].mean()
        for given in ({}, {"personas": ["champion"]})
    ]
    assert reached[1] < reached[0]


def test_a_campaign_for_a_segment_leaves_the_others_alone() -> None:
    segments = {"market.segments": [{"name": "small"}, {"name": "large"}]}
    scenario = running().with_changes(segments | {f"{CAMPAIGN}segments": ["large"]})
    n_all, n_large = (len(rows(bm.simulate(each).journal, Kind.ENLISTED)) for each in (running(), scenario))
    assert 0.3 * n_all < n_large < 0.7 * n_all


def test_useless_mails_close_upon_each_other_wear_trust_and_are_cancelled() -> None:
    mails = [{"name": f"mail {k}", "days_wait": 1.0} for k in range(10)]
    useless = {"programme.nurture.share_relevant": 0.0, "programme.nurture.p_opened": 0.9}
    spared = plain("baton_pass").with_changes(useless)
    rises(paired(spared, {f"{CAMPAIGN}steps": mails}, n_runs=8), "n_unsubscribed")
    crowded = bm.simulate(spared.with_changes({f"{CAMPAIGN}steps": mails})).outcomes["share_campaign_crowded"]
    assert crowded > 0.3


def test_a_mail_comes_too_soon_while_half_of_another_is_in_mind() -> None:
    assert is_crowded(0.5)
    assert not is_crowded(0.49)


def test_calls_of_a_campaign_are_answered_as_any_call_nobody_asked_for() -> None:
    calls = [{"name": f"call {k}", "channel": "rep", "days_wait": 3.0} for k in range(6)]
    found = paired(plain("baton_pass"), {f"{CAMPAIGN}steps": calls}, n_runs=8)
    rises(found, "n_calls", "share_contacts_by_us")


def test_a_campaign_costs_what_was_said() -> None:
    def total(**costs: float) -> float:
        return float(bm.simulate(running(**{f"cost_{name}": value for name, value in costs.items()})).outcomes["cost_total"])

    journal = bm.simulate(scenario := running()).journal
    counted = np.isin((steps := rows(journal, Kind.CAMPAIGN))["account"], bm.simulate(scenario).counted())
    guests = steps["detail"][counted & (steps["channel"] == Channel.EVENT)].sum()
    free, years = total(contact=0.0, guest=0.0), years_observed(scenario)
    assert total(contact=2.0, guest=0.0) - free == pytest.approx(2.0 * steps["value"][counted].sum() / years)
    assert total(contact=0.0, guest=50.0) - free == pytest.approx(50.0 * guests / years)
    without = plain("baton_pass", n_accounts=150).programme
    assert yearly_spend(scenario.programme) - yearly_spend(without) == pytest.approx(scenario.programme.campaign.cost_year)


def test_without_steps_nothing_of_a_campaign_happens_and_costs() -> None:
    plainly = plain("baton_pass", n_accounts=40)
    changed = plainly.with_changes({f"{CAMPAIGN}share_held_out": 0.5, f"{CAMPAIGN}cost_contact": 9.0})
    assert first_difference(bm.simulate(plainly).journal, bm.simulate(changed).journal) is None
    assert bm.simulate(plainly).outcomes["cost_total"] == bm.simulate(changed).outcomes["cost_total"]


def test_meetings_slip_where_there_is_nothing_to_read_and_more_people_give_up() -> None:
    base = plain("baton_pass").with_changes({"programme.team.n_content": 0.0})
    found = paired(base, {"market.material.p_asked": 1.0, "market.material.days_slip": 15.0}, n_runs=8)
    rises(found, "hours_wait_for_rep", "share_gave_up")


def test_where_content_holds_every_answer_no_meeting_slips() -> None:
    asset = {"quality": 1.0, "days_age": 0.0}
    assets = [{"name": f"{job} {k}", "job": job} | asset for job in JOBS for k in range(3)]
    full = {"programme.library.assets": assets, "programme.library.share_generic": 1.0, "programme.team.n_content": 60.0}
    outcomes = bm.simulate(plain("merged").with_changes(full | {"market.material.p_asked": 1.0})).outcomes
    assert outcomes["share_material_missed"] == pytest.approx(0.0, abs=0.01)
    assert outcomes["days_slipped"] < 0.5


@pytest.mark.parametrize(
    ("steps", "said"),
    [([{"name": "kit", "job": "validation"}], "answers problem, solution, requirements"),
     ([{"name": "a"}, {"name": "a"}], "named twice"),
     ([{"name": "a", "personas": ["champoin"]}], "champion"),
     ([{"name": "a", "asset": "trend rapport"}], "trend report"),
     ([{"name": "a", "asset": "ghost"}], "there are trend report")],
)  # fmt: skip
def test_a_campaign_that_cannot_be_done_is_refused_in_a_sentence(steps: list[dict[str, Any]], said: str) -> None:
    with pytest.raises(InputProblem, match=said):
        plain("baton_pass").with_changes({f"{CAMPAIGN}steps": steps})
