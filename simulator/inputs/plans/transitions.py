"""Transitions: from one programme to another, with what is lost and learnt while roles change."""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, Final

from buyermaze.simulator.core.errors import InputProblem, remedy, shown
from buyermaze.simulator.inputs.dates.dated_changes import Ramp
from buyermaze.simulator.inputs.grammar.fields import Sheet, count, number, table
from buyermaze.simulator.inputs.sheets.levers import leaves
from buyermaze.simulator.inputs.sheets.programme import Asset, Programme, Team

DAYS_OF_SHOCK: Final = 7  # calendar days at the new start before anything has been learnt; assumption
LATER_PARTS: Final = ("learnt", "hires", "content")  # second words of the names of entries that follow the first
N_DELIVERIES: Final = 4  # in which the new content comes; assumption
LIBRARY: Final = "programme.library.assets"
TEAM: Final = "programme.team."


class Upheaval(Sheet):
    """What changing roles costs for a while; 0 everywhere: nothing is lost."""

    share_skill_lost: float = number(
        0.15, 0, 0.9, "share", "Part of the skill of reps and of marketing that does not carry over to the new roles.",
        "structural change sets routines back (Amburgey, Kelly & Barnett 1993), direction; sweep 0 to 0.4",
    )  # fmt: skip
    weeks_learning: float = number(
        26, 1, 260, "weeks", "Time until the new roles are learnt, fast at first.",
        "exponential law of practice (Heathcote, Brown & Mewhort 2000) for the shape; the length is ours, sweep 8 to 52", "C",
    )  # fmt: skip
    share_time_added: float = number(
        0.1, 0, 0.5, "share", "Everybody's time that goes into finding out who does what, gone once roles are learnt.",
        "coordination while roles are unclear: direction; sweep 0 to 0.25",
    )  # fmt: skip
    share_handed_over: float = number(
        0.5, 0, 1, "share", "Accounts that get another rep; what was only in the old one's mind is lost.",
        "territories are drawn anew: direction; sweep 0 to 1",
    )  # fmt: skip
    curve: Ramp = table(
        "learning", "Shape of learning: fast at first (learning), evenly (linear), slowly at both ends (s)."
    )
    weeks_content: float = number(
        26, 0, 156, "weeks", "Time until the content taken over is there, a part every quarter of it; until then the old serves.",
        "content teams of a few people finish a piece in two to four weeks: rule of thumb; sweep 0 to 52", "C",
    )  # fmt: skip
    cost_asset: float = number(
        8_000, 0, 200_000, "USD", "Paid for every piece of content that is new or remade, when it comes.",
        "price lists of agencies, order of magnitude; sweep 0 to 30,000", "C",
    )  # fmt: skip
    cost_once: float = number(0, 0, 1e9, "USD", "Whatever else is paid on the day: advice, systems, moving.")
    n_reps_hired: int = count(0, 0, 32, "people", "Reps hired besides, looked for from a week later on.")


# what an answer may hang on: the ends of each number's sweep
SWEPT: Final = {
    "share_skill_lost": (0.0, 0.4), "weeks_learning": (8.0, 52.0), "share_time_added": (0.0, 0.25),
    "share_handed_over": (0.0, 1.0), "weeks_content": (0.0, 52.0), "cost_asset": (0.0, 30_000.0),
}  # fmt: skip
OF_CONTENT: Final = ("weeks_content", "cost_asset")  # of no use where nothing is taken over


@dataclass(frozen=True)
class Transition:
    """A way to reorganise: what it is, what it leads to, what it costs while roles change."""

    title: str
    meaning: str
    becomes: str = ""  # shipped organisation whose programme is taken over
    changes: Mapping[str, Any] = field(default_factory=dict)
    add: Mapping[str, Any] = field(default_factory=dict)
    upheaval: Upheaval = field(default_factory=Upheaval)


TRANSITIONS: Final = {
    "merge": Transition(
        "marketing and sales become one team", "Everybody's role changes; accounts are shared out anew.", becomes="merged"
    ),
    "split": Transition(
        "one team becomes two functions with a hand-off", "Roles change as much the other way.", becomes="baton_pass"
    ),
    "add_sla": Transition(
        "the functions agree on service levels", "Roles stay; habits change.", becomes="sla_aligned",
        upheaval=Upheaval(share_skill_lost=0.05, weeks_learning=13.0, share_time_added=0.05, share_handed_over=0.0),
    ),
    "remove_gate": Transition(
        "the qualification gate goes", "Qualifiers leave; reps learn to tell leads apart.",
        changes={"programme.gate.closed": False, "programme.team.n_qualifiers": 0},
        upheaval=Upheaval(share_skill_lost=0.05, weeks_learning=13.0, share_time_added=0.0, share_handed_over=0.0),
    ),
    "hire": Transition(
        "two reps are hired instead", "Nobody's role changes; whoever is there trains the newcomers for a while.",
        add={"programme.team.n_reps": 2},
        upheaval=Upheaval(share_skill_lost=0.0, weeks_learning=26.0, share_time_added=0.05, share_handed_over=0.0),
    ),
}  # fmt: skip


