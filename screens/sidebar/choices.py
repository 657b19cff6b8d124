"""What can be chosen in the sidebar, and the scenarios that follow from it."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

from buyermaze.screens.theme import label
from buyermaze.simulator.analysis.same_budget import within_budget
from buyermaze.simulator.inputs.reading.loading import load
from buyermaze.simulator.inputs.reading.shelves import available, available_markets
from buyermaze.simulator.inputs.sheets.lever_search import search, unheard
from buyermaze.simulator.inputs.sheets.levers import IN_PRICES, Lever, lever_words, unit_entered
from buyermaze.simulator.inputs.sheets.scenario import Scenario

FIRST: Final = ("baton_pass", "merged")
MOST_ORGANISATIONS: Final = 4  # side by side
MARKET: Final = "reference"
TABLES: Final = ("approvals", "segments", "shocks", "blockers")  # whose rows differ from market to market
BY_JOB: Final = (".need.", ".gain.", ".appeal.")  # tables of a persona or a channel
N_TOLD: Final = 3  # levers that were looked for and are told in a sentence
WIDE: Final = 20.0  # a wider range is typed in rather than dragged


@dataclass(frozen=True)
class Handle:
    """A lever as the sidebar offers it: the part of its range that makes sense to try, and in which steps."""

    path: str
    words: str
    low: float
    high: float
    step: float

    @property
    def short(self) -> str:
        """Return the last two words of the path, used in links."""
        return ".".join(self.path.split(".")[-2:])


PROGRAMME_HANDLES: Final = (
    Handle("programme.coordination.share_time", "Time spent on coordination", 0, 0.4, 0.01),
    Handle("programme.selling.skill", "Skill of reps", 0.7, 1.4, 0.01),
    Handle("programme.team.n_reps", "Reps", 1, 20, 1),
    Handle("programme.team.n_content", "Content people", 0, 12, 0.2),
    Handle("programme.handoff.delay_hours", "Hand-off delay", 0, 80, 1),
    Handle("programme.memory.share_recorded", "Written down of what buyers tell", 0, 1, 0.05),
    Handle("programme.memory.share_passed_on", "Passed on within the account", 0, 1, 0.05),
    Handle("programme.message.gap", "Gap between claims", 0, 1, 0.05),
)
MARKET_HANDLES: Final = (
    Handle("market.demand.load", "Load: inquiries, relative to usual", 0.2, 3, 0.05),
    Handle("market.demand.share_not_serious", "Inquiries without a project", 0, 0.95, 0.05),
    Handle("market.group.n_people_mean", "People in the buying group", 1, 12, 0.5),
    Handle("market.offer.complexity", "Complexity of the purchase", 0.1, 4, 0.1),
    Handle("market.group.p_mention", "Known facts that get mentioned", 0.05, 1, 0.05),
)


PLAIN: Final = ("team.n_reps", "handoff.delay_hours", "memory.share_passed_on", "coordination.share_time")
PLAIN_OF_ONE: Final = tuple(handle for short in PLAIN for handle in PROGRAMME_HANDLES if handle.short == short)
PLAIN_OF_ALL: Final = tuple(h for h in MARKET_HANDLES if h.short in ("demand.load", "group.n_people_mean"))


@lru_cache(maxsize=64)
def shipped(name: str, market: str) -> Scenario:
    """Return a shipped programme in a shipped market, called the way people call it."""
    return load(name, market=market).model_copy(update={"name": label(name)})


@lru_cache(maxsize=1)
def programmes() -> dict[str, str]:
    """Return the shipped programmes by name with their titles, the most common pair first."""
    found = {entry.name: entry.title for entry in available(apart=True)}
    return {name: found[name] for name in (*FIRST, *(n for n in found if n not in FIRST))}


@lru_cache(maxsize=1)
def markets() -> dict[str, str]:
    """Return the shipped markets by name with their titles, the middle of the road first."""
    found = {entry.name: entry.title for entry in available_markets(apart=True)}
    return {name: found[name] for name in (MARKET, *(n for n in found if n != MARKET))}


@lru_cache(maxsize=2)
def stories() -> dict[str, str]:
    """Return the stories of programmes and markets by name."""
    return {entry.name: entry.story for entry in (*available(apart=True), *available_markets(apart=True))}


@lru_cache(maxsize=64)
def _cards(name: str, market: str) -> dict[str, Lever]:
    return {lever.path: lever for lever in shipped(name, market).levers()}


def card(scenario: Scenario, name: str, market: str, path: str) -> Lever:
    """Return all that is known about a lever; the value is that of the scenario given."""
    if name in programmes():
        return _cards(name, market)[path]
    return next(lever for lever in scenario.levers() if lever.path == path)


@lru_cache(maxsize=1)
def further() -> dict[str, str]:
    """Return the levers that have no handle, by path and in words; tables with rows of their own are left to files."""
    handles = {handle.path for handle in (*PROGRAMME_HANDLES, *MARKET_HANDLES)}
    return {
        path: lever_words(path)
        for path, lever in _cards(FIRST[0], MARKET).items()
        if path not in handles
        and path.split(".")[0] in ("programme", "market")
        and path.split(".")[1] not in TABLES
        and not any(part in path for part in (*BY_JOB, ".assets.", ".seats"))
        and lever.kind in ("number", "count", "switch", "choice")
    }


@dataclass(frozen=True)
class Found:
    """What a few words lead to."""

    further: list[str]  # paths of levers without a handle, the closest first
    at_hand: list[str]  # words of levers that have a handle
    missed: list[str]  # what was typed and no lever answers to
    told: list[str]  # what the closest of those without a handle do


def about(text: str) -> Found:
    """Return the levers that do what a few words say."""
    handles = {handle.path: handle.words for handle in (*PROGRAMME_HANDLES, *MARKET_HANDLES)}
    offered = [lever for path, lever in _cards(FIRST[0], MARKET).items() if path in further() or path in handles]
    found = search(offered, text)
    offered = [lever for lever in found if lever.path not in handles]
    return Found(
        [lever.path for lever in offered],
        [handles[lever.path] for lever in found if lever.path in handles],
        unheard(list(_cards(FIRST[0], MARKET).values()), text) if found else [],
        [f"{lever_words(lever.path)}. {lever.meaning}" for lever in offered[:N_TOLD]],
    )


def card_text(lever: Lever) -> str:
    """Return a lever's card: mechanism, allowed range, default, source and how far to trust it."""
    grades = {"A": "peer-reviewed", "B": "named survey", "C": "rule of thumb", "D": "assumption, worth sweeping"}
    if lever.low is None or lever.high is None:
        allowed = " or ".join(lever.choices or ("yes", "no"))
        default = lever.default if lever.choices else "yes" if lever.default else "no"
    else:
        allowed, default = f"{lever.low:g} to {lever.high:g}", f"{lever.default:g}"
    return (
        f"{lever.meaning}\n\n"
        f"**Unit** {_unit(lever)} · **allowed** {allowed} · **model default** {default}\n\n"
        f"**Source** {lever.source} (grade {lever.grade}: {grades.get(lever.grade, 'unknown')})\n\n`{lever.path}`"
    )


