"""With everything switched on: the engines agree to the bit, and nothing gets lost."""

from collections import Counter
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from worlds import history, rows

from buyermaze.simulator.core.calendar import HOURS_PER_YEAR
from buyermaze.simulator.core.vocabulary import Channel, Kind, Reason
from buyermaze.simulator.inputs.reading.loading import load
from buyermaze.simulator.inputs.sheets.scenario import Scenario
from buyermaze.simulator.journal.compare import first_difference
from buyermaze.simulator.outcomes.books.costs import spend, yearly_spend
from buyermaze.simulator.outcomes.books.tallies import HOURS_IN, Tally
from buyermaze.simulator.runs.run import Run, simulate
from tests.worlds import cohort

SHARE = st.floats(0, 1, allow_subnormal=False)
LEVERS: dict[str, st.SearchStrategy[Any]] = {
    "programme.nurture.days_between": st.sampled_from([0.0, 1.0, 7.5, 40.0]),
    "programme.nurture.share_relevant": SHARE,
    "programme.nurture.p_opened": SHARE,
    "programme.nurture.annoyance": st.floats(0, 0.5),
    "programme.selling.p_follow_up": SHARE,
    "programme.selling.p_uses_assets": SHARE,
    "programme.selling.need_focus": SHARE,
    "programme.gate.closed": st.booleans(),
    "programme.gate.days_score_life": st.sampled_from([0.0, 1.0, 30.0]),
    "programme.gate.days_recycle": st.sampled_from([0.0, 5.0, 100.0]),
    "programme.memory.days_fresh": st.sampled_from([0.0, 1.0, 100.0]),
    "programme.message.fine_print": st.sampled_from([0.0, 0.5, 2.0]),
    "programme.marketing.priming": SHARE,
    "programme.governance.form": st.sampled_from(["none", "committee", "executive"]),
    "programme.governance.committee.p_fixed": SHARE,
    "programme.governance.committee.days_between_sessions": st.sampled_from([0.0, 3.0, 60.0]),
    "programme.governance.executive.days_to_fix": st.sampled_from([0.0, 3.0, 60.0]),
    "programme.governance.executive.share_closed": SHARE,
    "programme.pricing.level": st.sampled_from([-0.5, 0.0, 0.5]),
    "programme.pricing.open": st.booleans(),
    "market.rivals.rival 1.share_known": SHARE,
    "market.rivals.rival 2.price": st.sampled_from([-0.5, 0.0, 0.5]),
    "market.living.referral": SHARE,
    "market.mind.ease_weight": SHARE,
    "programme.care.share_caring": st.floats(0, 0.9),
    "programme.care.p_resolved": SHARE,
    "programme.voice.p_survey": SHARE,
    "programme.voice.p_noticed": SHARE,
    "market.demand.share_latent": SHARE,
    "market.mind.media_synergy": st.floats(0, 3),
    "market.mind.push_effect": SHARE,
    "market.group.how_to_buy": st.floats(0, 3),
    "market.offer.novelty": st.floats(0, 2),
    "market.living.neglect": st.floats(0, 2),
    "market.living.p_issue": SHARE,
    "market.living.share_expands": SHARE,
    "market.living.premium": SHARE,
    "market.living.answer_bias": st.floats(-1, 1),
    "market.living.n_periods": st.integers(1, 5),
    "market.segments": st.lists(
        st.fixed_dictionaries({"weight": st.floats(0.1, 5), "people": st.floats(0.2, 2), "pace": st.floats(0.3, 3)}),
        min_size=1,
        max_size=6,
    ).map(lambda rows: [{"name": f"kind {n}"} | row for n, row in enumerate(rows)]),
    "market.shocks": st.lists(
        st.fixed_dictionaries(
            {
                "kind": st.sampled_from(["budget_freeze", "reorganisation", "champion_leaves", "rival_launch"]),
                "week": st.sampled_from([0.0, 1.0, 4.0, 9.5]),
                "share_struck": SHARE,
                "size": st.sampled_from([0.0, 0.5, 1.0, 30.0]),
            }
        ),
        max_size=8,
    ).map(lambda rows: [{"name": f"blow {n}"} | row for n, row in enumerate(rows)]),
}


