"""Coverage: who sells to which segment, what partners take for it, and what it is to have nobody to ask."""

import math

import numpy as np
import pytest
from pairs import falls, paired, rises

import buyermaze as bm
from buyermaze.simulator.core.vocabulary import Channel, Kind, Reason
from buyermaze.simulator.journal.compare import first_difference
from buyermaze.simulator.model.rules.environment.partners import p_steered
from buyermaze.simulator.outcomes.segments import segments_of
from buyermaze.simulator.runs.played import own_choices, relive, seat
from tests.worlds import rows

SMALL, LARGE = 0, 1
SEGMENTS = [
    {"name": "small", "weight": 3.0, "people": 0.6, "needs": 0.7},
    {"name": "large", "weight": 1.0, "people": 1.3},
]
QUICK = {
    "run.weeks_warm_up": 0.0, "run.weeks": 60.0, "run.weeks_follow_up": 100.0, "run.n_batches": 1,
    "market.segments": SEGMENTS, "market.mind.days_longest": 150.0,
}  # fmt: skip
OUR_WORK = (Kind.ASKED, Kind.SERVED, Kind.GAVE_UP, Kind.LEAD_WORK, Kind.CHECKED, Kind.OPENED, Kind.IGNORED)


def company(by="partners", **changes):
    """Return the baton pass with its small accounts covered by somebody."""
    more = {path.replace("__", "."): value for path, value in changes.items()}
    covered = {"programme.coverage": [{"name": "small", "by": by}]}
    return bm.load("baton_pass", changes=QUICK | covered | more)


@pytest.fixture(scope="module")
def by_reps():
    return bm.simulate(bm.load("baton_pass", changes=QUICK))


@pytest.fixture(scope="module")
def by_partners():
    return bm.simulate(company())


@pytest.fixture(scope="module")
def by_themselves():
    return bm.simulate(company("self_service"))


def of_segment(run, place):
    """Return the rows of the accounts of a segment."""
    journal = run.journal[run.journal["account"] >= 0]
    accounts = np.unique(journal["account"])
    return journal[np.isin(journal["account"], accounts[segments_of(run, accounts) == place])]


def told(run, place, name):
    """Return one number of a segment."""
    return run.by_segment()[name].iloc[place]


def test_to_say_that_our_reps_cover_a_segment_changes_nothing(by_reps):
    assert first_difference(bm.simulate(company("reps")).journal, by_reps.journal) is None
    assert not len(rows(by_reps.journal, Kind.COMMISSION))


def test_partners_numbers_are_idle_where_no_segment_is_theirs(by_reps):
    idle = {
        "programme.partners.skill": 0.1,
        "programme.partners.hours_wait": 400.0,
        "programme.partners.commission": 0.8,
    }
    scenario = bm.load("baton_pass", changes=QUICK | idle)
    assert first_difference(bm.simulate(scenario).journal, by_reps.journal) is None


@pytest.mark.parametrize("run", ["by_partners", "by_themselves"])
def test_none_of_our_people_works_for_a_segment_of_others_and_all_still_do_for_the_rest(run, request):
    run = request.getfixturevalue(run)
    small, large = (of_segment(run, place) for place in (SMALL, LARGE))
    assert len(small) > 1000
    assert not np.isin(small["kind"], OUR_WORK).any()
    for kind in (Kind.ASKED, Kind.SERVED, Kind.CHECKED, Kind.OPENED):
        assert len(rows(large, kind))


def test_reps_have_less_to_do_and_the_rest_waits_less_when_others_cover_a_segment(by_reps, by_partners, by_themselves):
    for other in (by_partners, by_themselves):
        assert other.outcomes["share_rep_time_used"] < by_reps.outcomes["share_rep_time_used"]
        assert other.outcomes["hours_wait_for_rep"] < by_reps.outcomes["hours_wait_for_rep"]


def test_who_serves_themselves_meets_no_seller_of_ours(by_themselves):
    small = of_segment(by_themselves, SMALL)
    assert not ((small["kind"] == Kind.TOUCH) & (small["channel"] == Channel.REP)).any()
    assert not ((small["kind"] == Kind.CONTACTED) & (small["vendor"] == 0)).any()
    assert len(rows(small, Kind.LEAD))  # their marks are seen and counted, and nobody works them


