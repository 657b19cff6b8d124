"""What the pages show, as plain values for their templates; nothing is decided here and nothing is hidden there."""

from datetime import datetime
from typing import Any, Final

from buyermaze.classroom.play.agenda import Step, lesson_of
from buyermaze.classroom.play.room import Job, Room
from buyermaze.classroom.play.scoring import NEAR, calibration, points
from buyermaze.classroom.play.state import Class, Person

SIGNS: Final = {"more": 1, "none": 0, "less": -1}
WIDTH: Final = 1000.0  # of a drawing, in its own units
HEIGHT: Final = 250  # of the ranges of a class, in the same: wide and low, as a projector is


def deadline(state: Class) -> int:
    """Return when the present step's time is over, in milliseconds since 1970; 0 before the first step was opened.

    A pause does not count.
    """
    if not state.opened_at:
        return 0
    opened = datetime.fromisoformat(state.opened_at).timestamp()
    return int(1000 * (opened + 60 * state.here.minutes + state.seconds_paused))


def clock(at: str) -> str:
    """Return a moment as the server's wall clock shows it."""
    return datetime.fromisoformat(at).astimezone().strftime("%H:%M:%S") if at else ""


def where(room: Room) -> dict[str, Any]:
    """Return what every page says of the class: step, clock, message."""
    state = room.state
    return {
        "title": state.settings["title"],
        "code": state.settings["code"],
        "step": state.here,
        "place": state.step,
        "n_steps": len(state.steps),
        "phase": state.phase,
        "stage": state.stage,
        "paused": state.paused,
        "message": state.message,
        "deadline": deadline(state) if state.phase == "open" and not state.paused else 0,
    }


def working_on(job: Job | None) -> dict[str, Any] | None:
    """Return how far the computer is, in whole percent; None when it is not at work."""
    if job is None:
        return None
    return {"share": int(100 * job.done / job.total) if job.total else 0, "failed": job.failed}


# lessons


def predict_step(state: Class, step: int) -> int:
    """Return the step in which the lesson of a step is predicted."""
    key = state.steps[step].lesson
    return next(place for place, each in enumerate(state.steps) if each.kind == "predict" and each.lesson == key)


def lesson_view(step: Step) -> dict[str, Any]:
    """Return the words of a lesson and its truth, ready to be said."""
    lesson = lesson_of(step.lesson)
    truth = lesson.truth()
    asked = lesson.prediction
    direction = {1: asked.more, -1: asked.less, 0: "no difference beyond luck"}[truth.sign]
    return {
        "lesson": lesson,
        "asked": asked,
        "unit": truth.unit,
        "truth": truth,
        "truth_said": f"{truth.said} {direction}" if truth.sign else direction,
        "range_said": truth.interval,
        "signs": [("more", asked.more), ("none", "no difference"), ("less", asked.less)],
    }


def intervals(state: Class, step: int) -> list[dict[str, Any]]:
    """Return everybody's locked range at a predicting step, from the lowest middle to the highest."""
    found = []
    for person in state.present():
        answer = person.answers.get((step, "size"))
        if answer is not None:
            found.append({"name": person.name, "seat": person.seat, **answer.body})
    return sorted(found, key=lambda each: each["low"] + each["high"])


def distribution(state: Class, step: int, with_truth: bool) -> dict[str, Any]:
    """Return the drawing of what the class predicted: a bar for everybody's range; the truth only where it may be shown."""
    asked = lesson_of(state.steps[step].lesson).prediction
    truth = lesson_of(state.steps[step].lesson).truth()

    def x(value: float) -> float:
        return round(WIDTH * (min(max(value, asked.low), asked.high) - asked.low) / (asked.high - asked.low), 1)

    bars = [
        {"x": x(each["low"]), "width": max(4.0, round(x(each["high"]) - x(each["low"]), 1)), "name": each["name"]}
        for each in intervals(state, step)
    ]
    ticks = [asked.low + share * (asked.high - asked.low) / 4 for share in range(5)]
    signs = [
        person.answers[step, "sign"].body["sign"] for person in state.present() if (step, "sign") in person.answers
    ]
    return {
        "bars": bars,
        "row": round(min(60.0, (HEIGHT - 10.0) / max(1, len(bars))), 2),
        "height": HEIGHT,
        "ticks": [(x(tick), f"{tick:g}") for tick in ticks],
        "zero": x(0.0),
        "truth": {"x": x(truth.mean), "low": x(truth.low), "high": x(truth.high)} if with_truth else None,
        "signs": {sign: signs.count(sign) for sign in SIGNS},
        "n": len(bars),
    }


def near(state: Class, step: int) -> list[dict[str, Any]]:
    """Return who was near: the highest points of the class, none of them 0."""
    found: list[dict[str, Any]] = [
        {"name": person.name, "points": score}
        for person in state.present()
        if (score := score_of(person, state, step))
    ]
    return sorted(found, key=lambda each: -each["points"])[:NEAR]


def score_of(person: Person, state: Class, step: int) -> int | None:
    """Return the points of somebody's range at a predicting step; None without one."""
    answer = person.answers.get((step, "size"))
    if answer is None:
        return None
    asked = lesson_of(state.steps[step].lesson)
    span = asked.prediction.high - asked.prediction.low
    return points(answer.body["low"], answer.body["high"], asked.truth().judged_by, span)


def held(person: Person, state: Class) -> str:
    """Say how somebody's ranges held so far; only truths that have been revealed count."""
    triples = []
    for (step, kind), answer in person.answers.items():
        if kind == "size" and revealed(state, step):
            triples.append((answer.body["low"], answer.body["high"], lesson_of(state.steps[step].lesson).truth().judged_by))
    return calibration(triples).said if triples else ""


def revealed(state: Class, step: int) -> bool:
    """Tell whether the truth of a predicting step has been shown: its reveal had two taps, or the class has gone past it."""
    reveal = step + 1
    return state.step > reveal or (state.step == reveal and state.stage >= 2)


# one account, lived twice


def two_lives(room: Room, step: int) -> dict[str, Any] | None:
    """Return the drawing of one account lived twice; None while it is not known."""
    found = room.result(step, "lives")
    if found is None:
        return None
    lesson = lesson_of(room.state.steps[step].lesson)
    days = max(life["days"] for life in found.values()) or 1.0
    return {
        "days": days,
        "lives": [
            {
                "name": lesson.organisations[key].name,
                "about": lesson.organisations[key].about,
                "outcome": life["outcome"],
                "days": int(life["days"]),
                "told": lesson.answers.lives[key],
                **drawn(life, days),
            }
            for key, life in found.items()
        ],
    }


def drawn(life: dict[str, Any], days: float) -> dict[str, Any]:
    """Return marks for one life: what was done when, for which job; dead ends apart."""
    from buyermaze.simulator.core.vocabulary import OURS, RIVALS

    def x(day: float) -> float:
        return round(WIDTH * day / days, 1)

    marks = []
    for start, end, job, channel, doing, reason in life["stays"]:
        whose = "ours" if OURS[channel] else "rival" if RIVALS[channel] else "free"
        vain = doing == "wait" or reason in ("dead end", "alone", "out of context")
        marks.append(
            {"x": x(start), "width": max(3.0, round(x(end) - x(start), 1)), "job": job, "whose": whose, "vain": vain}
        )
    return {"marks": marks, "meetings": [x(day) for day in life["meetings"]], "end": x(life["days"])}
