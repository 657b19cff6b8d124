"""The chapters of one purchase lived under one or two organisations: where to stop and look."""

from collections.abc import Sequence
from typing import Final

from buyermaze.simulator.journal.itinerary import Itinerary
from buyermaze.simulator.journal.milestones import Milestone

ENDINGS: Final = {"won": "signature", "lost to a rival": "a rival is chosen", "no decision": "they give up"}


def chapters(
    ways: Sequence[Itinerary], moments: Sequence[Sequence[Milestone]], parting: float | None
) -> list[tuple[float, str]]:
    """Return the moments worth stopping at, earliest first, each with a few words.

    Parameters
    ----------
    ways
        The same account's way under each organisation, one or two.
    moments
        Its turning points under each, in the same order.
    parting : float or None
        Working day on which the two ways first differ in anything; None where they never do or there is one.

    Returns
    -------
    list of (working day since the start of the run, words)
        Set out, first rep of ours, ways part, first failed vote, how it ends, life after; what did not happen is left out.
    """
    found = [(min(way.first for way in ways), "set out")]
    met = [stage.day for way in ways for stage in way.stages if stage.name == "opportunity"]
    failed = [
        moment.day
        for way, told in zip(ways, moments, strict=True)
        for moment in told
        if moment.kind == "vote" and moment.text.endswith("blocked") and moment.day <= way.last
    ]
    found += [(min(days), words) for days, words in ((met, "first rep"), (failed, "failed vote")) if days]
    if parting is not None and parting <= max(way.last for way in ways):
        found.append((max(parting, found[0][0]), "ways part"))
    ends = {(way.last, ENDINGS[way.outcome]) for way in ways if way.outcome in ENDINGS}
    return sorted({*found, *ends}, key=lambda chapter: chapter[0])