def test_who_serves_themselves_buys_nothing_from_us_without_a_checkout_and_with_one_does(by_themselves, by_reps):
    checkout = {"programme__self_serve__share_of_deals": 1.0, "market__offer__complexity": 0.3}
    assert told(by_themselves, SMALL, "p_win") == 0.0  # nobody signs without terms
    assert told(by_reps, SMALL, "p_win") > 0.0
    assert told(bm.simulate(company("self_service", **checkout)), SMALL, "p_win") > 0.0


def test_an_account_meets_its_partner_once_for_the_first_time_and_from_then_on_it_is_an_opportunity(by_partners):
    small = of_segment(by_partners, SMALL)
    met = small[(small["kind"] == Kind.CONTACTED) & (small["vendor"] == 0)]
    talks = small[(small["kind"] == Kind.TOUCH) & (small["channel"] == Channel.REP)]
    assert len(met) > 20
    assert set(talks["rep"]) == set(met["rep"]) == {-1}
    assert len(np.unique(met["account"])) == len(met)
    assert set(met["account"]) == set(talks["account"])


@pytest.mark.parametrize("share", [0.0, 0.3, 1.0])
def test_partners_know_the_situation_as_often_as_it_says(share):
    talks = of_segment(bm.simulate(company(programme__partners__share_known=share)), SMALL)
    talks = talks[(talks["kind"] == Kind.TOUCH) & (talks["channel"] == Channel.REP)]
    known = talks["reason"] == Reason.IN_CONTEXT
    assert set(talks["reason"]) <= {Reason.IN_CONTEXT, Reason.OUT_OF_CONTEXT, Reason.ALONE}
    assert abs(known.mean() - share) <= 4.0 * math.sqrt(share * (1.0 - share) / len(talks))


def test_partners_who_keep_nothing_leave_the_same_buyers_and_exactly_the_commission(by_partners):
    free = bm.simulate(company(programme__partners__commission=0.0))
    kept = by_partners.journal[by_partners.journal["kind"] != Kind.COMMISSION]
    columns = [name for name in kept.dtype.names if name != "row"]
    assert all(np.array_equal(kept[name], free.journal[name]) for name in columns)
    paid = told(by_partners, SMALL, "commission")
    assert paid > 0.0
    assert told(by_partners, LARGE, "commission") == told(free, SMALL, "commission") == 0.0
    assert by_partners.outcomes["cost_total"] - free.outcomes["cost_total"] == pytest.approx(paid)
    assert free.outcomes["profit"] - by_partners.outcomes["profit"] == pytest.approx(paid)
    assert by_partners.outcomes["revenue"] == free.outcomes["revenue"]


def test_the_commission_is_its_share_of_what_the_segment_pays(by_partners):
    small = of_segment(by_partners, SMALL)
    bought = small[(small["kind"] == Kind.TERMS) & (small["vendor"] == 0) & (small["reason"] == Reason.BOUGHT)]
    offer, share = by_partners.scenario.market.offer, by_partners.scenario.programme.partners.commission
    paid = (1.0 + offer.price_unit * bought["value"]) * share
    kept = rows(by_partners.journal, Kind.COMMISSION)
    assert len(kept) > 5
    assert kept["account"].tolist() == bought["account"].tolist()
    assert kept["value"] == pytest.approx(paid)


def test_the_calendar_adds_up_the_same_commission(by_partners):
    free = bm.simulate(company(programme__partners__commission=0.0))
    paid = rows(by_partners.journal, Kind.COMMISSION)
    until = 60.0 * 40.0  # the window
    expected = paid["value"][paid["time"] < until].sum() * by_partners.scenario.market.offer.deal_value
    difference = by_partners.by("month", until=until)["cost"] - free.by("month", until=until)["cost"]
    assert difference.sum() == pytest.approx(expected)
    assert (difference >= -1e-6).all()


def test_longer_waits_and_poorer_answers_of_partners_win_less(by_partners):
    for worse in ({"programme__partners__hours_wait": 400.0}, {"programme__partners__skill": 0.0}):
        assert told(bm.simulate(company(**worse)), SMALL, "p_win") < told(by_partners, SMALL, "p_win")


