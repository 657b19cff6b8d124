"""Plans: a journey or campaign as somebody designed it, read from a small YAML file.

A plan is a list of steps in order. Every step may say ``name``, ``job`` (a buying job), ``channel`` (one or a list),
``role`` (one or a list of personas), ``owner`` (a team: reps, qualifiers, content, marketing), ``asset`` (a name in the
catalogue), ``day`` (working day after the journey's start on which it begins), ``days`` (how long it lasts) and
``hours`` (hours of the owner's time per account) and ``only_if`` (always, taken or not_taken: what must have become of
the step before). ``accounts_per_week`` of the plan says how many accounts it is for.
"""

from dataclasses import dataclass
from pathlib import Path as FilePath
from pathlib import PurePosixPath
from typing import Any, Final

from buyermaze.simulator.core.errors import InputProblem, remedy
from buyermaze.simulator.core.plain_text import as_name, one_line
from buyermaze.simulator.core.vocabulary import Channel, Job, words
from buyermaze.simulator.inputs.grammar.yaml_reader import MOST_BYTES, Document, read

JOBS: Final = tuple(words(job) for job in Job)
CHANNELS: Final = tuple(words(channel) for channel in Channel)
OWNERS: Final = ("reps", "qualifiers", "content", "marketing")
IF: Final = ("always", "taken", "not taken")  # conditions of a step that runs
STEP_KEYS: Final = ("name", "job", "channel", "role", "owner", "asset", "day", "days", "hours", "only_if")
MOST_STEPS: Final = 200  # of a plan; assumption, a wall holds a tenth of them
PLAN_KEYS: Final = ("title", "accounts_per_week", "steps")


@dataclass(frozen=True)
class Step:
    """One step of a plan; what it does not say is empty or None."""

    name: str
    job: str = ""
    channels: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    owner: str = ""
    asset: str = ""
    day: float | None = None
    days: float | None = None
    hours: float | None = None
    only_if: str = ""  # always, taken or not taken: what became of the step before
    line: str = ""  # file and line, for messages


@dataclass(frozen=True)
class Plan:
    """Steps in the order in which they are meant to happen."""

    title: str
    steps: tuple[Step, ...]
    accounts_per_week: float | None = None


FUNNEL: Final = Plan(
    "the classic funnel",
    (
        Step("attract", "problem", ("ads", "email", "content", "event")),
        Step("educate", "solution", ("content", "email", "event")),
        Step("qualify", "requirements", ("rep",)),
        Step("present", "selection", ("rep",)),
        Step("prove", "validation", ("rep", "content")),
        Step("close", "consensus", ("meeting",)),
    ),
)  # what most teams draw on a wall; assumption


def read_plan(path: str | FilePath) -> Plan:
    """Read a plan from a YAML file.

    Raises
    ------
    InputProblem
        If the file cannot be read, has an unknown key, or names a job or channel that there is not.
    """
    file = FilePath(path)
    return _plan(read(file, str(path), "steps:"), file.stem)


def plan_from_upload(file_name: str, content: bytes) -> Plan:
    """Read a plan that somebody sent; the name is used in messages and never opened.

    Raises
    ------
    InputProblem
        As ``read_plan`` does, or if the file is too large.
    """
    label = f"{as_name(PurePosixPath(file_name.replace(chr(92), '/')).stem, 'plan')}.yaml"
    if len(content) > MOST_BYTES:
        raise InputProblem(f"{label}: larger than {MOST_BYTES // 1000} kB; a plan needs a few kB")
    return _plan(read(content, label, "steps:"), label.removesuffix(".yaml"))


def _plan(document: Document, name: str) -> Plan:
    _known(document, document.data, PLAN_KEYS, ())
    steps = document.data.get("steps")
    if not isinstance(steps, list) or not steps:
        raise InputProblem(f"{document.place(('steps',))}: a plan needs a list 'steps' with one step or more")
    if len(steps) > MOST_STEPS:
        raise InputProblem(f"{document.place(('steps',))}: {len(steps)} steps are too many; allowed are {MOST_STEPS}")
    title = one_line(str(document.data.get("title") or name))
    volume = _number(document, document.data, "accounts_per_week", ())
    return Plan(title, tuple(_step(document, step, s) for s, step in enumerate(steps)), volume)


def _step(document: Document, step: Any, s: int) -> Step:
    path = ("steps", s)
    if not isinstance(step, dict):
        raise InputProblem(f"{document.place(path)}: a step is 'key: value' lines, such as job: problem")
    _known(document, step, STEP_KEYS, path)
    job = _one(document, step, "job", JOBS, path)
    day, days, hours = (_number(document, step, key, path) for key in ("day", "days", "hours"))
    return Step(
        str(step.get("name") or f"step {s + 1}"),
        job,
        _several(document, step, "channel", CHANNELS, path),
        tuple(str(role) for role in _list(step.get("role"))),
        str(step.get("owner") or ""),
        str(step.get("asset") or ""),
        day,
        days,
        hours,
        _one(document, step, "only_if", IF, path).replace(" ", "_"),
        document.place(path),
    )


def _known(document: Document, data: dict[str, Any], keys: tuple[str, ...], path: tuple[str | int, ...]) -> None:
    for key in data:
        if key not in keys:
            raise InputProblem(f"{document.place((*path, key))}: there is no '{key}' here; {remedy(str(key), keys)}")


def _one(
    document: Document, step: dict[str, Any], key: str, names: tuple[str, ...], path: tuple[str | int, ...]
) -> str:
    found = _several(document, step, key, names, path)
    if len(found) > 1:
        raise InputProblem(f"{document.place((*path, key))}: a step has one {key}; make a step for each")
    return found[0] if found else ""


def _several(
    document: Document, step: dict[str, Any], key: str, names: tuple[str, ...], path: tuple[str | int, ...]
) -> tuple[str, ...]:
    found = tuple(str(name).replace("_", " ") for name in _list(step.get(key)))
    for name in found:
        if name not in names:
            raise InputProblem(f"{document.place((*path, key))}: there is no {key} '{name}'; {remedy(name, names)}")
    return found


def _list(value: Any) -> list[Any]:
    if value is None or value == "":
        return []
    return value if isinstance(value, list) else [value]


def _number(document: Document, data: dict[str, Any], key: str, path: tuple[str | int, ...]) -> float | None:
    value = data.get(key)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value < 1e9:
        raise InputProblem(f"{document.place((*path, key))}: '{key}' must be a number, 0 or more")
    return float(value)
