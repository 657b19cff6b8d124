"""Colours can be told apart and read: text on marks, marks on light and on dark ground."""

import re
from itertools import combinations
from pathlib import Path

import pytest

from buyermaze.screens.charts.customers import voices_spec
from buyermaze.screens.theme import COLOURS, RED, SPARE

STYLE = Path(__file__).resolve().parents[2] / "screens" / "style.css"
LIGHT, DARK = "#FFFFFF", "#171614"
LEAST_TEXT, LEAST_MARK = 4.5, 3.0  # WCAG 2.2, 1.4.3 and 1.4.11
ORGANISATIONS = {**COLOURS, **{f"spare {k}": tint for k, tint in enumerate(SPARE)}}


def luminance(colour: str) -> float:
    parts = [int(colour[k : k + 2], 16) / 255 for k in (1, 3, 5)]
    r, g, b = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("tint", [*ORGANISATIONS.values(), RED])
def test_white_text_is_read_on_every_organisation_and_the_marks_are_seen(tint: str) -> None:
    assert contrast(tint, "#FFFFFF") >= LEAST_TEXT
    assert contrast(tint, LIGHT) >= LEAST_MARK
    assert contrast(tint, DARK) >= LEAST_MARK


def test_white_text_is_read_on_promoters_passives_and_detractors() -> None:
    (tints,) = {
        tuple(layer["encoding"]["color"]["scale"]["range"])
        for layer in voices_spec(("a", "b"))["layer"]
        if "color" in layer["encoding"]
    }
    assert len(tints) == 3 and all(contrast(tint, "#FFFFFF") >= LEAST_TEXT for tint in tints)


def test_no_organisation_has_the_grey_of_too_close_to_call() -> None:
    for tint in ORGANISATIONS.values():
        parts = [int(tint[k : k + 2], 16) for k in (1, 3, 5)]
        assert max(parts) - min(parts) > 40, tint
    assert all(one != other for one, other in combinations(ORGANISATIONS.values(), 2))


def test_the_people_of_the_first_screen_are_seen_on_both_grounds() -> None:
    rules = dict(
        re.findall(r"\.(e\d) \{ (?:background|border): [^#]*(#[0-9A-Fa-f]{6})", STYLE.read_text(encoding="utf-8"))
    )
    assert set(rules) == {"e0", "e1", "e2", "e3"}
    for tint in rules.values():
        assert contrast(tint, LIGHT) >= LEAST_MARK and contrast(tint, DARK) >= LEAST_MARK
