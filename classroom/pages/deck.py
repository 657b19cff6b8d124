"""What is kept of a class: slides made from its file, whatever they are shown with."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from buyermaze.classroom.play.agenda import lesson_of
from buyermaze.classroom.play.alone import directions
from buyermaze.classroom.play.buyer import of_the_group
from buyermaze.classroom.play.figures import said
from buyermaze.classroom.play.game import AXES, axis_label, spread_said
from buyermaze.classroom.play.lesson import Lesson
from buyermaze.classroom.play.levers import LEVERS, card, cost
from buyermaze.classroom.play.scoring import calibration
from buyermaze.classroom.play.state import Class
from buyermaze.simulator.comparison.phrasing import amount, whole_percent
from buyermaze.simulator.core.plain_text import isolated
from buyermaze.simulator.outcomes.definitions import OUTCOMES, position

SIGNS: Final = {"more": 1, "none": 0, "less": -1}
N_LIFE: Final = 7  # sentences of a life on a slide: the first and the last ones; assumption
N_WORDS: Final = 12  # sayings of people on a slide; assumption


@dataclass(frozen=True)
class Points:
    """A list of sentences."""

    lines: tuple[str, ...]
    heading: str = ""


@dataclass(frozen=True)
class Table:
    """A table with a heading line."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Ranges:
    """What a class predicted: everybody's range, and the truth with its interval, on one scale."""

    low: float
    high: float
    unit: str
    ranges: tuple[tuple[float, float], ...]
    truth: tuple[float, float, float]  # mean, low, high
    alt: str


Block = Points | Table | Ranges


@dataclass(frozen=True)
class Slide:
    """One page: a kicker above the title, a lead sentence, and blocks side by side."""

    kicker: str
    title: str
    lead: str = ""
    blocks: tuple[Block, ...] = ()


def deck(state: Class) -> list[Slide]:
    """Return the slides of a class in the order of its agenda.

    Parameters
    ----------
    state
        Where the class stands; a class that has not ended gives the slides of what has happened so far.
    """
    slides = [_cover(state)]
    for step, here in enumerate(state.steps):
        if here.kind == "predict":
            slides += _lesson(state, step, lesson_of(here.lesson))
    slides += _purchase(state)
    slides += [_team(state, team) for team in sorted(_teams_that_planned(state))]
    slides += _luck(state)
    return [*slides, *_sureness(state), *_taken_home(state), _about(state)]


def _cover(state: Class) -> Slide:
    titles = tuple(dict.fromkeys(lesson_of(each.lesson).title for each in state.steps if each.lesson))
    people = state.present()
    n_rounds = sum(step.kind == "year" for step in state.steps)
    lead = f"{len(people)} people in {state.settings['teams']} teams"
    bought = ("Play the buyer",) if any(step.kind == "buyer" for step in state.steps) else ()
    game = (f"The team game, {n_rounds} years",) if n_rounds else ()
    return Slide("Buyer Maze", str(state.settings["title"]), lead, (Points((*titles, *bought, *game), "What we did"),))


def _lesson(state: Class, step: int, lesson: Lesson) -> list[Slide]:
    asked, truth = lesson.prediction, lesson.truth()
    guesses = [person.answers[step, "size"].body for person in state.present() if (step, "size") in person.answers]
    signs = Counter(
        SIGNS[person.answers[step, "sign"].body["sign"]]
        for person in state.present()
        if (step, "sign") in person.answers
    )
    names = directions(lesson)
    voted = ", ".join(f"{signs[sign]} said {names[sign]}" for sign in (1, 0, -1) if signs[sign]) or "Nobody predicted"
    n_held = sum(each["low"] <= truth.judged_by <= each["high"] for each in guesses)
    came = f"{truth.said} {names[truth.sign]} (95 % interval {truth.interval})"
    said_by = f"{voted}; {n_held} of {len(guesses)} ranges held the truth." if guesses else f"{voted}."
    ranges = Ranges(
        asked.low, asked.high, truth.unit,
        tuple(sorted(((float(each["low"]), float(each["high"])) for each in guesses), key=sum)),
        (truth.mean, truth.low, truth.high), f"Ranges of {len(guesses)} people and the truth, {came}.",
    )  # fmt: skip
    lives = tuple(
        Points(_shortened(lines), lesson.organisations[key].name) for key, lines in lesson.answers.lives.items()
    )
    objections = tuple(f"“{each.said}” {each.answer}" for each in lesson.debrief.objections)
    return [
        Slide(lesson.title, lesson.question, "", (Points(lesson.briefing, "What we knew"),)),
        Slide(lesson.title, asked.ask, f"{came}. {said_by}", (ranges,)),
        Slide(lesson.title, "Why", lesson.moral, (Points(lesson.mechanism.told),)),
        Slide(lesson.title, "One account, lived twice", lesson.mechanism.look, lives),
        Slide(
            lesson.title, "What it means for us", "",
            (Points(lesson.debrief.questions, "Questions"), Points(lesson.debrief.weak, "Where the model is weak")),
        ),
        Slide(lesson.title, "What people object", "", (Points(objections),)),
    ]  # fmt: skip


