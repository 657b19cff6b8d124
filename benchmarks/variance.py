"""Where differences between buyers come from: the account, luck that organisations share, other luck, the organisation."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from buyermaze.simulator.core.vocabulary import Kind, Status
from buyermaze.simulator.engines.compiled import driver
from buyermaze.simulator.inputs.reading.loading import load
from buyermaze.simulator.inputs.sheets.scenario import Scenario
from buyermaze.simulator.model.parameters import pack
from buyermaze.simulator.model.rules.luck.draws import child_key, run_key
from buyermaze.simulator.runs.run import Run, simulate

ORGANISATIONS = ("baton_pass", "merged")
ENDS = {"won": Status.WON, "no decision": Status.NO_DECISION}
OTHER_LUCK = 4_000_000_000  # number of the account's other luck; no person and no rep has it
N_BOOTSTRAP = 500  # samples of projects for 95 % intervals
CHANGES_BY = {"run.weeks_warm_up": 52.0, "run.n_accounts": 120}


@dataclass(frozen=True)
class Shares:
    """Parts of the variance of an end, as shares that add up to 1."""

    account: float
    common_luck: float
    other_luck: float
    organisation: float


def run(quick: bool = False) -> dict[str, Any]:
    """Run real projects of the reference market with the luck dealt and dealt anew, under two organisations."""
    scenarios = [load(name).with_changes(CHANGES_BY) for name in ORGANISATIONS]
    ends = np.concatenate([_ends(scenarios, replication) for replication in range(1 if quick else 3)])
    found: dict[str, Any] = {"real projects": len(ends)}
    for name, status in ENDS.items():
        happened = ends == status
        anew = np.random.default_rng(1).integers(len(ends), size=(N_BOOTSTRAP, len(ends)))
        spread = np.array([list(vars(shares(happened[chosen])).values()) for chosen in anew])
        low, high = 100.0 * np.quantile(spread, [0.025, 0.975], axis=0)
        found[name] = {
            part: f"{100 * value:.1f} % ({low[place]:.0f} to {high[place]:.0f})"
            for place, (part, value) in enumerate(vars(shares(happened)).items())
        }
    return found


def shares(happened: np.ndarray) -> Shares:
    """Split the variance of something that happened or not; axes are account, deal of luck (two), organisation (two).

    What an account keeps when luck and organisation differ is its own; what the same luck adds under the other organisation is
    common luck; what differs between organisations on average is theirs; the rest is luck, and how it meets an organisation.
    """
    y = happened.astype(float)
    total = float(y.var())
    organisation = float(y.mean(axis=(0, 1)).var())
    centred = y - y.mean(axis=(0, 1))
    account = float((centred[:, 0, 0] * centred[:, 1, 1] + centred[:, 0, 1] * centred[:, 1, 0]).mean()) / 2.0
    both = float((centred[:, 0, 0] * centred[:, 0, 1] + centred[:, 1, 0] * centred[:, 1, 1]).mean()) / 2.0
    return Shares(
        account / total, (both - account) / total, (total - both - organisation) / total, organisation / total
    )


def _ends(scenarios: list[Scenario], replication: int) -> np.ndarray:
    """Return how each real project of the window ended, by deal of luck and organisation."""
    plain = [simulate(scenario, replication) for scenario in scenarios]
    arrived = plain[0].journal[plain[0].journal["kind"] == Kind.ARRIVED]
    arrived = arrived[(arrived["detail"] == 1.0) & np.isin(arrived["account"], plain[0].counted_rows()["account"])]
    ends = []
    for account, hours in zip(arrived["account"].tolist(), arrived["time"].tolist(), strict=True):
        anew = [_dealt_anew(scenario, replication, account, hours) for scenario in scenarios]
        ends.append([[_end(one, account) for one in deal] for deal in (plain, anew)])
    return np.array(ends)


def _dealt_anew(scenario: Scenario, replication: int, account: int, hours: float) -> Run:
    """Run a replication in which an account and its people get other luck on arrival; who they are was drawn before."""

    def deal(world: Any) -> None:
        g = int(np.flatnonzero((world.accounts["id"] == account) & (world.accounts["arrived"] == hours))[0])
        world.accounts[g].key = child_key(world.accounts[g].key, OTHER_LUCK)
        for i in range(world.accounts[g].n_people):
            world.people[g, i].key = child_key(world.accounts[g].key, i + 1)

    luck = run_key(scenario.run.seed, replication)
    return Run(scenario, replication, driver.run(pack(scenario), luck, pause=(hours, deal)))


def _end(one: Any, account: int) -> int:
    """Return how an account's project ended, -1 if it was still open at the end of the run."""
    rows = one.journal[(one.journal["kind"] == Kind.DECISION) & (one.journal["account"] == account)]
    return int(rows["detail"][0]) if len(rows) else -1
