"""How numbers with units are said in a sentence."""

import math

from buyermaze.simulator.comparison.paired_statistics import Estimate
from buyermaze.simulator.outcomes.books.outcome import Outcome, Unit

BEYOND = (
    "An interval of a share that reaches beyond 0 or 100 % comes from few runs: it is the mean with a margin of the usual "
    "shape, which does not know where shares end; more replications narrow it."
)
SAID = {
    "share": "points",
    "days": "working days",
    "hours": "hours",
    "points": "points",
    "questions": "yes/no questions",
}


def scaled(value: float, unit: Unit) -> float:
    """Return a value as it is said: shares in percent, everything else as it is."""
    return 100 * value if unit == "share" else value


def digits(value: float, unit: Unit) -> str:
    """Write a value without its unit: ``4.1`` for a share of 0.041, ``12,400`` for dollars."""
    if math.isnan(value):
        return "undefined"
    if math.isinf(value):  # an end of an interval about which nothing is known yet
        return "∞" if value > 0 else "-∞"
    value = scaled(value, unit)
    if unit == "USD":
        return f"{value:,.0f}"
    text = f"{value:.1f}" if unit in ("share", "days", "hours") else f"{value:.2f}"
    return text.removeprefix("-") if float(text) == 0 else text


def amount(value: float, unit: Unit) -> str:
    """Write a level with its unit: ``23.4 %``, ``USD 12,400``, ``41.0 working days``."""
    text = digits(value, unit)
    if math.isnan(value):
        return text
    if unit == "share":
        return f"{text} %"
    return _in_dollars(text) if unit == "USD" else f"{text} {SAID[unit]}" if unit in SAID else text


def whole_percent(share: float) -> str:
    """Write a share without decimals, as every page does: ``23 %``."""
    return f"{100 * share:.0f} %"


def borne(level: Estimate, unit: Unit) -> str:
    """Write a level with its unit and no more decimals than its 95 % interval bears: ``35 points`` for 35.38 give or take 3."""
    return about_dollars(level.mean) if unit == "USD" else borne_by(level, level.mean, unit)


def borne_by(known: Estimate, value: float, unit: Unit) -> str:
    """Write a value with its unit to the digit that the interval of what is known bears, as of a difference beside its levels."""
    if unit == "share" or not (math.isfinite(value) and 0 < known.half_width < math.inf):
        return amount(value, unit)
    decimals = min(2, -math.floor(math.log10(known.half_width)))
    if unit == "USD":
        return amount(round(value, min(0, decimals)), unit)
    text = f"{value:.{max(0, decimals)}f}"
    return f"{text.removeprefix('-') if float(text) == 0 else text} {SAID.get(unit, '')}".strip()


def gap(value: float, unit: Unit) -> str:
    """Write a difference with its unit: ``4.1 points`` for shares, ``USD 12,400``, ``3.0 working days``."""
    text = digits(value, unit)
    return _in_dollars(text) if unit == "USD" else f"{text} {SAID[unit]}" if unit in SAID else text


def signed(value: float, unit: Unit) -> str:
    """Write a difference with its sign: ``+4.1 points``, ``-USD 190,000``; money as people say it."""
    text = about_dollars(value) if unit == "USD" else gap(value, unit)
    return f"+{text}" if value > 0 else text


def in_a_hundred(value: float, unit: Unit) -> str:
    """Write a difference for people who read no statistics: ``2.1 in a hundred``, ``USD 1.2 million``, ``3.0 working days``."""
    if unit == "share":
        return f"{digits(value, unit)} in a hundred"
    return about_dollars(value) if unit == "USD" else gap(value, unit)


def about_dollars(value: float) -> str:
    """Write money as people say it, to two digits: ``USD 1.1 million``, ``-USD 210,000``, ``USD 0``."""
    if not math.isfinite(value):
        return "USD undefined"
    size = abs(value)
    rounded = 0.0 if size < 1 else round(size, 1 - math.floor(math.log10(size)))
    sign = "-" if value < 0 and rounded else ""
    return _in_dollars(f"{sign}{rounded / 1e6:g} million" if rounded >= 1e6 else f"{sign}{rounded:,.0f}")


def _in_dollars(text: str) -> str:
    """Write digits as money: a minus stands before the unit."""
    return f"-USD {text[1:]}" if text.startswith("-") else f"USD {text}"


def sentence(outcome: Outcome, name: str, baseline: str, mean: float, low: float, high: float) -> str:
    """Say a difference that luck does not explain, with its interval the right way round."""
    unit = outcome.unit
    if mean < 0:
        mean, low, high, more = -mean, -high, -low, False
    else:
        more = True
    interval = f"(95 % interval {digits(low, unit)} to {digits(high, unit)})"
    if outcome.name == "p_win":
        return f"{name} wins {gap(mean, unit)} {'more' if more else 'less'} often than {baseline} {interval}"
    if unit == "days":
        return f"{outcome.label} is {gap(mean, unit)} {'longer' if more else 'shorter'} {interval}"
    return f"{outcome.label}: {gap(mean, unit)} {'higher' if more else 'lower'} {interval}"


def plainly(value: object, n_digits: int = 3) -> str:
    """Write a setting: a number in so many digits, anything else as it is."""
    return f"{value:.{n_digits}g}" if isinstance(value, (int, float)) else str(value)
