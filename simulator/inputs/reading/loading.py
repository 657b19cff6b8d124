"""Find and load scenarios: shipped ones by name, a user's own by path, each possibly extending another."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from importlib.resources.abc import Traversable
from itertools import combinations
from pathlib import Path as FilePath
from typing import Any

from buyermaze.simulator.core.errors import InputProblem, Path, remedy, shown
from buyermaze.simulator.core.plain_text import as_name, one_line
from buyermaze.simulator.inputs.dates.epochs import hours_at, in_force_at
from buyermaze.simulator.inputs.dates.timeline import timeline
from buyermaze.simulator.inputs.grammar.fields import DAY
from buyermaze.simulator.inputs.grammar.overlay import merged
from buyermaze.simulator.inputs.grammar.yaml_reader import Document, read
from buyermaze.simulator.inputs.plans.plan_parts import parts_of
from buyermaze.simulator.inputs.plans.transitions import (
    TRANSITIONS,
    different,
    entries_of,
    refuse_idle,
    transition_named,
)
from buyermaze.simulator.inputs.reading.shelves import MARKETS, SCENARIOS, SUFFIXES, Shelf, check_head, words_of
from buyermaze.simulator.inputs.sheets.market import Market
from buyermaze.simulator.inputs.sheets.programme import Programme
from buyermaze.simulator.inputs.sheets.run_settings import Run
from buyermaze.simulator.inputs.sheets.scenario import Scenario

LONGEST_CHAIN = 20  # files that extend one another; assumption


@dataclass(frozen=True)
class Source:
    """One file to read: its name, its label in messages, and the folder that relative paths start from."""

    name: str
    label: str
    file: Traversable | FilePath | bytes
    folder: FilePath | None


def load(
    name_or_path: str | FilePath, market: str | FilePath | None = None, changes: Mapping[str, Any] | None = None
) -> Scenario:
    """Load a scenario.

    Parameters
    ----------
    name_or_path : str or Path
        Name of a shipped scenario (see ``available``), or path of a YAML file.
    market : str or Path, optional
        Name or path of a market that replaces the scenario's own as a whole (see ``available_markets``).
    changes : mapping, optional
        Values by dotted path, laid over everything else, each in the parameter's own unit and bounds.

    Returns
    -------
    Scenario
        Checked and unchangeable.

    Raises
    ------
    InputProblem
        If there is no such scenario or market, or a value is out of bounds; the sentence names place and remedy.
    """
    return assembled(_source(str(name_or_path), SCENARIOS, FilePath()), market, changes)


def assembled(
    source: "Source", market: str | FilePath | None = None, changes: Mapping[str, Any] | None = None
) -> Scenario:
    """Return the scenario of a file, with what it extends; ``market`` and ``changes`` as for ``load``."""
    layers = _chain(source, SCENARIOS)
    stack = _Stack()
    plan: tuple[Any, Document] | None = None
    for layer in layers:
        for section in ("market", "programme", "run", "timeline", "parts", "target", "experience"):
            if section == "market" and market is not None:
                continue
            if section not in layer.document.data:
                continue
            value = layer.document.data[section]
            if section == "timeline":
                plan = (value, layer.document)
                continue
            if section == "market" and isinstance(value, str):
                stack.replace_market(_market(value, layer.source.folder, layer.document.place(("market",))))
            else:
                stack.lay(section, value, layer.document)
    if market is not None:
        stack.replace_market(_market(str(market), FilePath(), None))
    own = layers[-1]
    words = {key: words_of(own.document, key) for key in ("title", "story")}
    named = {"name": own.source.name, "title": words["title"] or own.source.name, "story": words["story"]}
    if plan and plan[0] not in (None, [], ()):
        entries, came_from = _plain_entries(plan[0], plan[1], stack.scenario(**named))
        stack.lay("timeline", entries, plan[1], came_from)
    scenario = stack.scenario(**named)
    return scenario.with_changes(changes) if changes else scenario


def transition(scenario: Scenario, name: str, day: date | str, changes: Mapping[str, Any] | None = None) -> Scenario:
    """Return a scenario that is reorganised on a day: the new programme, and what is lost and learnt while roles change.

    Parameters
    ----------
    scenario : Scenario
        The company before; what its timeline holds already stays.
    name : {"merge", "split", "add_sla", "remove_gate", "hire"}
        What is done; see ``transitions.TRANSITIONS``.
    day : date or str
        When it begins, ``2026-07-01``.
    changes : mapping, optional
        ``title`` and numbers of ``transitions.Upheaval`` to replace the transition's own: ``share_skill_lost``,
        ``weeks_learning``, ``weeks_content``, ``cost_asset``, ``n_reps_hired`` ...

    Returns
    -------
    Scenario
        The same company with the transition on its timeline.

    Raises
    ------
    InputProblem
        If there is no such transition, the day is outside the run, or nothing would change.
    """
    entries = [entry.model_dump() for entry in scenario.timeline]
    return scenario.with_changes({"timeline": [*entries, *_transition(scenario, name, day, changes)]})


def _transition(scenario: Scenario, name: str, day: Any, given: Mapping[str, Any] | None) -> list[dict[str, Any]]:
    if given and "week" in given:
        raise InputProblem(f"transition '{one_line(str(name), 40)}' begins on a date; give it one instead of a week")
    if day is None:
        raise InputProblem(f"transition '{one_line(str(name), 40)}' needs a date")
    try:
        day = date.fromisoformat(day) if isinstance(day, str) and DAY.fullmatch(day) else day
    except ValueError as problem:
        raise InputProblem(f"there is no day {day}: {problem}") from None
    if not isinstance(day, date):
        raise InputProblem(f"a transition needs a date such as 2026-01-05, found {one_line(shown(day), 60)}")
    transition_named(name)
    target = _organisations().get(name)
    earlier = [part for part in parts_of(scenario) if part.transition in _organisations() and part.day < day]
    last = earlier[-1] if earlier else None
    if last and last.transition == name and day <= last.done:
        raise InputProblem(
            f"transition '{name}' changes nothing: it is under way already, from {last.day} to {last.done}"
        )
    entries = entries_of(name, day, in_force_at(scenario, day).programme, target, given, _organised())
    # what would come after the run is over is left out
    end = timeline(scenario).end
    return [entry for k, entry in enumerate(entries) if k == 0 or hours_at(scenario, entry["date"]) < end]


@lru_cache(maxsize=1)
def _organisations() -> dict[str, Programme]:
    """Return the programmes that transitions lead to, by transition."""
    return {name: load(each.becomes).programme for name, each in TRANSITIONS.items() if each.becomes}


@lru_cache(maxsize=1)
def _organised() -> frozenset[str]:
    """Return the paths that tell those organisations apart; what they have in common is no matter of organising."""
    return frozenset().union(*(different(*pair) for pair in combinations(_organisations().values(), 2)))


def _plain_entries(value: Any, document: Document, scenario: Scenario) -> tuple[list[Any], list[int]]:
    """Return a timeline as a file gives it with its transitions worked out, and each entry's place in the file."""
    if not isinstance(value, list):
        raise InputProblem(
            f"{document.place(('timeline',))}: a timeline is a list of entries, each with a date or a week"
        )
    plain: list[Any] = []
    came_from: list[int] = []
    for n, entry in enumerate(value):
        if not isinstance(entry, Mapping) or "transition" not in entry:
            plain.append(entry)
            came_from.append(n)
            continue
        given = {key: part for key, part in entry.items() if key not in ("transition", "date")}
        try:
            sofar = scenario.with_changes({"timeline": plain}) if plain else scenario
            refuse_idle(entry["transition"], given)
            plain += _transition(sofar, entry["transition"], entry.get("date"), given)
        except InputProblem as problem:
            # the problem may be an earlier entry's, which nobody has looked at yet
            wrong = (
                came_from[int(problem.path[1])] if problem.path[:1] == ("timeline",) and len(problem.path) > 1 else n
            )
            raise problem.at(document.place(("timeline", wrong))) from None
        came_from += [n] * (len(plain) - len(came_from))
    return plain, came_from


