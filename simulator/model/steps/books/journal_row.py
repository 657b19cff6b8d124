"""Writing one row to the journal."""

from buyermaze.simulator.model.compiler.rule import rule
from buyermaze.simulator.model.state import World


@rule
def write(
    w: World,
    now: float,
    account: int,
    kind: int,
    person: int = -1,
    reason: int = 0,
    rep: int = -1,
    job: int = -1,
    channel: int = -1,
    vendor: int = -1,
    seen: int = 0,
    hours: float = 0.0,
    value: float = 0.0,
    detail: float = 0.0,
) -> None:
    """Append a row: when, which account and what kind, then by name the columns that say something.

    What a column left out holds is its default: nobody, no reason, none of our reps, no job, no channel, no vendor, not
    seen by the seller's systems, no hours, 0. What ``value`` and ``detail`` mean depends on the kind, see
    ``journal.event_kinds``.
    """
    m = w.market[0]
    row = w.journal[m.n_rows]
    row.time = now
    row.account = account
    row.person = person
    row.kind = kind
    row.reason = reason
    row.rep = rep
    row.job = job
    row.channel = channel
    row.vendor = vendor
    row.seen = seen
    row.hours = hours
    row.value = value
    row.detail = detail
    m.n_rows += 1
