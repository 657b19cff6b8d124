"""A campaign on a page: how far accounts get, what it truly does, what holdouts would measure; worked out when asked for."""

import streamlit as st

from buyermaze.screens.charts.effects import effects_frame, effects_spec, points_line
from buyermaze.screens.export.figures import Sheet
from buyermaze.screens.panels.shared import analysed, how_found, say, tabled
from buyermaze.simulator.analysis.campaign_trial import BY, CampaignTrial, campaign_trial, with_campaign
from buyermaze.simulator.analysis.journeys.campaign_plan import Plan
from buyermaze.simulator.core.errors import InputProblem
from buyermaze.simulator.core.plain_text import for_markdown
from buyermaze.simulator.inputs.sheets.scenario import Scenario


def campaign_run(scenario: Scenario, plan: Plan, n: int, sheet: Sheet) -> None:
    """Draw what a campaign truly does to wins beside what holdouts measure: the organisation's own, or the plan chosen above."""
    st.subheader("The campaign, run")
    left: tuple[str, ...] = ()
    if not scenario.programme.campaign.steps:
        try:
            scenario, left = with_campaign(scenario, plan)
        except InputProblem as problem:
            st.info(for_markdown(str(problem)))
            return
    offer = (
        "Mails, events and calls go out step by step to accounts that left a trace, until somebody has met us: who gets how far, "
        "what that truly does under the same luck, and what a firm would measure that holds accounts or regions out."
    )
    found: CampaignTrial | None = analysed(
        "campaign", campaign_trial, scenario, n, offer, "Run the campaign", ":material/campaign:"
    )
    if found is None:
        return
    say(found, "The campaign, run", sheet)
    if left:
        st.caption(for_markdown(f"Left to buyers, as nobody can send it: {', '.join(left)}."))
    ways = [("truth, those in it", found.truth), ("truth, all accounts", found.everybody)]
    ways += [(BY[each.by], each.lift) for each in found.measured]
    lines = [points_line(way, effect) for way, effect in ways]
    alt = "What the campaign does to wins, in truth and as holdouts of accounts and regions measure it, with 95 % intervals."
    sheet.figure(
        effects_spec("wins, with less without (points)", len(lines)), {"main": effects_frame(lines)}, "campaign",
        "Lift of the campaign, true and measured", alt,
    )  # fmt: skip
    tabled(found, "Steps of the campaign: accounts, people, taken up, met us", sheet)
    how_found(found, sheet)
