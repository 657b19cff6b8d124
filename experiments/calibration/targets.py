"""Numbers a company knows, and what they correspond to in the simulator."""

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from buyermaze.simulator.core.errors import InputProblem, remedy, shown

OUTCOME_NAMES: Final = {
    "win_rate": "p_win_of_opportunities",
    "lead_win_rate": "p_win_of_leads",
    "no_decision_rate": "p_no_decision_of_opportunities",
    "days_to_close": "days_to_win",
}
SETTINGS: Final = {
    "handoff_delay_hours": "programme.handoff.delay_hours",
    "response_hours": "programme.selling.hours_response",
    "deal_value": "market.offer.deal_value",
    "leads_per_week": "market.demand.n_accounts_per_week",
    "reps": "programme.team.n_reps",
    "content_people": "programme.team.n_content",
    "people_in_group": "market.group.n_people_mean",
}
GUESSED_SPREAD: Final = 0.1  # of the value, where nobody says how well it is known
NUMBER: Final = r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?"
TYPED: Final = re.compile(rf"^\s*({NUMBER})\s*(%?)\s*(?:(?:\+-|±|~)\s*({NUMBER})\s*(%?))?\s*$")


@dataclass(frozen=True)
class Known:
    """A number and how well it is known (its standard error); ``outcome`` is what the simulator calls it."""

    name: str
    outcome: str
    value: float
    error: float


def typed_numbers(words: Sequence[str]) -> "dict[str, float | tuple[float, float]]":
    """Read ``name=value`` or ``name=value+-error`` as typed on a command line."""
    numbers: dict[str, float | tuple[float, float]] = {}
    for word in words:
        name, sign, text = word.partition("=")
        match = TYPED.match(text)
        if not sign or match is None:
            raise InputProblem(
                f"--know {word}: write a name, '=' and a number, as in win_rate=0.22 or win_rate=22%+-3%"
            )
        try:
            value = float(match[1]) / (100 if match[2] else 1)
            error = float(match[3]) / (100 if match[4] else 1) if match[3] else None
        except ValueError:
            raise InputProblem(f"--know {word}: '{text}' is no number") from None
        numbers[name.strip()] = value if error is None else (value, error)
    return numbers


def value_and_error(name: str, given: Any) -> tuple[float, float]:
    """Return a number and its standard error, which is no number where none was given."""
    parts = given if isinstance(given, tuple) else (given, math.nan)
    if len(parts) != 2 or not all(isinstance(part, int | float) for part in parts):
        raise InputProblem(f"{name}: {shown(given)} is no number; give one, or a pair of value and error")
    try:
        return float(parts[0]), float(parts[1])
    except OverflowError:
        raise InputProblem(f"{name}: {shown(parts[0])} is more than can be counted with") from None


def known_from(numbers: "Mapping[str, float | tuple[float, float]]") -> tuple[list[Known], dict[str, float]]:
    """Split numbers by name into what a calibration has to reach and what is simply set.

    Parameters
    ----------
    numbers
        A value, or a value and its standard error, by name: ``win_rate``, ``days_to_close`` (working days), ... or the
        name of any outcome.
    """
    from buyermaze.simulator.outcomes.definitions import NAMES, OUTCOMES

    def _outcome(word: str) -> str | None:
        plain = word.replace("_", " ").lower()
        return next((o.name for o in OUTCOMES if plain in (o.name.replace("_", " "), o.label.lower())), None)

    reached: list[Known] = []
    settings: dict[str, float] = {}
    for name, given in numbers.items():
        value, error = value_and_error(name, given)
        if not math.isfinite(value) or error <= 0:
            raise InputProblem(
                f"{name}: {value:g} with error {error:g} cannot be; give a finite number and an error above 0"
            )
        if name in SETTINGS:
            settings[SETTINGS[name]] = int(value) if float(value).is_integer() else value  # heads are whole
            continue
        outcome = OUTCOME_NAMES.get(name) or _outcome(name)
        if outcome is None:
            raise InputProblem(
                f"there is no number called '{name}'; {remedy(name, [*OUTCOME_NAMES, *SETTINGS, *NAMES])}"
            )
        if OUTCOMES[NAMES.index(outcome)].unit == "share" and not 0 <= value <= 1:
            raise InputProblem(f"{name}: {value:g} is no share; write 0.22 or 22%")
        reached.append(Known(name, outcome, value, error if error > 0 else max(GUESSED_SPREAD * abs(value), 1e-3)))
    if not reached:
        raise InputProblem(f"nothing to calibrate to: name at least one of {', '.join(OUTCOME_NAMES)} or an outcome")
    return reached, settings
