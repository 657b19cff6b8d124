"""Word of mouth between two accounts: one customer who speaks, one buyer who asks, and nobody else."""

from typing import Any

import pytest

from buyermaze.simulator.core.vocabulary import Channel, Job, Kind
from buyermaze.simulator.model.parameters import pack
from buyermaze.simulator.model.rules.luck.draws import run_key
from buyermaze.simulator.model.state import World, new_world
from buyermaze.simulator.model.steps.environment.peers import hush, listen, speak, tell_of_our_word
from buyermaze.simulator.model.steps.journey.arrival import arrive
from tests.worlds import buyer, clean, within

CUSTOMER, BUYER = 0, 1
TOLD, EASE = -0.4, 0.2


def two(**changes: Any) -> World:
    """Return a customer and a buyer of one market in which everybody who asks meets the customer."""
    given = {
        "market.living.p_knows_customer": 1.0,
        "market.living.n_regions": 1,
        "market.mind.experience_weight": 0.35,
        "market.mind.share_cue_digital": 0.4,
    } | {f"market.{key.replace('__', '.')}": value for key, value in changes.items()}
    scenario = clean([buyer(need={"selection": 1.0})], ("buyer",), given)
    world = new_world(pack(scenario), run_key(scenario.run.seed, 0), 2, 4096)
    for account in (CUSTOMER, BUYER):
        arrive(world, account, account, 0.0)
    world.people[BUYER, 0].job = Job.SELECTION
    return world


def ask(world: World, visit: int = 1) -> float:
    """Let the buyer ask a peer for the ``visit``-th time; return what is heard of our value."""
    world.people[BUYER, 0].n_visits[Channel.PEERS] = visit
    return float(listen(world, BUYER, 0, 10.0))


def test_the_buyer_hears_what_the_customer_said_and_the_journal_names_the_customer() -> None:
    world = two()
    speak(world, world.accounts[CUSTOMER], TOLD, EASE)
    before = float(world.people[BUYER, 0].opinion[0])
    assert ask(world) == TOLD
    row = world.journal[int(world.market[0].n_rows) - 1]
    assert (row["kind"], row["account"], row["detail"], row["value"]) == (Kind.HEARD, BUYER, CUSTOMER, TOLD)
    weight = 0.35 * 0.4
    precision = float(world.people[BUYER, 0].precision[0])
    assert world.people[BUYER, 0].opinion[0] - before == pytest.approx(weight * EASE / (precision + weight))


def test_the_share_of_questions_that_reach_the_customer_is_the_product_of_the_chances() -> None:
    world = two(living__p_knows_customer=0.6, living__n_regions=4, living__share_near=0.7)
    world.accounts[CUSTOMER].region = world.accounts[BUYER].region
    speak(world, world.accounts[CUSTOMER], TOLD, EASE)
    n = 4000
    heard = sum(ask(world, visit) == TOLD for visit in range(1, n + 1))
    assert within(heard / n, 0.6 * (0.7 + 0.3 / 4), n)


def test_nobody_hears_themselves_nor_a_customer_who_was_silenced() -> None:
    world = two()
    world.market[0].earned = 0.125
    assert ask(world) == 0.125
    speak(world, world.accounts[BUYER], TOLD, EASE)
    assert ask(world) == 0.125
    speak(world, world.accounts[CUSTOMER], TOLD, EASE)
    hush(world, CUSTOMER)
    assert all(ask(world, visit) == 0.125 for visit in range(1, 50))


def test_a_circle_that_was_told_of_a_broken_word_takes_trust_from_whoever_asks() -> None:
    world = two(living__rumour=0.5, mind__claim_damage=0.2)
    world.accounts[CUSTOMER].found_us_out = 1
    tell_of_our_word(world, world.accounts[CUSTOMER])
    ask(world)
    trust = world.people[BUYER, 0].trust
    assert trust[Channel.REP] == trust[Channel.CONTENT] == pytest.approx(1.0 - 0.2 * 0.5)
    assert trust[Channel.PEERS] == trust[Channel.RIVAL_REP] == 1.0
