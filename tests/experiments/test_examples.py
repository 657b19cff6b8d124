"""The examples run as they stand, and print what their page says."""

import re
from pathlib import Path

import pytest

from docs.printed import EXAMPLES, NEEDS_FILES, printed, said

NUMBER = re.compile(r"-?\d[\d,]*(?:\.\d+)?")


@pytest.mark.parametrize("name", sorted({path.name for path in EXAMPLES.glob("*.py")} - {NEEDS_FILES}))
def test_an_example_prints_what_its_page_says(name: str, tmp_path: Path) -> None:
    found, written = printed(name, tmp_path), said(name)
    assert NUMBER.sub("#", found).split() == NUMBER.sub("#", written).split()
    numbers, told = ([float(each.replace(",", "")) for each in NUMBER.findall(text)] for text in (found, written))
    assert len(told) > 20
    assert numbers == pytest.approx(told, rel=0.01, abs=0.001)  # what is fitted differs in its last digits by machine
