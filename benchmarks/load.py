"""How busy our reps are in the long run, by market and organisation, and how long buyers wait for them."""

from buyermaze.simulator.inputs.reading.loading import load
from buyermaze.simulator.inputs.reading.shelves import available, available_markets
from buyermaze.simulator.outcomes.definitions import position
from buyermaze.simulator.runs.batch import outcome_table

BELIEVABLE = (0.6, 0.85)  # use of reps' time under the baton pass that a shipped market is set to
READ = ("share_rep_time_used", "hours_wait_for_rep", "share_gave_up")
N_REPLICATIONS = 2
ACCOUNTS = 1500  # observed per run; nobody is followed after the window, as only the desks are looked at


def run(quick: bool = False) -> dict[str, dict[str, str]]:
    """Return, by market, accounts a week and per organisation the use of reps' time, the wait and what is given up."""
    names = ("baton_pass", "merged") if quick else tuple(found.name for found in available())
    found: dict[str, dict[str, str]] = {}
    for market in (each.name for each in available_markets()):
        changes = {"run.n_accounts": ACCOUNTS // (2 if quick else 1), "run.weeks_follow_up": 0.0}
        scenarios = [load(name, market=market, changes=changes) for name in names]
        table = outcome_table(scenarios, range(N_REPLICATIONS)).mean(axis=1)[:, [position(name) for name in READ]]
        rate = scenarios[0].market.demand.n_accounts_per_week
        found[market] = {"accounts a week": f"{rate:g}"}
        for name, (use, wait, given_up) in zip(names, table, strict=True):
            mark = "" if name != "baton_pass" or BELIEVABLE[0] <= use <= BELIEVABLE[1] else "   not believable"
            found[market][name] = f"use {use:.2f}, wait {wait:.0f} h, given up {100 * given_up:.0f} %{mark}"
    return found
