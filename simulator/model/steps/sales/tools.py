"""Assets in people's hands: a rep has one ready, a buyer comes by a tool, works the faster with it, and argues less."""

from typing import Any

from buyermaze.simulator.core.vocabulary import N_INFO_JOBS, Channel, Draw, Kind, Reason
from buyermaze.simulator.model.compiler.rule import rule
from buyermaze.simulator.model.parameter_names import Parameters
from buyermaze.simulator.model.rules.luck.draws import draw
from buyermaze.simulator.model.rules.sales.tools import asset_at_hand
from buyermaze.simulator.model.state import Person, World
from buyermaze.simulator.model.steps.books.journal_row import write

READ, GIVEN = 0, 1  # which of the draws: found in our content, handed over by a rep


@rule
def help_at_hand(q: Parameters, key: Any, persona: int, job: int, n: int) -> float:
    """Return the chance that an asset helps our rep in the ``n``-th conversation with a person; 0 if the rep uses none."""
    return asset_at_hand(draw(key, Draw.USES_ASSETS, 0, n), q.selling_p_uses_assets, q.playbook[persona, job])


@rule
def hours_spared(q: Parameters, p: Person, c: int, job: int) -> float:
    """Return the hours that a tool in hand spares a person in a visit: to our content, or in work alone."""
    if p.tool[job] == 0 or not (c == Channel.OWN_WORK or c == Channel.CONTENT):
        return 0.0
    return float(q.visit_hours[c] * q.tool_saves[p.persona, job])


@rule
def work_with_tool(w: World, g: int, i: int, now: float) -> float:
    """Return the hours of the visit just ended, less what a tool in hand has spared, and write that down."""
    q = w.params[0]
    p = w.people[g, i]
    c = p.channel
    spared = hours_spared(q, p, c, p.job)
    if spared > 0.0:
        _note(w, g, i, Reason.USED, spared, now)
    return float(q.visit_hours[c] - spared)


@rule
def come_by_tool(w: World, g: int, i: int, reason: int, now: float) -> None:
    """Let a person keep a tool: one found in our content, or handed over by a rep of ours who had assets at hand."""
    q = w.params[0]
    p = w.people[g, i]
    c = p.channel
    n = p.n_visits[c]
    if q.n_tools == 0.0:
        return
    by_rep = c == Channel.REP and p.rep >= 0 and help_at_hand(q, p.key, p.persona, p.job, n) > 0.0
    if p.tool[p.job] == 1 or not (by_rep or (c == Channel.CONTENT and reason == Reason.FOUND)):
        return
    chance = q.tool_given[p.persona, p.job] if by_rep else q.tool_found[p.persona, p.job]
    if draw(p.key, Draw.TOOL, GIVEN if by_rep else READ, n) < chance:
        p.tool[p.job] = 1
        _note(w, g, i, Reason.HANDED_OVER if by_rep else Reason.FOUND, 0.0, now)


@rule
def _note(w: World, g: int, i: int, how: int, spared: float, now: float) -> None:
    p = w.people[g, i]
    write(
        w, now, w.accounts[g].id, Kind.TOOL, person=i, reason=how, job=p.job, channel=p.channel, vendor=0, value=spared
    )


@rule
def settling(q: Parameters, p: Person) -> float:
    """Return the chance that the tools a person has win them over where nothing else does: the best of them counts."""
    most = 0.0
    for job in range(N_INFO_JOBS):
        if p.tool[job] == 1:
            most = max(most, q.tool_settles[p.persona, job])
    return most