def part_of(name: str) -> str:
    """Return the transition an entry of a timeline belongs to by its name; empty if to none."""
    words = name.split(" ")
    return words[0] if words[0] in TRANSITIONS and (len(words) == 1 or words[1] in LATER_PARTS) else ""


def transition_named(name: Any) -> Transition:
    """Return a transition by name; a wrong name is refused with the nearest right one."""
    if not isinstance(name, str):
        raise InputProblem(f"transition: expected one of {', '.join(TRANSITIONS)}, found {shown(name)}")
    if name not in TRANSITIONS:
        raise InputProblem(f"transition: there is no '{name}'; {remedy(name, TRANSITIONS)}")
    return TRANSITIONS[name]


def refuse_idle(name: Any, given: Mapping[str, Any]) -> None:
    """Refuse sizes that somebody gave a transition which has no use for them."""
    idle = next((key for key in given if key in OF_CONTENT), None)
    if idle and not transition_named(name).becomes:
        raise InputProblem(f"transition '{name}' brings no content, so '{idle}' has no use; leave it out")


def entries_of(
    name: str,
    day: date,
    programme: Programme,
    becomes: Programme | None,
    given: Mapping[str, Any] | None = None,
    organised: Set[str] = frozenset(),
) -> list[dict[str, Any]]:
    """Return the entries of a timeline that a transition comes to.

    The first brings the new programme with what is lost; the second, a week later, begins to learn; the content of the
    other organisation comes in parts, each with its price.

    Parameters
    ----------
    name : str
        One of ``TRANSITIONS``.
    day : date
        When it begins.
    programme : Programme
        What is in force before.
    becomes : Programme or None
        The organisation taken over, if the transition names one.
    given : mapping, optional
        Numbers of ``Upheaval`` that replace the transition's own, and a ``title``.
    organised : collection of str
        Paths of a programme that tell organisations apart; all others are the company's own and stay, as people do.
    """
    preset, given = transition_named(name), dict(given or {})
    title = given.pop("title", preset.title)
    if not isinstance(title, str):
        raise InputProblem(f"title: expected text, found {shown(title)}")
    unknown = next((key for key in given if key not in Upheaval.model_fields), None)
    if unknown:
        raise InputProblem(f"a transition has no '{unknown}'; {remedy(unknown, ('title', *Upheaval.model_fields))}")
    upheaval = _checked(preset.upheaval, given)
    changes, add = dict(preset.changes), dict(preset.add)
    if becomes is not None:
        changes, add = _apart(programme, becomes, organised), _roles(programme.team, becomes.team)
    changes = {path: value for path, value in changes.items() if _value(programme, path) != value}
    if not changes and not add:
        raise InputProblem(f"transition '{name}' changes nothing: the company is organised like that already")
    after = becomes or programme
    skills = {
        "programme.selling.skill": after.selling.skill,
        "programme.marketing.skill": after.marketing.skill,
    }
    kept = 1.0 - upheaval.share_skill_lost
    lost: dict[str, Any] = {path: max(0.5, kept * skill) for path, skill in skills.items()} if kept < 1.0 else {}
    learnt: dict[str, Any] = dict(skills) if lost else {}
    if upheaval.share_time_added > 0.0:
        share = after.coordination.share_time
        lost["programme.coordination.share_time"] = min(0.6, share + upheaval.share_time_added)
        learnt["programme.coordination.share_time"] = share
    content = changes.pop(LIBRARY, None)
    entries: list[dict[str, Any]] = []
    if changes or add or lost or upheaval.share_handed_over:
        entries.append({
            "name": name, "title": title, "date": day, "changes": changes | lost, "add": add,
            "share_handed_over": upheaval.share_handed_over, "cost": upheaval.cost_once,
            **({"weeks_to_hire": 0.0} if becomes else {}),  # people change roles; nobody has to be found
        })  # fmt: skip
    later = day + timedelta(days=DAYS_OF_SHOCK)
    if learnt:
        entries.append({
            "name": f"{name} learnt", "title": "new roles are learnt", "date": later, "changes": learnt,
            "weeks_ramp": upheaval.weeks_learning, "ramp": upheaval.curve,
        })  # fmt: skip
    if upheaval.n_reps_hired:
        entries.append({
            "name": f"{name} hires", "title": f"{upheaval.n_reps_hired} reps are hired besides", "date": later,
            "add": {"programme.team.n_reps": upheaval.n_reps_hired},
        })  # fmt: skip
    if content and becomes:
        entries += _deliveries(name, day, programme.library.assets, becomes.library.assets, upheaval)
    return entries