@st.composite
def everything_on(draw: st.DrawFn) -> Scenario:
    """Draw a small market in which every mechanism may be at work."""
    changes = {path: draw(values) for path, values in LEVERS.items()}
    size = {
        **cohort(draw(st.integers(1, 25))),
        "run.seed": draw(st.integers(0, 2**40)),
        "market.mind.days_longest": 60.0,
        "market.group.n_people_mean": float(draw(st.integers(1, 6))),
    }
    return load("sla_aligned").with_changes(changes | size)


@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
@given(everything_on())
def test_both_engines_tell_the_same_with_everything_on(scenario: Scenario) -> None:
    compiled, reference = (simulate(scenario, engine=engine).journal for engine in ("compiled", "reference"))
    assert first_difference(compiled, reference) is None


@pytest.mark.parametrize(
    ("name", "market"),
    [
        ("unified_experience", "long_relationship"),
        ("nurture_machine", "turbulent"),
        ("spam_cannon", "crowded_commodity"),
        ("listening", "new_technology"),
        ("sales_pushed", "committee_gridlock"),
    ],
)
def test_both_engines_tell_the_same_of_every_new_programme(name: str, market: str) -> None:
    scenario = load(name, market=market).with_changes(cohort(25))
    compiled, reference = (simulate(scenario, engine=engine).journal for engine in ("compiled", "reference"))
    assert first_difference(compiled, reference) is None


FULL = {
    "programme.nurture.days_between": 6.0,
    "programme.selling.p_follow_up": 0.8,
    "programme.selling.need_focus": 0.5,
    "programme.message.fine_print": 0.3,
    "programme.voice.p_survey": 0.7,
    "programme.voice.cost_survey": 3.0,
    "programme.nurture.cost_mail": 0.25,
}
CASES = [
    ("unified_experience", "long_relationship"),
    ("listening", "new_technology"),
    ("customer_care", "turbulent"),
    ("fine_print", "crowded_commodity"),
    ("nurture_machine", "committee_gridlock"),
]


@pytest.fixture(scope="module", params=CASES, ids=lambda case: "-".join(case))
def books(request: pytest.FixtureRequest) -> tuple[Scenario, Any, Run]:
    """Return a scenario with everything on, the state it ends in, and its run."""
    name, market = request.param
    scenario = load(name, market=market).with_changes(FULL | cohort(100))
    world = history(scenario)
    return scenario, world, Run(scenario, 0, world.journal)


def tally(run: Run, which: Tally) -> float:
    """Return a number summed over all journeys, serious or not."""
    return float(run.totals["sum"][0, :, which].sum())


def test_accounts_are_conserved(books) -> None:
    _, world, run = books
    for kind in (Kind.ARRIVED, Kind.DECISION, Kind.ENDED):
        assert np.array_equal(np.sort(rows(world.journal, kind)["account"]), np.arange(len(world.accounts)))
    names = ("p_win", "p_lost", "p_no_decision")
    assert sum(run.outcomes[name] for name in names) == pytest.approx(1.0)


def test_invitations_and_mails_add_up(books) -> None:
    _, world, run = books
    asked, answered, mailed = (rows(world.journal, kind) for kind in (Kind.INVITED, Kind.SURVEY, Kind.MAILED))
    assert len(asked) >= len(answered) > 0
    assert tally(run, Tally.N_INVITED) == len(asked)
    assert tally(run, Tally.N_ANSWERED) == len(answered)
    sums = Tally.WOULD_EFFORT_N, Tally.WOULD_SATISFIED_N, Tally.WOULD_NET_N
    assert sum(tally(run, which) for which in sums) == len(asked)
    sums = Tally.SAID_EFFORT_N, Tally.SAID_SATISFIED_N, Tally.SAID_NET_N
    assert sum(tally(run, which) for which in sums) == len(answered)
    assert (mailed["detail"] <= mailed["value"]).all() and (mailed["value"] <= 12).all()
    assert tally(run, Tally.N_MAILS) == mailed["value"].sum()
    assert tally(run, Tally.N_MAILS_OPENED) == mailed["detail"].sum()
    # a mail that answers something is a touch of the same moment; no more of them than were opened
    touches = rows(world.journal, Kind.TOUCH)
    read = Counter(map(tuple, touches[touches["channel"] == Channel.EMAIL][["time", "account"]].tolist()))
    answers = [read[row["time"].item(), row["account"].item()] for row in mailed]
    assert sum(answers) > 0 or mailed["detail"].sum() == 0
    assert all(n <= row["detail"] for n, row in zip(answers, mailed, strict=True))


