"""What takes a walk through the app is whole within three clicks of the first page, counted in a browser."""

from typing import Any

import pytest

from tests.app.watching import drawn, visit, whole
from tests.optional import needed

expects = needed("playwright.sync_api").expect
MOST = 3


class Hand:
    """A hand on the mouse that counts what it does; a range that is set counts as a click."""

    def __init__(self, tab: Any) -> None:
        self.tab, self.n_clicks = tab, 0

    def click(self, thing: Any, page: str = "") -> None:
        """Click on something and wait for what that draws."""
        before = drawn(self.tab)
        thing.click()
        self.n_clicks += 1
        whole(self.tab, page, before)

    def narrow(self, thumb: Any, page: str) -> None:
        """Move one end of a range to the middle."""
        before = drawn(self.tab)
        thumb.focus()
        for _ in range(3):
            thumb.press("PageUp")
        self.n_clicks += 1
        whole(self.tab, page, before)


# size of a projector, and of a phone, whose menu would be a touch more
@pytest.mark.parametrize(("width", "height", "link"), [(1280, 720, "Learn"), (390, 844, "Say first what you expect, then see")])
def test_a_prediction_is_locked_revealed_and_scored_within_three_clicks(
    tab: Any, served: str, width: int, height: int, link: str
) -> None:
    tab.set_viewport_size({"width": width, "height": height})
    visit(tab, served)
    hand = Hand(tab)
    hand.click(tab.get_by_role("link", name=link), "learn")
    main = tab.get_by_test_id("stMain")
    lock = main.get_by_role("button", name="Lock")
    expects(lock).to_be_disabled()
    expects(main.get_by_text("of 100 points")).to_have_count(0)  # nothing is shown before
    hand.narrow(main.get_by_role("slider").first, "learn")
    hand.click(lock, "learn")
    for words in ("of 100 points", "So far 1 of", "buyermaze class new --lesson"):
        expects(main.get_by_text(words)).to_be_visible()
    assert hand.n_clicks <= MOST


def test_skill_is_told_from_luck_within_three_clicks(tab: Any, served: str) -> None:
    visit(tab, served)
    hand = Hand(tab)
    hand.click(tab.get_by_test_id("stMain").get_by_text("How we know", exact=True))
    for words in ("Skill and luck", "is luck (95 % interval"):
        expects(tab.get_by_test_id("stMain").get_by_text(words).first).to_be_visible()
    assert hand.n_clicks <= MOST
