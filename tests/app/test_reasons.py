"""Panels that say why, what would have helped and where money goes: they say what the library says."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from buyermaze.screens.sidebar import choices
from buyermaze.screens.theme import label
from buyermaze.simulator.analysis.why import why
from buyermaze.simulator.core.plain_text import for_markdown
from tests.app.sizes import ASKED, N_REPLICATIONS, WEEKS

ROOT = Path(__file__).resolve().parents[2]
FEW = ("baton_pass", "fine_print")  # differ in two groups of inputs only


@pytest.fixture
def app() -> AppTest:
    at = AppTest.from_file(str(ROOT / "app.py"), default_timeout=600)
    at.query_params.update(ASKED | {"programmes": [label(name) for name in FEW], "how": "true"})
    return at


def test_the_why_card_says_what_the_library_says(app: AppTest) -> None:
    at = app.run()
    button = next(each for each in at.button if each.key == "why_button")
    at = button.click().run()
    assert not at.exception and not at.error
    scenarios = [
        choices.changed(choices.shipped(n, "reference"), (n, "reference"), choices.run_changes(1, WEEKS)) for n in FEW
    ]
    found = why(*scenarios, n_replications=N_REPLICATIONS)
    said = " ".join(each.value for each in at.markdown)
    for line in found.sentences():
        assert for_markdown(line) in said
    assert not any(each.key == "why_button" for each in at.button)
