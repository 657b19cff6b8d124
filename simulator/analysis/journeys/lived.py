"""What people live through, moment by moment: in which phase and step, through which channel, how it feels, and whose it is."""

from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from buyermaze.simulator.analysis.journeys.journey_maps import BAD_NEWS, FEELINGS
from buyermaze.simulator.core.vocabulary import OURS, Channel, Job, Kind, Reason, words
from buyermaze.simulator.journal.event_kinds import EVENT_KINDS
from buyermaze.simulator.runs.history import History, of_kind

if TYPE_CHECKING:
    import pandas

AGREEMENT, USE, RECOMMEND = "agreement", "use", "recommend"
STEPS: Final = (*(words(job) for job in list(Job)[: Job.CONSENSUS]), AGREEMENT, USE, RECOMMEND)
PHASES: Final = {  # macro phases for reading, and the steps of each
    "discover": ("problem",), "research": ("solution", "requirements"), "select": ("selection", "validation", AGREEMENT),
    "use": (USE,), "recommend": (RECOMMEND,),
}  # fmt: skip
PHASE_OF: Final = {step: phase for phase, steps in PHASES.items() for step in steps}
MARKETING, SALES, BETWEEN, SUPPORT, BUYERS = "marketing", "sales", "between the two", "support", "the buyers themselves"
FUNCTIONS: Final = (MARKETING, SALES, BETWEEN, SUPPORT, BUYERS)
MIDDLE_SATISFACTION: Final = 5.0  # of 0 to 10, where a feeling is neither good nor bad; assumption


class Moment(NamedTuple):
    """Something of ours, or of the group, that people remember: how it feels from -1 to 1 (assumption) and whose it is."""

    name: str
    kind: Kind
    reason: Reason | None
    feeling: float
    function: str


def _touch(name: str, reason: Reason, function: str) -> Moment:
    return Moment(name, Kind.TOUCH, reason, FEELINGS[reason], function)


def _news(name: str, kind: Kind, function: str) -> Moment:
    return Moment(name, kind, None, EVENT_KINDS[kind].feeling, function)


MOMENTS: Final = (
    _touch("answer found", Reason.FOUND, MARKETING),
    _touch("dead end", Reason.DEAD_END, MARKETING),
    _touch("sent on to somebody", Reason.SENT_ON, MARKETING),
    _touch("case written alone", Reason.ALONE, MARKETING),
    _touch("talk with somebody who knows them", Reason.IN_CONTEXT, SALES),
    _touch("told it all again", Reason.OUT_OF_CONTEXT, SALES),
    _touch("pushed to sign", Reason.PUSHED, SALES),
    _news("waited in vain", Kind.GAVE_UP, SALES),
    _news("request not followed up", Kind.IGNORED, SALES),
    _news("two of us claim different things", Kind.CLAIM_CLASH, BETWEEN),
    _news("claim found out", Kind.CAUGHT, BETWEEN),
    _news("fine print found", Kind.FINE_PRINT, BETWEEN),
    Moment("objection nobody foresaw", Kind.BLOCKER, Reason.UNFORESEEN, -0.5, SALES),
    Moment("disagreement settled", Kind.POLL, Reason.SETTLED, 0.3, BUYERS),
    Moment("disagreement escalates", Kind.POLL, Reason.ESCALATED, -0.5, BUYERS),
    Moment("vote passes", Kind.VOTE, Reason.PASSED, 0.5, BUYERS),
    Moment("vote fails", Kind.VOTE, Reason.BLOCKED, -0.5, BUYERS),
    Moment("management agrees", Kind.APPROVAL, Reason.GRANTED, 0.6, BUYERS),
    Moment("management refuses", Kind.APPROVAL, Reason.REFUSED, -0.8, BUYERS),
    Moment("word without an agenda", Kind.CARE, None, 0.4, SALES),
    Moment("issue solved", Kind.ISSUE, Reason.RECOVERED, 0.4, SUPPORT),
    Moment("issue left open", Kind.ISSUE, Reason.UNANSWERED, -0.7, SUPPORT),
    Moment("delivery late", Kind.DELIVERED_LATE, None, -0.6, SUPPORT),
    Moment("bill wrong", Kind.BILLED_WRONG, None, -0.4, SUPPORT),
    Moment("quarrel over a contract", Kind.CONTRACT_STUCK, None, -0.4, SUPPORT),
    Moment("asked and listened to", Kind.LISTENED, None, 0.4, SALES),
    Moment("step of our process refused", Kind.STEP, Reason.REFUSED, -0.5, SALES),
    Moment("complaint put right", Kind.RECOVERY, None, 0.5, SALES),
    Moment("pilot worked", Kind.PILOT_SEEN, Reason.WORKED, 0.5, SALES),
    Moment("pilot failed", Kind.PILOT_SEEN, Reason.FAILED, -0.6, SALES),
)
NO_MOMENT: Final = ""
SERVICE: Final = (
    Kind.CARE, Kind.ISSUE, Kind.RECOVERY, Kind.DELIVERED_LATE, Kind.BILLED_WRONG, Kind.CONTRACT_STUCK, Kind.LISTENED,
)  # fmt: skip
AFTER_SALE: Final = (Kind.FEELING, Kind.ADVOCACY, *SERVICE)
OF_GROUPS: Final = (Kind.VOTE, Kind.POLL, Kind.APPROVAL, Kind.BLOCKER, Kind.PILOT_SEEN, *SERVICE)