def _shortened(lines: tuple[str, ...]) -> tuple[str, ...]:
    """Return the first and last sentences of a life, and how many are left out between them."""
    if len(lines) <= N_LIFE:
        return lines
    n_last = N_LIFE // 2
    return (*lines[: N_LIFE - n_last - 1], f"[{len(lines) - N_LIFE + 1} lines left out]", *lines[-n_last:])


def _teams_that_planned(state: Class) -> set[int]:
    return {team for team, _ in state.plans}


def _league(state: Class, year_step: int) -> dict[str, Any]:
    """Return what a year brought to every team, as last computed; empty before."""
    found = [body for (step, kind), body in state.results.items() if step == year_step and kind.startswith("league")]
    return found[-1]["teams"] if found else {}


def _team(state: Class, team: int) -> Slide:
    """Return the page of a team: what it decided, forecast and supposed, and what each year brought."""
    rows, supposed, changed = [], [], []
    last = {lever.key: lever.start for lever in LEVERS}
    for step, here in enumerate(state.steps):
        if here.kind != "plan" or (team, step) not in state.plans:
            continue
        body = state.plans[team, step].body
        year = f"Year {here.round}"
        brought = _league(state, step + 1).get(str(team), {}).get("this", [None] * len(AXES))
        values = [_level(value, axis) for value, axis in zip(brought, AXES, strict=False)]
        forecast = (
            f"{said(float(body['low']), 'USD')} to {said(float(body['high']), 'USD')}" if "low" in body else "none"
        )
        rows.append((year, said(cost(body["plan"]), "USD"), forecast, *values))
        if body.get("hypothesis"):
            supposed.append(f"{year}: {isolated(str(body['hypothesis']))}")
        moved = [
            f"{lever.title}: {lever.settings[body['plan'][lever.key]].label}"
            for lever in LEVERS
            if body["plan"][lever.key] != last[lever.key]
        ]
        changed.append(f"{year}: {'; '.join(moved) or 'nothing changed'}")
        last = body["plan"]
        drawn = [card(key).title for key in state.cards(here.round)]
        if drawn:
            changed.append(f"{year}, dealt to all: {', '.join(drawn)}")
    members = ", ".join(isolated(person.name) for person in state.members(team)) or "the computer"
    head = ("", "Spend", "Forecast", *(axis_label(axis).capitalize() for axis in AXES))
    blocks: tuple[Block, ...] = (Table(head, tuple(rows)), Points(tuple(changed), "What the team moved"))
    return Slide(
        f"Team {team}", members, "", (*blocks, *((Points(tuple(supposed), "What it supposed"),) if supposed else ()))
    )


def _level(value: object, axis: str) -> str:
    return "" if not isinstance(value, float) else amount(value, OUTCOMES[position(axis)].unit)


