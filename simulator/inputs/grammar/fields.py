"""One way to declare a parameter: value, bounds, unit, what it does, and where the number comes from."""

import re
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema

from buyermaze.simulator.core.errors import shown
from buyermaze.simulator.core.plain_text import LONGEST_NAME, NAME_PATTERN, checked_name

Grade = Literal["A", "B", "C", "D"]
ASSUMPTION = "assumption"
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
Name = Annotated[
    str,
    AfterValidator(checked_name),
    WithJsonSchema({"type": "string", "maxLength": LONGEST_NAME, "pattern": NAME_PATTERN}),
]


def _day(given: Any) -> Any:
    """Let days through as they are and as text; numbers could be taken for seconds since 1970, and hours or zones be lost."""
    if isinstance(given, date) or (isinstance(given, str) and DAY.fullmatch(given)):
        return given
    raise ValueError(f"expected a date such as 2026-01-05, found {shown(given)}")


def plain_number(given: Any) -> Any:
    """Let through what is neither a yes or no nor a text, which could be taken for numbers."""
    if isinstance(given, bool | str):
        raise ValueError(f"expected a number, found {shown(given)}")
    return given


Day = Annotated[date, BeforeValidator(_day)]
Weeks = Annotated[float, BeforeValidator(plain_number)]


class Sheet(BaseModel):
    """A frozen group of parameters; unknown keys, NaN and infinities are refused."""

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)


def number(
    default: float,
    low: float,
    high: float,
    unit: str,
    meaning: str,
    source: str = ASSUMPTION,
    grade: Grade = "D",
) -> Any:
    """Declare a real parameter with inclusive bounds.

    ``grade`` is the trust in the default: A peer-reviewed, B named survey or records, C rule of thumb,
    D assumption (sweep it).
    """
    about = _card(unit, source, grade)
    return Field(float(default), ge=low, le=high, strict=True, description=meaning, json_schema_extra=about)


def count(
    default: int,
    low: int,
    high: int,
    unit: str,
    meaning: str,
    source: str = ASSUMPTION,
    grade: Grade = "D",
) -> Any:
    """Declare a whole-number parameter with inclusive bounds."""
    return Field(
        default, ge=low, le=high, strict=True, description=meaning, json_schema_extra=_card(unit, source, grade)
    )


def switch(default: bool, meaning: str, source: str = ASSUMPTION, grade: Grade = "D") -> Any:
    """Declare a yes-or-no parameter."""
    return Field(default, strict=True, description=meaning, json_schema_extra=_card("yes/no", source, grade))


def table(default: Any, meaning: str, source: str = ASSUMPTION, grade: Grade = "D") -> Any:
    """Declare a parameter table (a tuple of sheets, or a mapping of names to sheets or numbers)."""
    return Field(default, description=meaning, validate_default=True, json_schema_extra=_card("table", source, grade))


def _card(unit: str, source: str, grade: str) -> dict[str, Any]:
    return {"unit": unit, "source": source, "grade": grade}
