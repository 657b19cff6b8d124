"""The page about programmes and markets says what their files say."""

from buyermaze.simulator.inputs.reading.shelves import available, available_markets
from docs.presets import PAGE, lesson, page


def test_the_page_is_in_step_with_the_files() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "run: python -m docs.presets"


def test_every_programme_says_what_it_teaches() -> None:
    for found in available():
        assert lesson(found.story).startswith("It teaches "), found.name


def test_every_programme_and_market_has_its_own_place() -> None:
    text = page()
    entries = [*available(), *available_markets()]
    assert len({entry.name for entry in entries}) == len(entries)
    for entry in entries:
        assert text.count(f"### {entry.name}\n") == 1
        assert entry.story in text
