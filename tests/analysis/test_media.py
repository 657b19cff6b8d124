"""Media together and response curves: known lifts and bends are found, none are told where there are none, off is off."""

import numpy as np
import pytest

from buyermaze.simulator.analysis.media import CURVES, MEDIA, SETS, media_returns, with_media
from buyermaze.simulator.core.vocabulary import Channel, Kind
from buyermaze.simulator.inputs.sheets.scenario import Scenario
from buyermaze.simulator.runs.run import simulate
from tests.analysis.known_games import known_runs

OURS = Scenario(name="ours")
EVERY = frozenset(MEDIA)


def at_work(scenario: Scenario) -> dict[str, bool]:
    """Return which of the three media are at work in a variant."""
    marketing, market = scenario.programme.marketing, scenario.market
    return {
        "paid": marketing.ads + marketing.email + marketing.events > 0,
        "owned": market.channels.content.gain.problem > 0,
        "earned": market.living.p_knows_customer > 0,
    }


def joined(extra: float):  # type: ignore[no-untyped-def]
    """Return a revenue in which each medium brings a million, and paid and owned together so much beyond."""

    def revenue(scenario: Scenario) -> float:
        on = at_work(scenario)
        return 1e6 * sum(on.values()) + extra * (on["paid"] and on["owned"])

    return revenue


def levelling_off(scenario: Scenario) -> float:
    """Return a revenue to which advertising adds four dollars a dollar up to a level, and a half beyond it."""
    ads = 60_000 * scenario.programme.marketing.ads
    return 4.0 * min(ads, 60_000) + 0.5 * max(0.0, ads - 60_000)


def found(revenue, noise: float = 0.001, seed: int = 1):  # type: ignore[no-untyped-def]
    return media_returns(OURS, 4, runs=known_runs(lambda _: 0.2, revenue, noise, seed))


@pytest.mark.parametrize(("extra", "verdict"), [(5e5, "they feed each other"), (-5e5, "they do part of each other's work")])
def test_media_that_bring_more_or_less_together_than_each_alone_are_told_with_the_right_sign(extra: float, verdict: str) -> None:
    result = found(joined(extra))
    pair = result.joint[frozenset({"paid", "owned"})]
    assert pair.mean == pytest.approx(extra, abs=5e3) and pair.low < extra < pair.high and pair.is_told
    assert result.joint[EVERY].mean == pytest.approx(extra, abs=8e3)
    said = next(line for line in result.sentences() if line.startswith("Paid media and our own content together"))
    assert verdict in said
    for name in MEDIA:
        assert result.lifts[frozenset({name})].mean == pytest.approx(1e6, abs=5e3)


def test_media_that_add_up_are_not_told_to_do_anything_together() -> None:
    told = [any(each.is_told for each in found(joined(0.0), 0.01, seed).joint.values()) for seed in range(60)]
    assert np.mean(told) <= 0.1  # 5 in 100 by luck


def test_a_curve_bends_where_money_stops_paying_and_says_what_a_dollar_brings_on_both_sides() -> None:
    result = found(levelling_off)
    ads = next(curve for curve in result.curves if curve.lever.words == "advertising")
    assert ads.bend and ads.bend.point.level == 1.0 == ads.today
    assert ads.bend.up_to == pytest.approx(4.0, abs=0.1) and ads.bend.beyond == pytest.approx(0.5, abs=0.1)
    assert ads.points[0].change.low < -240_000 < ads.points[0].change.high
    said = " ".join(result.sentences())
    assert "Advertising: the curve bends at USD 60,000 a year; up to there a dollar brings 4." in said
    assert "Reps: no bend can be told from luck" in said
    table = result.curves_table()
    assert table[table["is_bend"]]["channel"].tolist() == ["advertising"]
    assert (table[table["is_today"]]["change"] == 0).all()


def test_a_straight_line_is_seldom_told_to_bend() -> None:
    told = [
        any(curve.bend for curve in found(lambda s: 120_000.0 * s.programme.marketing.ads, 0.01, seed).curves) for seed in range(60)
    ]
    assert np.mean(told) <= 0.1


def test_what_is_off_is_off_and_what_is_kept_stays(scenario: Scenario) -> None:
    assert with_media(scenario, EVERY) is scenario
    paid, own = {Channel.EMAIL, Channel.EVENT, Channel.ADS}, {Channel.CONTENT}
    for kept in SETS:
        rows = simulate(with_media(scenario, kept)).journal
        used = set(rows["channel"][rows["kind"] == Kind.TOUCH].tolist())
        assert bool(used & paid) == ("paid" in kept) and bool(used & own) == ("owned" in kept)
        assert bool((rows["kind"] == Kind.HEARD).any()) <= ("earned" in kept)
        assert Channel.REP in used


def test_a_simulated_answer_holds_every_set_and_every_channel_and_is_said_in_sentences(scenario: Scenario) -> None:
    result = media_returns(scenario, 2)
    assert len(result.table()) == len(SETS) - 1 and len(result.effects()) == len(SETS) - 1
    assert [curve.lever for curve in result.curves] == list(CURVES)
    assert all(line.endswith(".") for line in (*result.sentences(), result.how())) and result._repr_html_()
    for curve in result.curves:
        levels = [point.level for point in curve.points]
        assert levels == sorted(set(levels)) and curve.today in levels
