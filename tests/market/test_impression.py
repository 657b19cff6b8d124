"""Every touch is the company: trust won or lost in one channel is felt in the others, and the worst touch is shown."""

import numpy as np
import pytest
from pairs import falls, midway, paired, plain, rises
from worlds import rows

import buyermaze as bm
from buyermaze.simulator.core.vocabulary import OURS, SOUGHT, Kind
from buyermaze.simulator.journal.compare import first_difference
from buyermaze.simulator.model.rules.buyers.impression import carried
from tests.worlds import cohort

MARKET = "docs/examples/markets/one_company.yaml"
# nothing is exaggerated or told among peers: no change of trust but by what happens in a channel
HONEST = {
    "programme.message.promise": 0.0,
    "programme.message.gap": 0.0,
    "market.living.rumour": 0.0,
}


@pytest.fixture(scope="module")
def run():
    return bm.simulate(bm.load("spam_cannon", market=MARKET, changes=cohort(120)))


def test_both_engines_write_the_same_journal() -> None:
    calls = {
        "programme.outbound.days_between": 3.0,
        "programme.selling.need_focus": 0.5,
        "programme.message.fine_print": 0.3,
    }
    weeks = {"run.weeks_warm_up": 0.0, "run.weeks": 6.0, "run.weeks_follow_up": 40.0}
    scenario = bm.load("spam_cannon", market=MARKET, changes=weeks | calls)
    compiled, reference = (bm.simulate(scenario, engine=engine).journal for engine in ("compiled", "reference"))
    assert first_difference(compiled, reference) is None
    assert len(rows(compiled, Kind.IMPRESSION)) > 100


def test_trust_that_touches_move_is_missing_where_every_channel_is_trusted_for_itself(run) -> None:
    names = ["trust_won", "trust_lost", "worst_touch"]
    apart = bm.simulate(run.scenario.with_changes({"market.impression.share_carried": 0.0})).journeys()
    assert run.journeys()[names].notna().all(axis=None)
    assert apart[names].isna().all(axis=None) and set(apart.dtypes[names].astype(str)) == {"Float64"}


def test_a_company_that_is_one_to_its_buyers_is_trusted_alike_in_all_its_channels() -> None:
    whole = plain("spam_cannon").with_changes(HONEST | {"market.impression.share_carried": 1.0})
    apart = whole.with_changes({"market.impression.share_carried": 0.0})
    ours = [c for c in SOUGHT if OURS[c] == 1]

    def widest(scenario) -> float:
        world = midway(scenario, 800.0).world
        trust = world.people["trust"][world.accounts["alive"] == 1][:, 0, ours]
        return float(np.ptp(trust, axis=1).max())

    assert widest(whole) < 1e-9
    assert widest(apart) > 0.1


def test_trust_stays_between_nothing_and_the_most_that_good_touches_lead_to() -> None:
    assert carried(1.0, -0.4, 0.5, 1.2) == pytest.approx(0.8)
    assert carried(1.15, 0.3, 0.5, 1.2) == pytest.approx(1.2)
    assert carried(1.5, 0.1, 0.5, 1.2) == 1.5
    assert carried(0.1, -0.9, 1.0, 1.2) == 0.0


def test_unwanted_mail_costs_answers_elsewhere() -> None:
    hardly = plain("spam_cannon").with_changes({"market.impression.share_carried": 0.01})
    found = paired(hardly, {"market.impression.share_carried": 1.0}, n_runs=8)
    falls(found, "share_answered_by_self_service", "share_hours_with_us")
    rises(found, "share_answered_by_rival")


def test_the_table_of_worst_touches_adds_up_to_the_outcomes(run) -> None:
    table, told = run.worst_touch(), run.outcomes
    arrived = rows(run.counted_rows(), Kind.ARRIVED)
    assert table["n"].sum() == (arrived["detail"] == 1).sum()
    assert (table["n"] * table["trust_lost"]).sum() / table["n"].sum() == pytest.approx(told["worst_touch"])
    assert (table["n"] * table["p_win"]).sum() / table["n"].sum() == pytest.approx(told["p_win"])
    assert {"rep: unanswered", "email: dead end"} <= set(table["touch"])
    apart = bm.simulate(plain("merged", n_accounts=5))
    assert apart.worst_touch().empty
    assert np.isnan(apart.outcomes["worst_touch"])


def test_what_touches_do_to_trust_adds_up(run) -> None:
    left = rows(run.counted_rows(), Kind.IMPRESSION)
    arrived = rows(run.counted_rows(), Kind.ARRIVED)
    real = arrived["account"][arrived["detail"] == 1]
    mine = left[(left["vendor"] == 0) & np.isin(left["account"], real)]["value"]
    assert mine[mine > 0].sum() / len(real) == pytest.approx(run.outcomes["trust_won"])
    assert -mine[mine < 0].sum() / len(real) == pytest.approx(run.outcomes["trust_lost"])
