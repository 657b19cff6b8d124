"""Scarce reps against queueing theory: whole runs stripped to one visit per account."""

import math
from functools import cache

import numpy as np
import pytest

from buyermaze.simulator.core.vocabulary import Kind
from buyermaze.simulator.runs.run import Run, simulate
from tests.worlds import buyer, channels, clean, cohort, rows

N_ACCOUNTS = 20_000
PER_WEEK = 80.0  # 2 per working hour
SERVICE = 1.2  # hours
N_REPS = 3


def desk(**changes: object) -> Run:
    """Run a world in which every account asks for a rep once, is served, and buys."""
    base = {
        "market.demand.n_accounts_per_week": PER_WEEK,
        "market.offer.benefit_mean": 5.0,
        "market.offer.days_to_use": 0.0,
        "market.group.days_between_meetings": 0.5,
        "market.living.n_periods": 1,
        "market.living.days_period": 5.0,
        "programme.team.n_reps": N_REPS,
        "programme.selling.hours_per_meeting": SERVICE,
        "programme.voice.p_noticed": 0.0,
        **cohort(N_ACCOUNTS),
    } | channels(rep={"requirements": 5.0})
    people = [buyer(need={"requirements": 1.0})]
    return simulate(clean(people, ("buyer",), base | {key.replace("__", "."): value for key, value in changes.items()}))


@cache
def mmc() -> Run:
    """Return the run of an ordinary desk, made once."""
    return desk()


def erlang_c(load: float, servers: int) -> float:
    """Return the chance that a request has to wait."""
    last = load**servers / math.factorial(servers) * servers / (servers - load)
    return last / (sum(load**k / math.factorial(k) for k in range(servers)) + last)


def settled(run: Run, kind: Kind) -> np.ndarray:
    """Return rows of a kind without the first tenth of the time, met by an empty desk, and the last."""
    table = rows(run.journal, kind)
    end = rows(run.journal, Kind.ARRIVED)["time"][-1]
    return table[(table["time"] > 0.1 * end) & (table["time"] < end)]


def test_every_account_asks_once_and_is_served_once() -> None:
    run = mmc()
    n, n_asked, n_served = (len(rows(run.journal, kind)) for kind in (Kind.ARRIVED, Kind.ASKED, Kind.SERVED))
    assert abs(n_asked - n) < 0.001 * n  # patience and projects end, after many thousand hours
    assert abs(n_served - n) < 0.001 * n


def test_mean_wait_is_erlangs() -> None:
    load = PER_WEEK / 40.0 * SERVICE
    expected = erlang_c(load, N_REPS) * SERVICE / (N_REPS - load)
    waits = settled(mmc(), Kind.SERVED)["value"]
    assert waits.mean() == pytest.approx(expected, rel=0.12)  # waits are strongly correlated
    assert (waits > 0).mean() == pytest.approx(erlang_c(load, N_REPS), abs=0.02)


def test_utilisation_is_load_over_servers() -> None:
    run = mmc()
    hours = rows(run.journal, Kind.SERVED)["hours"].sum()
    assert hours / (N_REPS * rows(run.journal, Kind.ARRIVED)["time"][-1]) == pytest.approx(
        PER_WEEK / 40.0 * SERVICE / N_REPS, rel=0.02
    )
    assert run.outcomes["share_rep_time_used"] == pytest.approx(PER_WEEK / 40.0 * SERVICE / N_REPS, rel=0.03)


def test_service_times_are_exponential() -> None:
    hours = np.sort(rows(mmc().journal, Kind.SERVED)["hours"])
    theory = 1.0 - np.exp(-hours / SERVICE)
    seen = (np.arange(len(hours)) + 0.5) / len(hours)
    assert np.abs(theory - seen).max() < 1.95 / math.sqrt(len(hours))  # Kolmogorov, one in a thousand


def test_littles_law_queue_length_is_rate_times_wait() -> None:
    journal = mmc().journal
    answers = journal[np.isin(journal["kind"], (Kind.SERVED, Kind.GAVE_UP))]
    asked = rows(journal, Kind.ASKED)
    asked = asked[np.isin(asked["account"], answers["account"])]
    end = answers["time"].max()
    moments = np.linspace(0.0, end, 400_001)[1:]
    waiting = np.searchsorted(asked["time"], moments) - np.searchsorted(answers["time"], moments)
    assert waiting.mean() == pytest.approx(len(asked) / end * answers["value"].mean(), rel=0.01)


def test_arrivals_see_the_time_average() -> None:
    journal = mmc().journal
    asked, served = np.sort(rows(journal, Kind.ASKED)["time"]), np.sort(rows(journal, Kind.SERVED)["time"])
    moments = np.linspace(0.0, asked[-1], 200_001)[1:]
    over_time = (np.searchsorted(asked, moments) - np.searchsorted(served, moments) > 0).mean()
    at_arrivals = (np.searchsorted(asked, asked) - np.searchsorted(served, asked) > 0).mean()
    assert at_arrivals == pytest.approx(over_time, abs=0.02)


def test_impatient_buyers_give_up_as_the_birth_death_chain_says() -> None:
    patience, service, servers = 3.0, 2.0, 3
    run = desk(
        market__mind__hours_patience=patience,
        programme__selling__hours_per_meeting=service,
        market__personas=[buyer(need={"requirements": 1.0}, hours_between_activities=100.0)],
        market__group__days_between_meetings=60.0,
        run__n_accounts=6000,
    )
    asked, gave_up = settled(run, Kind.ASKED), settled(run, Kind.GAVE_UP)
    rate = len(asked) / (asked["time"][-1] - asked["time"][0])  # those who gave up ask again, days later
    weights = [1.0]
    for n in range(200):
        weights.append(weights[-1] * rate / (min(n + 1, servers) / service + max(n + 1 - servers, 0) / patience))
    leaving = sum(max(n - servers, 0) / patience * weight for n, weight in enumerate(weights)) / sum(weights)
    assert len(gave_up) / len(asked) == pytest.approx(leaving / rate, abs=0.025)


def test_more_reps_than_requests_leave_nobody_waiting() -> None:
    run = desk(programme__team__n_reps=64, run__n_accounts=1000)
    assert rows(run.journal, Kind.SERVED)["value"].max() == 0.0