def given_of(entries: Sequence[Mapping[str, Any]], before: Programme, day: date) -> dict[str, Any]:
    """Read off the entries of a transition the numbers it was made with; the inverse of ``entries_of``.

    What left no trace in them, because there is nothing of its kind to do, is left out.
    """
    named = {str(entry["name"]): entry for entry in entries}
    first = entries[0]
    name = part_of(str(first["name"]))
    found: dict[str, Any] = {}
    if str(first["name"]) == name:
        found |= {"title": first["title"], "share_handed_over": first["share_handed_over"], "cost_once": first["cost"]}
    if learnt := named.get(f"{name} learnt"):
        found |= {"weeks_learning": learnt["weeks_ramp"], "curve": learnt["ramp"]}
        for path, after in learnt["changes"].items():
            if path == "programme.coordination.share_time":
                found["share_time_added"] = first["changes"][path] - after
            elif path == "programme.selling.skill":
                found["share_skill_lost"] = 1.0 - first["changes"][path] / after
    if hires := named.get(f"{name} hires"):
        found["n_reps_hired"] = hires["add"]["programme.team.n_reps"]
    content = [entry for entry in entries if str(entry["name"]).startswith(f"{name} content")]
    if content:
        old = {asset.name: asset.model_dump() for asset in before.library.assets}
        n_made = sum(old.get(asset["name"]) != asset for asset in content[-1]["changes"][LIBRARY])
        found["weeks_content"] = (content[-1]["date"] - day).days / 7
        if n_made:
            found["cost_asset"] = sum(entry["cost"] for entry in content) / n_made
    return found


def _deliveries(
    name: str, day: date, before: Sequence[Asset], after: Sequence[Asset], upheaval: Upheaval
) -> list[dict[str, Any]]:
    """Return the entries by which one catalogue becomes another: pieces come in parts, and what they replace stays till then.

    Pieces are made in the order of the new catalogue; those it has no more go with the last part.
    """
    old = {asset.name: asset for asset in before}
    made = [asset.name for asset in after if old.get(asset.name) != asset]
    names = {asset.name for asset in after}
    n_parts = N_DELIVERIES if upheaval.weeks_content > 0.0 and len(made) >= N_DELIVERIES else 1
    entries = []
    for part in range(1, n_parts + 1):
        done = made[: round(len(made) * part / n_parts)]
        there = [asset if asset.name not in made or asset.name in done else old.get(asset.name) for asset in after]
        if part < n_parts:
            there += [asset for asset in before if asset.name not in names]
        n_new = len(done) - round(len(made) * (part - 1) / n_parts)
        entries.append({
            "name": f"{name} content {part}", "title": f"new content, part {part} of {n_parts}",
            "date": day + timedelta(days=round(7 * upheaval.weeks_content * part / n_parts)),
            "changes": {LIBRARY: [asset.model_dump() for asset in there if asset]}, "cost": n_new * upheaval.cost_asset,
        })  # fmt: skip
    return entries


def _checked(usual: Upheaval, given: Mapping[str, Any]) -> Upheaval:
    from pydantic import ValidationError

    from buyermaze.simulator.inputs.grammar.error_messages import explained

    try:
        return Upheaval(**{**usual.model_dump(), **given})
    except ValidationError as error:
        raise explained(error, Upheaval, dict(given)) from None


def different(first: Programme, second: Programme) -> list[str]:
    """Return the paths in which two programmes differ, heads and the catalogue of content left out."""
    before, after = ({path: value for path, value, *_ in leaves(each, "programme")} for each in (first, second))
    return [path for path in after if not path.startswith((LIBRARY, TEAM)) and before.get(path) != after[path]]


def _apart(now: Programme, then: Programme, organised: Set[str]) -> dict[str, Any]:
    """Return what organises another programme in another way."""
    changes = {path: _value(then, path) for path in different(now, then) if path in organised}
    if now.library.assets != then.library.assets:
        changes[LIBRARY] = [asset.model_dump() for asset in then.library.assets]
    return changes


def _roles(now: Team, then: Team) -> dict[str, Any]:
    """Return how many people change between qualifying and content; nobody is hired or let go, and reps stay reps.

    Where the gate goes, whoever qualified makes content; where it comes, as large a part of both qualifies as there.
    """
    if bool(now.n_qualifiers) == bool(then.n_qualifiers):
        return {}
    people = now.n_qualifiers + now.n_content
    share = then.n_qualifiers / (then.n_qualifiers + then.n_content)
    n = max(1, round(people * share)) if share else 0
    moved = {"n_qualifiers": n - now.n_qualifiers, "n_content": max(0.0, people - n) - now.n_content}
    return {f"{TEAM}{name}": more for name, more in moved.items() if more}


def _value(programme: Programme, path: str) -> Any:
    here: Any = programme
    for key in path.split(".")[1:]:
        here = getattr(here, key)
    return here
