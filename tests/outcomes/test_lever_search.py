"""Levers found by what people call them."""

import pytest

from buyermaze.simulator.inputs.reading.loading import load
from buyermaze.simulator.inputs.sheets.lever_search import SAID, search, unheard

LEVERS = list(load("baton_pass").levers())


@pytest.mark.parametrize(
    ("said", "path"),
    [
        ("spam", "programme.nurture.annoyance"),
        ("silos", "programme.handoff.distrust"),
        ("slow answer", "programme.selling.hours_response"),
        ("training", "programme.selling.skill"),
        ("keep in touch", "programme.marketing.share_after_handoff"),
        ("the boss says no", "market.approval.kit_bonus"),
        ("too expensive", "programme.pricing.level"),
        ("ghosting", "market.mind.hours_patience"),
        ("demo", "programme.pilot.p_offered"),
        ("churn", "market.living.switching_cost"),
        ("forgets what I said", "programme.memory.share_recorded"),
        ("too many e-mails", "programme.marketing.email"),
        ("response time", "programme.selling.hours_response"),
        ("how fast we call back", "programme.selling.hours_response"),
        ("webinars", "programme.marketing.events"),
        ("newsletter", "programme.nurture.days_between"),
        ("chatbot", "market.assistant.share_using"),
        ("price transparency", "programme.pricing.open"),
        ("customer reviews", "market.living.word_of_mouth"),
        ("ROI calculator", "programme.tools.cost"),
        ("shared CRM", "programme.memory.share_tracked"),
        ("portal", "programme.self_serve.share_of_deals"),
        ("customer success", "programme.care.share_caring"),
        ("sales bonus", "programme.quarter.quota"),
        ("onboarding", "programme.service.p_on_time"),
        ("competitors", "market.rivals.rival 1.p_known"),
        ("personalised", "programme.memory.tailoring"),
        ("forgotten until the next sale", "market.living.neglect"),
        ("exaggerated", "programme.message.promise"),
        ("salary", "programme.team.cost_rep"),
        ("hire people", "programme.team.n_reps"),
        ("cold calls", "programme.outbound.days_between"),
        ("sales training", "programme.selling.skill"),
        ("contract length", "programme.message.fine_print"),
        ("account based", "programme.memory.tailoring"),
        ("case studies", "market.mind.unverified_penalty"),
        ("trade fairs", "programme.marketing.events"),
        ("MQLs", "programme.gate.closed"),
        ("handover", "programme.handoff.delay_hours"),
        ("upselling", "market.living.share_expands"),
        ("negotiations", "market.bargaining.p_asks"),
        ("turnover of reps", "programme.staff.share_leaving"),
        ("win back lost customers", "programme.reactivation.share_tried"),
        ("honesty", "programme.message.promise"),
        ("seasonality", "market.seasons.january"),
        ("LinkedIn", "programme.marketing.ads"),
        ("overselling", "programme.message.promise"),
        ("turnover of sales staff", "programme.staff.share_leaving"),
        ("fear of deciding", "market.mind.loss_aversion"),
    ],
)
def test_a_lever_is_found_by_the_word_that_people_have_for_it(said: str, path: str) -> None:
    found = [lever.path for lever in search(LEVERS, said)]
    assert path in found[:3]


def test_what_no_lever_does_leads_to_none_and_what_is_missed_is_said() -> None:
    assert [search(LEVERS, said) for said in ("xyzzy", "", "tax", "currency")] == [[], [], [], []]
    assert search(LEVERS, "office rent") and unheard(LEVERS, "office rent") == ["rent"]
    assert unheard(LEVERS, "the offices") == unheard(LEVERS, "the champion leaves") == [], "another lever speaks of it"


def test_every_wording_of_the_thesaurus_leads_first_to_a_lever_that_is_meant() -> None:
    paths = [lever.path.replace(" ", "_") for lever in LEVERS]
    for wordings, parts in SAID.items():
        assert all(any(part in path for path in paths) for part in parts.split()), parts
        for wording in wordings.split("|"):
            first = search(LEVERS, wording)[0].path.replace(" ", "_")
            assert any(part in first for part in parts.split()), f"{wording} leads to {first}"


def test_words_may_stand_in_any_order_and_ending() -> None:
    assert search(LEVERS, "price discounted")[0] == search(LEVERS, "discount of prices")[0]


def test_levers_are_found_by_what_they_do() -> None:
    assert any("handoff.delay_hours" in lever.path for lever in search(LEVERS, "delay after handing over")[:5])
    assert any("price" in lever.path for lever in search(LEVERS, "prices")[:5])
    assert search(LEVERS, "xyzzy") == [] and search(LEVERS, "") == []