def _tables() -> tuple[np.ndarray, np.ndarray]:
    """Return feeling and place in ``MOMENTS`` (-1: none) by kind and reason."""
    feeling = np.zeros((len(Kind), len(Reason)))
    place = np.full((len(Kind), len(Reason)), -1)
    for reason, felt in FEELINGS.items():
        feeling[Kind.TOUCH, reason] = felt
    for kind in BAD_NEWS:
        feeling[kind] = EVENT_KINDS[kind].feeling
    for m, moment in enumerate(MOMENTS):
        reasons = slice(None) if moment.reason is None else moment.reason
        feeling[moment.kind, reasons], place[moment.kind, reasons] = moment.feeling, m
    return feeling, place


FELT, PLACES = _tables()
_NAMES: Final = np.array([*(moment.name for moment in MOMENTS), NO_MOMENT], dtype=object)
_WHOSE: Final = np.array([*(moment.function for moment in MOMENTS), NO_MOMENT], dtype=object)
_CHANNELS: Final = np.array([*(words(channel) for channel in Channel), NO_MOMENT], dtype=object)


def lived(run: History, accounts: np.ndarray | None = None) -> "pandas.DataFrame":
    """Return what the people of accounts live through, one line per person and event, in order of time.

    Parameters
    ----------
    run : History
        What ``simulate`` returns.
    accounts : ndarray of int, optional
        Which accounts; default: the counted ones with a project.

    Returns
    -------
    DataFrame
        ``account``, ``hour`` (working hours since the start of the run), ``persona``, ``step`` (one of ``STEPS``), ``phase``,
        ``channel`` (empty where it is none), ``visit`` (whether somebody turned to a channel), ``hours`` (of that person),
        ``feeling`` (-1 to 1), ``moment`` (name, of what is ours or the group's own; else empty), ``function`` (whose moment).
        What happens to a group happens to everybody in it; use and recommending are those of our customers.
    """
    import pandas

    rows = run.journal
    rows = rows[np.isin(rows["account"], run.counted_real() if accounts is None else accounts)]
    kinds = rows["kind"]
    arrived = of_kind(rows, Kind.ARRIVED)
    rows = rows[
        (np.isin(kinds, (Kind.TOUCH, *BAD_NEWS)) & (rows["person"] >= 0) & (rows["job"] >= 0))
        | np.isin(kinds, OF_GROUPS)
        | (np.isin(kinds, (Kind.FEELING, Kind.ADVOCACY)) & (rows["vendor"] == 0))
    ]
    kind, reason = rows["kind"].astype(int), rows["reason"].astype(int)
    felt, place = FELT[kind, reason], PLACES[kind, reason]
    rated = np.isin(kind, (Kind.FEELING, Kind.ADVOCACY))
    felt = np.where(rated, (rows["value"] - MIDDLE_SATISFACTION) / MIDDLE_SATISFACTION, felt)
    touch = kind == Kind.TOUCH
    whose = np.isin(kind, OF_GROUPS) | np.where(
        touch | (rows["vendor"] < 0), np.array([*OURS, 0])[rows["channel"]], rows["vendor"] == 0
    )
    alone = touch & (reason == Reason.ALONE)
    place = np.where((whose.astype(bool) | alone) & ~rated, place, -1)
    step = np.where(rows["job"] < len(STEPS), rows["job"], Job.CONSENSUS).astype(int)
    step = np.where(np.isin(kind, OF_GROUPS), int(Job.CONSENSUS), step)
    step = np.where(np.isin(kind, AFTER_SALE), STEPS.index(USE), step)
    step = np.where(kind == Kind.ADVOCACY, STEPS.index(RECOMMEND), step)
    seats = np.array(run.scenario.market.group.seats, dtype=object)
    size = np.zeros(int(rows["account"].max(initial=0)) + 1, dtype=int)
    known = arrived["account"] < len(size)
    size[arrived["account"][known]] = np.minimum(arrived["value"][known].astype(int), len(seats))
    of_group = rows["person"] < 0
    times = np.where(of_group, size[rows["account"]], 1)
    line = np.repeat(np.arange(len(rows)), times)
    first = np.cumsum(times) - times
    seat = np.where(of_group[line], np.arange(len(line)) - first[line], rows["person"][line])
    steps = np.array(STEPS, dtype=object)[step[line]]
    return pandas.DataFrame(
        {
            "account": rows["account"][line].astype(int),
            "hour": rows["time"][line].astype(float),
            "persona": seats[seat],
            "step": steps,
            "phase": pandas.Series(steps, dtype=object).map(PHASE_OF).to_numpy(),
            "channel": _CHANNELS[np.where(touch, rows["channel"], len(Channel))[line]],
            "visit": touch[line],
            "hours": np.where(touch, rows["hours"], 0.0)[line],
            "feeling": felt[line],
            "moment": _NAMES[place[line]],
            "function": _WHOSE[place[line]],
        }
    )  # fmt: skip
