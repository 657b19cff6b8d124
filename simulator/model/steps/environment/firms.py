"""Firms of a finite market: who can set out at all, what is left of the last time, and what is kept for the next."""

import math

import numpy as np

from buyermaze.simulator.core.calendar import HOURS_PER_WEEK
from buyermaze.simulator.core.vocabulary import N_SOUGHT, N_VENDORS, Draw, Kind
from buyermaze.simulator.model.compiler.rule import rule
from buyermaze.simulator.model.rules.luck.draws import child_key, draw, exponential
from buyermaze.simulator.model.state import Account, World
from buyermaze.simulator.model.steps.books.journal_row import write

ANYBODY = -1  # the market is without end
NOBODY = -2  # the firm whose turn it is is busy or rests
FIRM_KEYS = 2_000_000_000  # firms' keys start beyond any account's and rep's


@rule
def firm_setting_out(w: World, key: np.uint64, now: float) -> int:
    """Return the firm that would set out with an inquiry, ``ANYBODY`` in a market without end, or ``NOBODY``.

    Inquiries come as if every firm were free, and each is some firm's by luck: what is left when those of firms that
    cannot are taken out is a Poisson process per firm, at the market's rate over its firms, while the firm is free.
    """
    n = int(w.params[0].pool_n_firms)
    if n == 0:
        return ANYBODY
    firm = int(draw(key, Draw.FIRM, 0, 0) * n)
    f = w.firms[firm]
    if f.taken == 1 or now < f.free_from:
        return NOBODY
    if f.n_before == 0:
        f.key = child_key(w.market[0].key, FIRM_KEYS + firm)
    return firm


@rule
def remembered(w: World, firm: int, now: float) -> float:
    """Return what is left of a firm's last time, 0 to 1; nothing for those who set out first."""
    if firm < 0 or w.firms[firm].n_before == 0:
        return 0.0
    return math.exp((w.firms[firm].parted_at - now) / (w.params[0].pool_weeks_remembered * HOURS_PER_WEEK))


@rule
def set_out(w: World, a: Account, now: float) -> None:
    """Let an account's firm be busy with this purchase."""
    f = w.firms[a.firm]
    write(w, now, a.id, Kind.FIRM, value=float(a.firm), detail=float(f.n_before))
    f.taken = 1


@rule
def hours_of_rest(w: World, a: Account) -> float:
    """Return how long the firm of a project that ended without a purchase rests."""
    if a.firm < 0:
        return 0.0
    return exponential(draw(a.key, Draw.RESTED, 0, 0), w.params[0].pool_weeks_rest * HOURS_PER_WEEK)


@rule
def part(w: World, g: int, now: float, hours_rest: float) -> None:
    """Keep of an account that has ended what its firm will remember, and when it may set out again."""
    a = w.accounts[g]
    f = w.firms[a.firm]
    f.taken = 0
    f.n_before += 1
    f.parted_at = now
    f.free_from = now + hours_rest
    n = 0
    f.on_file = 0.0
    for k in range(N_VENDORS):
        f.aware[k] = a.aware[k]
        f.opinion[k] = 0.0
    for c in range(N_SOUGHT):
        f.trust[c] = 0.0
    for i in range(a.n_people):
        p = w.people[g, i]
        if p.active == 0:
            continue
        n += 1
        f.on_file += p.on_file
        for k in range(N_VENDORS):
            f.opinion[k] += _worth(a, k, p.truth[k], p.opinion[k])
        for c in range(N_SOUGHT):
            f.trust[c] += p.trust[c]
    f.on_file /= n
    for k in range(N_VENDORS):
        f.opinion[k] /= n
    for c in range(N_SOUGHT):
        f.trust[c] /= n


@rule
def _worth(a: Account, vendor: int, truth: float, opinion: float) -> float:
    """Return what a person thinks of a vendor when all is over: who was lived with is known for what it was."""
    if vendor == a.vendor and a.n_periods > 0:
        return truth + a.shortfall + a.drift
    return opinion