@dataclass(frozen=True)
class _Layer:
    source: Source
    document: Document


class _Stack:
    """The data of a scenario as layer upon layer is laid over the defaults, and where each entry came from."""

    def __init__(self) -> None:
        self.data: dict[str, Any] = {
            "market": Market().model_dump(),
            "programme": Programme().model_dump(),
            "run": Run().model_dump(),
            "timeline": (),
            "parts": {},
            "target": None,
            "experience": None,
        }
        self.places: dict[Path, str] = {}

    def lay(self, section: str, value: Any, document: Document, came_from: Sequence[int] = ()) -> None:
        """Lay one file's section over what is there; ``came_from`` are places in the file of a table's rows, if others."""

        def note(resolved: Path, own: Path) -> None:
            if came_from and len(own) > 1:
                own = (own[0], came_from[int(own[1])], *own[2:])
            self.places[resolved] = document.place(own)

        try:
            self.data[section] = merged(self.data[section], value, note, (section,), (section,))
        except InputProblem as problem:
            raise problem.at(document.place(problem.path)) from None

    def replace_market(self, layers: list[_Layer]) -> None:
        """Start the market anew from a market file and those it extends; a market may say how large a fair run is."""
        self.data["market"] = Market().model_dump()
        self.places = {path: place for path, place in self.places.items() if path[:1] != ("market",)}
        for layer in layers:
            for section in ("market", "run"):
                if section in layer.document.data:
                    self.lay(section, layer.document.data[section], layer.document)

    def scenario(self, **words: str) -> Scenario:
        """Check everything and make the scenario; a problem is told with its file and line."""
        try:
            return Scenario(**words, **self.data)
        except InputProblem as problem:
            path = problem.path
            while path and path not in self.places:
                path = path[:-1]
            raise (problem.at(self.places[path]) if path else problem) from None


