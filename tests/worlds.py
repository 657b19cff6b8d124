"""Small worlds with known answers: scenarios stripped of everything but one mechanism, and the state they end in."""

import math
from collections.abc import Mapping
from typing import Any

import numpy as np

from buyermaze.simulator.core.vocabulary import Channel, Kind
from buyermaze.simulator.engines.compiled.driver import advanced, open_office
from buyermaze.simulator.inputs.dates.timeline import n_simulated
from buyermaze.simulator.inputs.sheets.scenario import Scenario
from buyermaze.simulator.model.parameters import pack
from buyermaze.simulator.model.rules.luck.draws import run_key
from buyermaze.simulator.model.state import ROW, World, new_world

JOBS = ("problem", "solution", "requirements", "selection", "validation")
CHANNELS = tuple(channel.name.lower() for channel in list(Channel)[:10])
NOTHING = dict.fromkeys(JOBS, 0.0)


def buyer(name: str = "buyer", **given: Any) -> dict[str, Any]:
    """Return a persona sheet that may veto and meet sellers; its needs are given as ``need={"problem": 1.0}``."""
    need = NOTHING | given.pop("need", {})
    base = {"name": name, "weight": 1.0, "can_veto": True, "meets_sellers": True, "hours_between_activities": 1.0}
    return base | {"need": need} | given


def channels(**gains: Mapping[str, float]) -> dict[str, Any]:
    """Return changes that leave only the named channels, each with its gains by job; they say nothing about value."""
    changes: dict[str, Any] = {}
    for name in CHANNELS:
        sheet = {"hours": 0.5, "signal_sd": 0.0, "credibility": 1.0, "appeal": 0.0, "fatigue": 0.0}
        changes[f"market.channels.{name}"] = sheet | {"gain": NOTHING | dict(gains.get(name, {}))}
    return changes


def both_rivals(**given: float) -> dict[str, Any]:
    """Return changes that give both rivals the same numbers."""
    return {f"market.rivals.rival {k}.{name}": value for k in (1, 2) for name, value in given.items()}


def cohort(n_accounts: float) -> dict[str, Any]:
    """Return changes that leave about so many accounts to themselves: no warm-up before them, nobody after them."""
    return {
        "run.n_accounts": n_accounts, "run.weeks_warm_up": 0.0, "run.arrivals_continue": False, "run.n_batches": 1,
        "run.weeks_follow_up": 10_000.0,
    }  # fmt: skip


def clean(people: list[dict[str, Any]], seats: tuple[str, ...], changes: Mapping[str, Any]) -> Scenario:
    """Return a scenario without noise, bias, doubt, delay or coordination, in which everybody knows us and nobody else.

    ``changes`` are laid over it.
    """
    base: dict[str, Any] = {
        "market.personas": people,
        "market.group.seats": list(seats),
        "market.group.n_people_mean": float(len(seats)),
        "market.group.sd_pace": 0.0,
        "market.group.pace": 1.0,
        "market.group.days_per_extra_person": 0.0,
        "market.group.p_attend": 1.0,
        "market.group.susceptibility": 0.0,
        "market.group.share_covered": 0.95,
        "market.group.days_memory": 10_000.0,
        "market.group.credence": 0.0,
        "market.group.cost_of_delay": 0.0,
        "market.group.p_settled": 0.0,
        "market.group.give_up_per_tension": 100.0,
        "market.approvals": [],
        "market.demand.share_not_serious": 0.0,
        "market.demand.p_knows_us": 1.0,
        **both_rivals(p_known=0.0),
        "market.offer.complexity": 1.0,
        "market.offer.brand_sd": 0.0,
        "market.offer.price_sd": 0.0,
        "market.offer.quality_sd": 0.0,
        "market.offer.fit_sd": 0.0,
        "market.offer.benefit_sd": 0.0,
        "market.offer.goal_conflict_sd": 0.0,
        "market.offer.cost_of_change": 0.0,
        "market.mind.visit_luck": 0.0,
        "market.mind.distortion": 0.0,
        "market.mind.early_reluctance": 0.0,
        "market.mind.sense_making": 0.0,
        "market.mind.attention": 500.0,
        "market.mind.trust_growth": 0.0,
        "market.mind.choice_overload": 0.0,
        "market.mind.just_noticeable": 0.0,
        "market.mind.planning_fallacy": 0.0,
        "market.mind.surprise_threshold": 100.0,
        "market.mind.dissent_doubt": 0.0,
        "market.mind.experience_weight": 0.0,
        "market.mind.p_discover": 0.0,
        "market.mind.wait_cost": 0.0,
        "market.mind.outreach_pull": 1.0,
        "market.mind.hours_patience": 5000.0,
        "market.mind.days_project_life": 20_000.0,
        "market.mind.days_longest": 3000.0,
        "market.living.word_of_mouth": 0.0,
        "market.living.p_knows_customer": 0.0,
        "market.living.rumour": 0.0,
        "market.mind.familiarity": 0.0,
        "market.mind.framing": 0.0,
        "programme.team.n_reps": 64,
        "programme.gate.closed": False,
        "programme.memory.penalty_unknown": 0.0,
        "programme.memory.hours_rediscovery": 0.0,
        "programme.message.gap": 0.0,
        "programme.message.promise": 0.0,
        "market.demand.n_visits_not_serious_sd": 0.0,
        "programme.selling.hours_response": 0.0,
        "programme.selling.hours_per_lead": 0.0,
        "programme.selling.share_time": 1.0,
        "programme.selling.skill": 1.0,
        "programme.selling.skill_sd": 0.0,
        "programme.marketing.skill": 1.0,
        "programme.coordination.share_time": 0.0,
        "programme.library.assets": [],
        **cohort(200),
    }
    return Scenario().with_changes(base | dict(changes))


def history(scenario: Scenario, replication: int = 0) -> World:
    """Run a scenario on the compiled engine and return its last state; every account keeps its place, journal included."""
    n_slots = 64 + 2 * n_simulated(scenario)
    world = new_world(pack(scenario), run_key(scenario.run.seed, replication), n_slots, 4096)
    office = advanced(open_office(world), math.inf)
    world, n_arrived = office.world, int(office.desk[0].n_arrived)
    assert n_arrived <= n_slots == len(world.accounts)
    journal = world.journal[: int(world.market[0].n_rows)]
    return world._replace(journal=journal, accounts=world.accounts[:n_arrived], people=world.people[:n_arrived])


def rows(journal: np.ndarray, kind: Kind) -> np.ndarray:
    """Return the rows of one kind."""
    assert journal.dtype == ROW
    return journal[journal["kind"] == kind]


def first_per_account(table: np.ndarray) -> np.ndarray:
    """Return the first row of every account, in order of account."""
    _, places = np.unique(table["account"], return_index=True)
    return table[places]


def within(share: float, expected: float, n: int, n_sigma: float = 4.0) -> bool:
    """Tell whether a share of ``n`` trials is as close to a probability as luck allows."""
    return abs(share - expected) <= n_sigma * math.sqrt(max(expected * (1.0 - expected), 1e-12) / n)
