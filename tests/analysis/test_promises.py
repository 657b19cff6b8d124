"""The promise ledger: claims by hand with known fates, sums that agree with single deals, and honesty that changes nothing."""

import numpy as np
import pytest

from buyermaze.simulator.analysis.customers.promises import (
    BROKEN,
    CHECKS,
    FATES,
    HONEST,
    KEPT,
    OUR_CHANNELS,
    UNTESTED,
    PromiseLedger,
    deal_promises,
    promises,
)
from buyermaze.simulator.comparison.paired_statistics import difference
from buyermaze.simulator.core.errors import InputProblem
from buyermaze.simulator.core.vocabulary import Channel, Kind, Status
from buyermaze.simulator.outcomes.definitions import OUTCOMES, position
from buyermaze.simulator.runs.run import simulate
from tests.analysis.known_games import known_runs
from tests.handmade import journal, row, run_of


def touch(time: float, person: int, channel: Channel):
    return row(Kind.TOUCH, time, person=person, channel=channel, vendor=0)


def deal(*rows, status: Status = Status.WON, used: tuple[float, float] | None = None):
    """Return the ledger of an account with these rows that decides after 100 hours."""
    end = [row(Kind.DECISION, 100.0, vendor=0 if status == Status.WON else -1, detail=status)]
    if used:
        end.append(row(Kind.GO_LIVE, 200.0, vendor=0, value=used[0], detail=used[1]))
    return deal_promises(run_of(journal(row(Kind.ARRIVED, 0.0, value=3, detail=1), *rows, *end)), 0)


def test_a_claim_found_out_marks_what_its_listener_had_heard_and_nothing_else() -> None:
    found = deal(
        touch(10.0, 0, Channel.CONTENT), touch(20.0, 1, Channel.EMAIL),
        row(Kind.CAUGHT, 30.0, person=0, channel=Channel.PEERS, vendor=0, value=0.9, detail=1),
        touch(40.0, 0, Channel.REP), used=(1.0, 1.2),
    )  # fmt: skip
    assert [(each.channel, each.fate) for each in found.heard] == [
        ("Content", CHECKS[Kind.CAUGHT]), ("E-mail", BROKEN), ("Our reps", BROKEN)]  # fmt: skip
    assert found.heard[0].day == pytest.approx(10 / 8) and found.heard[0].day_fate == pytest.approx(30 / 8)
    said = "\n".join(found.sentences())
    assert "2 people heard 3 claims of ours" in said
    assert "found to be exaggerated, by what about USD 270,000 off the price would make good" in said
    assert "in use it is worth about USD 60,000 less than had been expected" in said


@pytest.mark.parametrize(("kind", "fate"), CHECKS.items())
def test_every_check_is_a_fate(kind: Kind, fate: str) -> None:
    visit = touch(10.0, 0, Channel.REP)
    found = deal(visit, row(kind, 10.0, person=0, channel=Channel.REP, vendor=0, value=0.5), used=(2.0, 1.0))
    assert [each.fate for each in found.heard] == [fate]


def test_use_keeps_or_breaks_what_nobody_checked_and_who_did_not_buy_from_us_cannot_tell() -> None:
    visit = touch(10.0, 0, Channel.EVENT)
    assert deal(visit, used=(1.2, 1.0)).heard[0].fate == KEPT
    assert deal(visit, status=Status.LOST).heard[0].fate == UNTESTED


def test_rivals_claims_ads_and_what_comes_after_the_decision_are_no_claims_of_ours() -> None:
    rivals = row(Kind.CAUGHT, 30.0, person=0, channel=Channel.PEERS, vendor=1, value=0.9)
    found = deal(
        touch(10.0, 0, Channel.ADS), touch(11.0, 0, Channel.PEERS), touch(12.0, 0, Channel.CONTENT), rivals,
        touch(150.0, 0, Channel.REP),
    )  # fmt: skip
    assert [(each.channel, each.fate) for each in found.heard] == [("Content", UNTESTED)]
    assert deal(rivals).sentences() == ["The group heard no claim of ours before it decided."]


def test_an_account_that_is_not_there_is_refused() -> None:
    with pytest.raises(InputProblem, match="no account 7 in this run; they run from 0 to 0"):
        deal_promises(run_of(journal(row(Kind.ARRIVED, 0.0, value=3, detail=1))), 7)


def test_sums_are_those_of_single_deals_and_who_paid_is_told_from_luck(gated, gated_run) -> None:
    """Honest claims are known to add five wins in a hundred, and to change no profit."""
    honest = gated.with_changes(HONEST).fingerprint
    runs = known_runs(lambda s: 0.25 if s.fingerprint == honest else 0.2, lambda s: 1e6, 0.001, 1)
    found = promises(gated, 1, runs=runs)
    accounts = gated_run.counted_real().tolist()
    heard = [each for account in accounts for each in deal_promises(gated_run, account).heard]
    assert len(found.claims()) == len(heard) > 50
    table = found.table()
    assert table["n"].sum() == pytest.approx(len(heard) / len(accounts))
    assert set(table["fate"]) == set(FATES) and len(table) == len(FATES) * len(OUR_CHANNELS)
    assert table.groupby("channel")["share"].sum().loc["Content"] == pytest.approx(1.0)
    wins = dict(found.paid)["p_win"]
    assert wins.low <= 0.05 <= wins.high and wins.low > 0
    said = "\n".join(found.sentences())
    assert f"wins {100 * wins.mean:.1f} points higher" in said and "Not told from luck: " in said and found._repr_html_()


def test_an_outcome_that_cannot_be_told_is_named_all_the_same(gated) -> None:
    more = difference(np.array([0.3, 0.31, 0.3]), np.array([0.2, 0.2, 0.2]))
    never = difference(np.full(3, np.nan), np.full(3, np.nan))
    counts = np.zeros((3, len(OUR_CHANNELS), len(FATES)))
    said = PromiseLedger(gated, (), counts, (("p_win", more), ("p_renewal", never)), 3).sentences()
    few = counts.copy()
    few[0, 0, 0] = few[1, 0, 1] = 1.0  # all of one fate in one life, all of another in the next
    shares = PromiseLedger(gated, (), few[:2], (), 2).words_table().iloc[0]
    assert shares[FATES[0]] == "50 % (0 to 100)"
    assert said[-1] == f"Not told from luck: {OUTCOMES[position('p_renewal')].label}."


def test_where_claims_are_honest_nobody_paid(gated) -> None:
    honest = gated.with_changes({**HONEST, "run.n_accounts": 10})
    found = promises(honest, 1)
    assert not found.paid and "Nobody paid" in found.sentences()[-1]
    assert found.share(None, (CHECKS[Kind.CAUGHT], CHECKS[Kind.CLAIM_CLASH], CHECKS[Kind.FINE_PRINT])).mean == 0
    assert simulate(honest).counted_real().size