def _unit(lever: Lever) -> str:
    said = unit_entered(lever)
    return f"{said}: what taken off the price of a deal would be as good" if lever.unit == IN_PRICES else said


@lru_cache(maxsize=512)
def _changed(name: str, market: str, changes: tuple[tuple[str, Any], ...]) -> Scenario:
    return shipped(name, market).with_changes(dict(changes))


def changed(scenario: Scenario, key: tuple[str, str] | None, changes: Mapping[str, Any]) -> Scenario:
    """Return a scenario with levers moved; shipped ones, known by (name, market), are made once for all visitors."""
    if key is not None:
        return _changed(*key, tuple(sorted(changes.items())))
    return scenario.with_changes(changes) if changes else scenario


@lru_cache(maxsize=512)
def _within(name: str, market: str, changes: tuple[tuple[str, Any], ...]) -> tuple[Scenario, str]:
    return within_budget(shipped(name, market), _changed(name, market, changes))


def within(
    today: Scenario, moved: Scenario, key: tuple[str, str] | None, changes: Mapping[str, Any]
) -> tuple[Scenario, str]:
    """Return a moved scenario that keeps to today's budget and what gave, in words; known ones are made once."""
    if key is not None and today is shipped(*key):
        return _within(*key, tuple(sorted(changes.items())))
    return within_budget(today, moved)


def default_scenarios(stretch: float = 1.0) -> list[Scenario]:
    """Return what the first page compares when nothing was chosen."""
    changes = run_changes(1, stretch * shipped(FIRST[0], MARKET).run.weeks)
    return [changed(shipped(name, MARKET), (name, MARKET), changes) for name in FIRST]


def run_changes(seed: int, weeks: float) -> dict[str, Any]:
    """Return what the run controls change in a scenario."""
    return {"run.seed": seed, "run.weeks": float(weeks), "run.n_accounts": 0}