def _purchase(state: Class) -> list[Slide]:
    """Return how the purchase ended that everybody lived, beside the simulated person and lives with other luck."""
    ends = [body for (_, kind), body in state.results.items() if kind.startswith("ends")]
    others = [body for (_, kind), body in state.results.items() if kind == "others"]
    here = {person.seat for person in state.present()}
    ours = [end for seat, end in ends[-1].items() if seat in here] if ends else []
    if not ours or not others:
        return []
    simulated, crowd = others[-1]["simulated"], others[-1]["lives"]
    outcomes = Counter(end["outcome"] for end in (*ours, *crowd))
    rows = [
        (
            _capital(of_the_group(outcome)),
            *(f"{sum(end['outcome'] == outcome for end in lives)} of {len(lives)}" for lives in (ours, crowd)),
        )
        for outcome, _ in outcomes.most_common()
    ]
    rows += [
        ("Decided by, half of them", *(f"day {_middle(end['days'] for end in lives)}" for lives in (ours, crowd))),
        ("Own hours, middling", *(str(_middle(end["hours"] for end in lives)) for lives in (ours, crowd))),
    ]
    regrets = [[end["regret"] for end in lives if end["regret"] is not None] for lives in (ours, crowd)]
    if all(regrets):
        rows.append(("Regret of those who bought, middling", *(f"{_middle(each)} of 100" for each in regrets)))
    lead = f"Left to the simulated champion, {of_the_group(simulated['outcome'])} after {simulated['days']} days."
    head = ("", "Us, in the same seat with the same luck", "The simulated champion, with other luck")
    return [Slide("Play the buyer", "One seat, many ways through", lead, (Table(head, tuple(rows)),))]


def _middle(values: Iterable[float]) -> int:
    found = sorted(values)
    return round(found[len(found) // 2])


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def _luck(state: Class) -> list[Slide]:
    found = [body for (_, kind), body in state.results.items() if kind.startswith("luck")]
    if not found:
        return []
    body = found[-1]
    rows = tuple(
        (f"Team {team}", str(each["rank"]), str(each["rank_mean"]), said(each["this"], "USD"), said(each["mean"], "USD"),
         whole_percent(each["share_first"]))
        for team, each in sorted(body["teams"].items(), key=lambda entry: entry[1]["rank"])
    )  # fmt: skip
    head = ("", "Rank here", "Rank on average", "Profit a year here", "Profit a year on average", "Lives in the lead")
    lead = f"Every company has lived the game {body['n_years']:,} times more. {spread_said(body)}".strip()
    return [Slide("The team game", "Skill and luck", lead, (Table(head, rows),))]


def _sureness(state: Class) -> list[Slide]:
    triples = [
        (answer.body["low"], answer.body["high"], lesson_of(state.steps[step].lesson).truth().judged_by)
        for person in state.present()
        for (step, kind), answer in person.answers.items()
        if kind == "size" and state.steps[step].lesson
    ]
    if not triples:
        return []
    held = calibration(triples)
    lead = f"{held.n_held} of {held.n} ranges held the truth. Eight in ten is what an honest range promises."
    about = (
        "Whoever is asked for a range is usually surer than they can be.",
        "A range that is missed costs ten times its miss; one that is too wide costs its width.",
        "Before the next plan, write down the range and look at it again afterwards.",
    )
    return [Slide("All lessons", "How sure we were", lead, (Points(about),))]


def _taken_home(state: Class) -> list[Slide]:
    words = [
        isolated(str(answer.body["text"])) for person in state.present() for (_, kind), answer in person.answers.items()
        if kind == "words" and answer.body.get("text")
    ]  # fmt: skip
    parts = [tuple(words[k : k + N_WORDS]) for k in range(0, len(words), N_WORDS)]
    return [Slide("In our own words", "What we take home", "", (Points(part),)) for part in parts]


def _about(state: Class) -> Slide:
    lessons = [lesson_of(key) for key in dict.fromkeys(step.lesson for step in state.steps if step.lesson)]
    measured = tuple(f"{each.title}: {each.origin}" for each in lessons)
    trust = (
        "The same buyers live under every organisation, with the same luck; what differs is the organisation alone.",
        "No organisation is given an advantage. Every difference is a mechanism with a cost.",
        "Levels are compared with published numbers, in view or kept apart, on the page Trust of the app.",
        "Take signs and orders of size from here, and sizes from your own numbers.",
        "What the model does not know is said with each lesson.",
    )
    return Slide(
        "Where the numbers come from", "Why trust it, and how far", "", (Points(trust), Points(measured, "Measured"))
    )