def test_partners_serve_whoever_is_small_enough_where_nobody_is_named(by_partners) -> None:
    by_size = bm.load("baton_pass", changes=QUICK | {"programme.partners.serves_below": 0.7})
    assert np.array_equal(bm.simulate(by_size).journal, by_partners.journal)
    named = company("reps").with_changes({"programme.partners.serves_below": 0.7})
    assert not len(rows(bm.simulate(named).journal, Kind.COMMISSION))


def test_what_partners_do_not_tell_us_of_our_systems_do_not_see(by_partners) -> None:
    falls(paired(company(), {"programme.partners.share_reported": 0.0}, n_runs=6), "share_visible", "p_lead_of_real")


def test_partners_who_sell_for_others_too_put_forward_whoever_pays(by_partners) -> None:
    trade = {"market.partner_trade.share_of_others": 1.0}
    base = company().with_changes(trade)
    compiled, reference = (bm.simulate(base, engine=engine).journal for engine in ("compiled", "reference"))
    assert first_difference(compiled, reference) is None
    shown = rows(compiled, Kind.STEERED)
    assert len(shown) > 50 and set(shown["vendor"].tolist()) == {1}
    pair = paired(company(), trade, n_runs=12)
    falls(pair, "p_win")
    paid = paired(base, {"programme.partners.commission": 0.6}, n_runs=12)
    falls(paid, "share_steered")
    rises(paid, "cost_total")
    assert paid.level("share_steered") == pytest.approx(0.25, abs=0.03)
    assert p_steered(0.0, 0.0) == 0.5


def test_from_a_date_on_others_may_cover_a_segment_and_nothing_is_different_before(by_reps):
    week = 20
    handed = bm.simulate(
        company("reps", timeline=[{"week": week, "changes": {"programme.coverage.small.by": "partners"}}])
    )
    both = (
        handed.journal[handed.journal["time"] < week * 40.0],
        by_reps.journal[by_reps.journal["time"] < week * 40.0],
    )
    assert first_difference(*both) is None
    small = of_segment(handed, SMALL)
    asked, kept = rows(small, Kind.ASKED), rows(small, Kind.COMMISSION)
    assert len(asked)
    assert len(kept)
    assert asked["time"].max() < week * 40.0 <= kept["time"].min()
    assert handed.by_segment()["served_by"].tolist() == ["reps, then partners", "reps"]


def test_every_segment_says_who_serves_it(by_partners, by_themselves):
    assert by_partners.by_segment()["served_by"].tolist() == ["partners", "reps"]
    assert by_themselves.by_segment()["served_by"].tolist() == ["self service", "reps"]


def test_a_life_with_partners_played_as_its_person_would_is_the_simulated_one(by_partners):
    talks = rows(by_partners.journal, Kind.TOUCH)
    talks = talks[(talks["channel"] == Channel.REP) & (talks["rep"] < 0)]
    account, person = int(talks["account"][0]), int(talks["person"][0])
    own = by_partners.journal[by_partners.journal["account"] == account].view(np.recarray)
    place = seat(by_partners.scenario, 0, account, person, by_partners.journal.view(np.recarray))
    life = relive(place, own_choices(own, person))
    assert len(life.rows) > 10
    assert life.rows.tobytes() == own[: len(life.rows)].tobytes()


@pytest.mark.parametrize(
    ("coverage", "says"),
    [
        ([{"name": "smal", "by": "partners"}], "'smal' is no segment of the market; did you mean 'small'"),
        ([{"name": "small"}, {"name": "small", "by": "partners"}], "'small' is named twice"),
        ([{"name": "small", "by": "resellers"}], "programme.coverage"),
        ([{"name": "small", "by": "partners", "share": 0.5}], "share"),
    ],
)
def test_coverage_that_cannot_be_is_refused_in_one_sentence(coverage, says):
    with pytest.raises(bm.InputProblem) as problem:
        bm.load("baton_pass", changes=QUICK | {"programme.coverage": coverage})
    assert says in str(problem.value)
    assert "\n" not in str(problem.value).strip()
