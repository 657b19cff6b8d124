"""What one lever buys: every move is one a company can make, and what is measured is what was moved."""

import pytest

from buyermaze.experiments.validation.lever_page import cells, page
from buyermaze.experiments.validation.lever_responses import MOVES, Move, responses, settings_of
from buyermaze.simulator.inputs.reading.loading import load
from buyermaze.simulator.inputs.reading.shelves import available_markets

SMALL = load("baton_pass").with_changes({"run.n_accounts": 40})


def test_every_move_is_possible_in_every_market() -> None:
    for market in available_markets():
        scenario = load("merged", market=market.name)
        for move in MOVES:
            low, high = settings_of(scenario, move)
            assert low != high
            for value in (low, high):
                scenario.with_changes({move.path: value})


def test_relative_moves_start_from_the_scenarios_own_setting() -> None:
    dear = SMALL.with_changes({"programme.pricing.level": 0.2, "programme.team.n_reps": 10})
    price, reps = (next(move for move in MOVES if move.label == label) for label in ("price", "reps"))
    assert settings_of(dear, price) == pytest.approx((1.2 * 0.95 - 1.0, 1.2 * 1.05 - 1.0))
    assert settings_of(dear, reps) == (8, 12)


def test_a_lever_that_is_not_moved_changes_nothing() -> None:
    still = Move("nothing", "programme.message.promise", 0.7, 0.7)
    found = responses(SMALL, 3, (still,))[0]
    assert (found.wins.mean, found.regret.mean, found.profit.mean) == (0.0, 0.0, 0.0)
    assert found.inside is None


def test_demand_that_follows_media_has_the_elasticity_of_its_formula() -> None:
    """With nobody buying differently, wins a year follow inquiries alone: arc elasticity of 1 + s (r/r1 - 1)."""
    from math import exp

    deaf = SMALL.with_changes(
        {"market.channels.ads.appeal": -10.0, "market.demand.p_knows_us": 1.0, "run.n_accounts": 300}
    )
    demand = deaf.market.demand
    weeks = demand.weeks_carry_over / demand.weeks_saturating
    reached = [1.0 - exp(-weeks * intensity) for intensity in (0.5, 1.0, 1.5)]
    expected = demand.share_by_ads * (reached[2] - reached[0]) / reached[1]
    move = next(move for move in MOVES if move.label == "advertising")
    found = responses(deaf, 24, (move,))[0]
    assert found.elasticity is not None
    assert found.elasticity.low - 0.05 < expected < found.elasticity.high + 0.05


def test_the_page_holds_a_line_for_every_move_and_says_how_many_are_in_band() -> None:
    chosen = tuple(move for move in MOVES if move.label in ("price", "promise: from honest to a little more"))
    found = responses(SMALL, 3, chosen)
    header, lines = cells(found)
    assert len(lines) == 2
    assert all(len(line) == len(header) for line in lines)
    text = page(SMALL, found, 3, "buyermaze responses")
    assert "Bijmolt" in text
    assert "Of 1 published elasticities" in text
    record = found[0].record()
    assert record["published_low"] == -4.0
    assert record["elasticity_low"] <= record["elasticity"] <= record["elasticity_high"]