def test_money_is_spend_and_mails_and_invitations(books) -> None:
    scenario, world, run = books
    n_mails = rows(world.journal, Kind.MAILED)["value"].sum()
    n_asked = len(rows(world.journal, Kind.INVITED))
    years = 100 / scenario.market.demand.n_accounts_per_week / 50
    assert yearly_spend(scenario.programme) == pytest.approx(2_010_000)
    nurture = scenario.programme.nurture
    a_mail = 0.25 + nurture.cost_relevance * nurture.share_relevant
    expected = spend(scenario.programme, 2000 * years) + a_mail * n_mails + 3.0 * n_asked
    assert run.outcomes["cost_total"] == pytest.approx(expected / years)
    worth = scenario.market.offer
    terms = rows(world.journal, Kind.TERMS)
    sold = terms[(terms["vendor"] == 0) & (terms["reason"] == Reason.BOUGHT)]
    paid = (1.0 + worth.price_unit * sold["value"]).sum() * worth.deal_value
    assert len(sold) == (rows(world.journal, Kind.DECISION)["detail"] == 1).sum()
    assert run.outcomes["revenue"] == pytest.approx(paid / years)
    message = scenario.programme.message
    kept = message.fine_print * message.margin_fine_print - (1.0 - worth.margin)
    earned = paid + kept * worth.deal_value * len(sold)
    assert run.outcomes["profit"] == pytest.approx((earned - expected) / years)


def test_hours_of_buyers_and_reps_add_up(books) -> None:
    _, world, run = books
    journal = world.journal
    spent = journal[np.isin(journal["kind"], (Kind.TOUCH, Kind.MEETING, Kind.GAVE_UP, Kind.MAILED))]["hours"].sum()
    assert spent == pytest.approx(world.people["hours_spent"].sum(), rel=1e-12)
    assert sum(tally(run, Tally(place)) for place in HOURS_IN) == pytest.approx(spent, rel=1e-9)
    worked = journal[np.isin(journal["kind"], (Kind.SERVED, Kind.LEAD_WORK, Kind.RECOVERY))]["hours"].sum()
    assert worked == pytest.approx(world.reps["hours_worked"].sum(), rel=1e-12)
    assert tally(run, Tally.HOURS_SELLING) == pytest.approx(worked, rel=1e-9)


def test_every_request_ends_once(books) -> None:
    scenario, world, _ = books
    journal = world.journal
    asked, ignored = rows(journal, Kind.ASKED), rows(journal, Kind.IGNORED)
    settled = len(rows(journal, Kind.SERVED)) + len(rows(journal, Kind.GAVE_UP))
    assert 0 < len(ignored) < len(asked) and settled <= len(asked)
    assert scenario.programme.selling.p_follow_up == 0.8
    pushed = rows(journal, Kind.TOUCH)["reason"] == Reason.PUSHED
    assert 0 < pushed.sum() < len(rows(journal, Kind.SERVED))


def test_life_after_the_sale_belongs_to_our_customers_and_adds_up(books) -> None:
    _, world, run = books
    journal = world.journal
    decided = rows(journal, Kind.DECISION)
    ours = set(decided["account"][decided["detail"] == 1].tolist())
    for kind in (Kind.USE, Kind.CARE, Kind.ISSUE, Kind.RENEWAL, Kind.EXPANSION):
        assert set(rows(journal, kind)["account"].tolist()) <= ours
    assert tally(run, Tally.N_CARED) <= tally(run, Tally.N_PERIODS)
    assert tally(run, Tally.N_ISSUES_OPEN) <= tally(run, Tally.N_ISSUES) <= tally(run, Tally.N_PERIODS)
    assert tally(run, Tally.N_RENEWALS) == len(ours)
    assert tally(run, Tally.EXPANDED) <= tally(run, Tally.RENEWED)
    later = [k for k in Kind if k >= Kind.MAILED]
    assert journal[np.isin(journal["kind"], later)]["time"].min() >= 0.0
    fixed = rows(journal, Kind.FIXED)
    assert (fixed["account"] == -1).all() and (journal["account"] >= 0).sum() == len(journal) - len(fixed)
    hours = float(run.totals["hours"].sum())
    in_window = int((fixed["time"] < hours).sum())
    assert run.outcomes["n_fixed"] * hours / HOURS_PER_YEAR == pytest.approx(in_window)
