"""Days off by country and region, read from the holidays library when a calendar asks for them."""

import warnings
from difflib import get_close_matches
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from buyermaze.simulator.core.errors import InputProblem, remedy

if TYPE_CHECKING:
    import numpy as np

YEARS: Final = (1970, 2100)  # holidays are looked up for these years at most; beyond them only weekends are days off


def country_code(text: str) -> str:
    """Return the two letters of a country, written as its code or its English name; none for none.

    Raises
    ------
    InputProblem
        If there is no such country.
    """
    if not text.strip():
        return ""
    found = _countries().get(_key(text))
    if found is None:
        names = [name for name in _countries() if len(name) > 3]
        raise InputProblem(
            f"there is no country '{text}' with known holidays; {remedy(_key(text), names)}; two-letter codes will do"
        )
    return found


def region_code(country: str, text: str) -> str:
    """Return the code of a region of a country, written as its code or name; none for none.

    Raises
    ------
    InputProblem
        If the country has no such region.
    """
    if not text.strip():
        return ""
    if not country:
        raise InputProblem(f"the region '{text}' needs its country; set country as well")
    import holidays

    known = holidays.country_holidays(country)
    names = {str(code): str(code) for code in known.subdivisions}
    names |= {str(alias): str(code) for alias, code in known.subdivisions_aliases.items()}
    found = {_key(name): code for name, code in names.items()}.get(_key(text))
    if found is None:
        near = get_close_matches(text, names, n=1, cutoff=0.7)
        guess = f"did you mean '{near[0]}'? " if near else ""
        codes = ", ".join(map(str, known.subdivisions)) or "none"
        raise InputProblem(f"{country} has no region '{text}'; {guess}they go by name or code: {codes}")
    return found


def known_years(country: str) -> tuple[int, int]:
    """Return the first and the last year for which the holidays of a country are known."""
    import holidays

    entity: Any = type(holidays.country_holidays(country))
    return max(YEARS[0], int(entity.start_year)), min(YEARS[1], int(entity.end_year))


@lru_cache(maxsize=64)
def working_days(country: str, region: str = "") -> "np.busdaycalendar":
    """Return the days that are worked in a country: neither its weekend nor a public holiday; Monday to Friday for none."""
    import numpy as np

    if not country:
        return np.busdaycalendar()  # Monday to Friday, no holidays
    import holidays

    first, last = known_years(country)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        found = holidays.country_holidays(country, subdiv=region or None, years=range(first, last + 1))
    week = [day not in found.weekend for day in range(7)]
    return np.busdaycalendar(weekmask=week, holidays=sorted(np.datetime64(day, "D") for day in found))


@lru_cache(maxsize=1)
def _countries() -> dict[str, str]:
    """Return the code of every country by code and by name."""
    from holidays.registry import COUNTRIES

    found = {}
    for name, (_, code, *others) in COUNTRIES.items():
        for word in (name, code, *(each for each in others if len(each) <= 3)):
            found[_key(word)] = code
    return found


def _key(text: str) -> str:
    return text.strip().lower().replace("_", " ").replace("-", " ")