def _chain(source: Source, shelf: Shelf, seen: tuple[str, ...] = (), labels: tuple[str, ...] = ()) -> list[_Layer]:
    """Read a file and those it extends, the most general first."""
    try:
        mark = str(source.file.resolve()) if isinstance(source.file, FilePath) else source.label
    except (OSError, RuntimeError, ValueError) as error:  # links in a circle, names no file system has
        raise InputProblem(f"{source.label}: cannot be read: {getattr(error, 'strerror', None) or error}") from None
    if mark in seen:
        circle = " -> ".join([*labels[seen.index(mark) :], source.label])
        raise InputProblem(f"'extends' runs in a circle: {circle}; remove one of them")
    if len(seen) >= LONGEST_CHAIN:
        raise InputProblem(
            f"{source.label}: more than {LONGEST_CHAIN} files extend one another; lay some of them together"
        )
    document = read(source.file, source.label)
    check_head(document, shelf)
    layer = _Layer(source, document)
    parent = document.data.get("extends")
    if parent is None:
        return [layer]
    place = document.place(("extends",))
    if not isinstance(parent, str) or not parent:
        raise InputProblem(f"{place}: 'extends' must be the name or path of one {shelf.word}")
    try:
        next_source = _source(parent, shelf, source.folder)
    except InputProblem as problem:
        raise problem.at(place) from None
    return [*_chain(next_source, shelf, (*seen, mark), (*labels, source.label)), layer]


def _market(name: str, folder: FilePath | None, place: str | None) -> list[_Layer]:
    try:
        source = _source(name, MARKETS, folder)
    except InputProblem as problem:
        raise (problem.at(place) if place else problem) from None
    return _chain(source, MARKETS)


def _source(name: str, shelf: Shelf, folder: FilePath | None) -> Source:
    """Find a file by the name of a shipped one or by its path, relative to the folder of the file that names it."""
    shipped = shelf.shipped()
    if name in shipped:
        file = shipped[name]
        return Source(name, f"{name}.yaml", file, file.parent if isinstance(file, FilePath) else None)
    looks_like_path = name.endswith(SUFFIXES) or "/" in name or "\\" in name
    path = (folder or FilePath()) / name
    try:
        there = path.exists()
    except (OSError, ValueError):
        there = False
    if looks_like_path or there:
        return Source(as_name(path.stem, shelf.word), str(path), path, path.parent)
    raise InputProblem(f"no {shelf.word} and no file is called '{one_line(name, 80)}'; {remedy(name, shipped)}")
