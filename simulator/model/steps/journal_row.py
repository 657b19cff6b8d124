"""Writing one row to the journal."""

from typing import Any

from buyermaze.simulator.model.compiler.rule import rule


@rule
def write(
    w: Any,
    now: float,
    account: int,
    person: int,
    kind: int,
    reason: int,
    job: int,
    channel: int,
    vendor: int,
    hours: float,
    value: float,
    detail: float,
) -> None:
    """Append a row about an account or one of its people that involves none of our reps."""
    write_work(w, now, account, person, kind, reason, -1, job, channel, vendor, 0, hours, value, detail)


@rule
def write_work(
    w: Any,
    now: float,
    account: int,
    person: int,
    kind: int,
    reason: int,
    rep: int,
    job: int,
    channel: int,
    vendor: int,
    seen: int,
    hours: float,
    value: float,
    detail: float,
) -> None:
    """Append a row with every column given."""
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
