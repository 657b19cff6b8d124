"""The trainer's console: where the class is, who is missing, and everything that can be done about it."""

from typing import Any

from buyermaze.classroom.pages import working
from buyermaze.classroom.pages.views import intervals, lesson_view, predict_step, where, working_on
from buyermaze.classroom.play.levers import CARDS, spread
from buyermaze.classroom.play.room import Room


def console(room: Room) -> dict[str, Any]:
    """Return everything the console shows."""
    state = room.state
    here = state.here
    people = state.present()
    shown: dict[str, Any] = where(room) | {
        "agenda": [
            {"place": place, "step": step, "here": place == state.step} for place, step in enumerate(state.steps)
        ],
        "people": [
            {"person": person, "done": state.done(person), "n_choices": len(person.choices.get(state.step, ()))}
            for person in sorted(people, key=lambda each: (each.team, each.name.casefold()))
        ],
        "missing": [person.name for person in people if not state.done(person)],
        "teams": room.teams(),
        "trouble": room.trouble,
        "cards": CARDS,
        "dealt": state.cards(here.round) if here.round else [],
        "may_undo": bool(state.deeds),
        "jobs": [
            {"what": WORK.get(kind.split(":")[0], kind), **(working_on(job) or {})}
            for (_, kind), job in room.jobs.items()
        ],
        "script": _script(room),
    }
    if here.lesson:
        shown |= lesson_view(here)
    if here.kind == "predict":
        shown["n_sized"] = len(intervals(state, state.step))
    if here.kind == "reveal":
        shown["n_sized"] = len(intervals(state, predict_step(state, state.step)))
    if here.kind in ("plan", "year"):
        plans = {team: dict(each.plans[-1]) for team, each in working.played(room, state.step).items()}
        shown["spread"] = [
            {
                "title": lever.title,
                "least": lever.settings[least].label,
                "most": lever.settings[most].label,
                "mean": f"{1 + mean:.1f} of {len(lever.settings)}",
                "untouched": "all teams" if n == len(plans) else ", ".join(
                    str(team) for team, plan in plans.items() if plan[lever.key] == lever.start
                ) or "nobody",
            }
            for lever, least, most, mean, n in spread(list(plans.values()))
        ]  # fmt: skip
    return shown


def _script(room: Room) -> list[str]:
    """Return what the trainer says and does at the present step."""
    here = room.state.here
    if here.lesson:
        from buyermaze.classroom.play.agenda import lesson_of

        return list(next(step.script for step in lesson_of(here.lesson).steps if step.kind == here.kind))
    return list(SCRIPTS[here.kind])


WORK = {
    "lives": "one account lived twice",
    "group": "the group whose buyer is played",
    "others": "200 other lives of the buyer",
    "ends": "how everybody's purchase ended",
    "first": "the year of every company",
    "league": "the year, and 200 other lives of every company",
    "ahead": "the year of a team that has locked",
    "draft": "the year of a team that writes its forecast",
    "past": "every company up to the first day of the next year",
    "luck": "1,000 other lives of every company",
}
SCRIPTS: dict[str, tuple[str, ...]] = {
    "welcome": (
        "Show the wall. Everybody types the address or scans the square, then the five letters, then a nickname.",
        "A nickname is enough; nothing else is asked, and names can be wiped afterwards.",
        "When nobody is missing, open the next step.",
    ),
    "buyer": (
        "Everybody sits in the same seat: the champion of one buying group. All others are simulated.",
        "You see what this person knows, and no more. Choose what you want to know and where you look, or wait, or call a meeting.",
        "After ten minutes go on; who has not decided by then goes on as the simulated champion would.",
    ),
    "lives": (
        "All of you sat in the same chair on the same day. Look at how far the ways lie apart.",
        "Which of these ways would our CRM have called a good lead?",
        "200 other lives of the same group with other luck: how much of your ending was yours?",
    ),
    "plan": (
        "A team is a company. It has one budget and a dozen levers; what it adds somewhere it takes from somewhere else.",
        "Say what you expect of your lifetime profit, as a range you are eight tenths sure of, and why, in one line.",
        "After the first year you go on where you are: customers, reputation, open deals and stale content stay yours.",
        "One of you locks the plan for all. Deal a card before, if you like; teams that lock nothing keep their last plan.",
    ),
    "year": (
        "First tap: this year, as it happened to everybody. Second: the mean of 200 other lives. Third: medals.",
        "There are four columns and no single winner. Who is worse than somebody else in all four?",
    ),
    "luck": (
        "Every company has lived the whole game 1,000 times more. The thick mark is this life, the thin one the average.",
        "Who was lucky? How many lives would you need to tell your plan from your neighbour's?",
    ),
    "end": (
        "One sentence each: what will you do differently on Monday?",
        "Then wipe the names: buyermaze class forget.",
    ),
}
