"""Panels that try things on request show what the library says: governance, alignment, causes, campaigns, buyers' books."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from buyermaze.screens.sidebar import choices
from buyermaze.simulator.analysis.campaign_trial import CampaignTrial, campaign_trial, with_campaign
from buyermaze.simulator.analysis.cause_and_effect import cause_and_effect
from buyermaze.simulator.analysis.dials import dial_curve
from buyermaze.simulator.analysis.drift import drift_cost
from buyermaze.simulator.analysis.governance import governance_trial
from buyermaze.simulator.analysis.journeys.buyer_hours import buyer_hours
from buyermaze.simulator.analysis.journeys.campaign_plan import FUNNEL
from buyermaze.simulator.analysis.media import media_returns
from buyermaze.simulator.core.plain_text import for_markdown
from buyermaze.simulator.inputs.sheets.scenario import Scenario
from tests.app.sizes import ASKED, N_REPLICATIONS, WEEKS

ROOT = Path(__file__).resolve().parents[2]


def of_the_plan(scenario: Scenario, n: int) -> CampaignTrial:
    """Return what the page's plan, the classic funnel, does as a campaign."""
    return campaign_trial(with_campaign(scenario, FUNNEL)[0], n)


@pytest.mark.parametrize(
    ("page", "button", "analysis"),
    [("budget", "governance_button", governance_trial), ("playbook", "dial_button", dial_curve),
     ("customers", "books_button", buyer_hours), ("attribution", "causes_button", cause_and_effect),
     ("attribution", "media_button", media_returns), ("plans", "drift_button", drift_cost),
     ("playbook", "campaign_button", of_the_plan)],
)
def test_a_panel_says_what_the_library_says(page: str, button: str, analysis) -> None:  # type: ignore[no-untyped-def]
    at = AppTest.from_file(str(ROOT / "app.py"), default_timeout=600)
    at.query_params.update(ASKED)
    at.run().switch_page(f"screens/pages/{page}.py").run()
    assert not at.exception and not at.error
    for offered in [each for each in at.button if each.key == button]:  # none where an earlier test's page has found it already
        offered.click().run()
    assert not at.exception and not at.error
    first = choices.changed(
        choices.shipped("baton_pass", "reference"), ("baton_pass", "reference"), choices.run_changes(1, WEEKS)
    )
    shown = " ".join(text.value for text in at.markdown)
    for line in analysis(first, N_REPLICATIONS).sentences():
        assert for_markdown(line) in shown
