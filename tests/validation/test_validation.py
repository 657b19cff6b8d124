"""The validation table: measures on hand-made rows, rules of use, and the published page in step with the code."""

from pathlib import Path

import numpy as np
import pytest

from buyermaze.experiments.validation import measures
from buyermaze.experiments.validation.measures import Seen
from buyermaze.experiments.validation.published import FACTS
from buyermaze.experiments.validation.table import ORGANISATION, reference, share_inside, validated
from buyermaze.simulator.core.vocabulary import Channel, Job, Kind, Reason, Status
from buyermaze.simulator.model.state import ROW
from buyermaze.simulator.runs.run import Run

ROOT = Path(__file__).resolve().parents[2]


def _seen(*rows: dict[str, float]) -> Seen:
    journal = np.zeros(len(rows), ROW).view(np.recarray)
    journal.person = journal.rep = journal.job = journal.channel = journal.vendor = -1
    for place, row in enumerate(rows):
        for field, value in row.items():
            journal[field][place] = value
    scenario = reference().with_changes({"run.weeks_warm_up": 0.0})
    return Seen(Run(scenario, 0, journal))


def test_a_lead_is_a_person_whom_marketing_has_on_record() -> None:
    seen = _seen(
        {"account": 0, "kind": Kind.ARRIVED, "detail": 1},
        {"account": 1, "kind": Kind.ARRIVED, "detail": 1},
        {"account": 2, "kind": Kind.ARRIVED, "detail": 0},
        *({"account": 0, "kind": Kind.TOUCH, "channel": Channel.CONTENT, "seen": 1, "person": i} for i in (0, 1)),
        {"account": 0, "kind": Kind.TOUCH, "channel": Channel.EMAIL, "seen": 1, "person": 0},
        {"account": 0, "kind": Kind.TOUCH, "channel": Channel.CONTENT, "seen": 0, "person": 2},
        {"account": 0, "kind": Kind.TOUCH, "channel": Channel.PEERS, "seen": 1, "person": 3},
        {"account": 1, "kind": Kind.TOUCH, "channel": Channel.EVENT, "seen": 1, "person": 0},
        {"account": 2, "kind": Kind.TOUCH, "channel": Channel.ADS, "seen": 1, "person": 0},
        {"account": 0, "kind": Kind.SERVED, "person": 0, "value": 5.0},
        {"account": 0, "kind": Kind.CONTACTED, "vendor": 0},
        {"account": 1, "kind": Kind.SERVED, "person": 0, "value": 15.0},
    )
    assert measures.leads_never_pursued(seen) == 0.5
    assert measures.leads_to_opportunities(seen) == 0.25
    assert measures.mean_response(seen) == pytest.approx(10.0 * 168 / 40)


def test_first_requests_decide_who_was_never_answered() -> None:
    seen = _seen(
        {"account": 0, "kind": Kind.ARRIVED, "detail": 1},
        {"account": 0, "kind": Kind.GAVE_UP, "person": 0},
        {"account": 0, "kind": Kind.SERVED, "person": 0},
        {"account": 0, "kind": Kind.SERVED, "person": 1},
    )
    assert measures.never_answered(seen) == 0.5


def test_purchases_are_described_by_their_own_visits() -> None:
    seen = _seen(
        {"account": 0, "kind": Kind.ARRIVED, "detail": 1, "value": 6},
        {
            "account": 0,
            "kind": Kind.TOUCH,
            "person": 0,
            "job": 0,
            "channel": Channel.CONTENT,
            "vendor": 0,
            "reason": Reason.FOUND,
        },
        {"account": 0, "kind": Kind.TOUCH, "person": 0, "job": 1, "channel": Channel.PEERS, "vendor": 1, "time": 9.0},
        {"account": 0, "kind": Kind.TOUCH, "person": 1, "job": 1, "channel": Channel.RIVAL_REP, "vendor": 1},
        {"account": 1, "kind": Kind.TOUCH, "person": 0, "job": 1, "channel": Channel.ADS, "vendor": 0},
        {"account": 0, "kind": Kind.MEETING, "time": 5.0, "vendor": 1},
        {"account": 0, "kind": Kind.DECISION, "detail": Status.LOST, "vendor": 1, "value": 40.0 * 4.345},
        {"account": 0, "kind": Kind.EFFORT, "detail": 2},
        {"account": 0, "kind": Kind.FEELING, "detail": 4.0},
        {"account": 0, "kind": Kind.FEELING, "detail": 8.0},
    )
    assert measures.channels_per_journey(seen) == 3
    assert measures.interactions_with_providers(seen) == 1.0
    assert measures.interactions_with_winner(seen) == 0.5
    assert measures.content_per_member(seen) == 1.0
    assert measures.pieces_brought(seen) == 1.0
    assert measures.bought_from_first_favourite(seen) == 1.0
    assert measures.months_to_purchase(seen) == pytest.approx(1.0)
    assert measures.no_regret(seen) == 1.0
    assert measures.share_six_to_ten(seen) == 1.0


def test_a_lead_that_comes_back_was_refused_before() -> None:
    rows = [Kind.REJECTED, Kind.REJECTED, Kind.ACCEPTED, Kind.ACCEPTED]
    arrived = {"account": 0, "kind": Kind.ARRIVED, "detail": 1}
    seen = _seen(arrived, *({"account": 0, "kind": kind} for kind in rows))
    assert measures.accepted_of_checked(seen) == 0.5


def test_a_forecast_holds_what_was_offered_and_voted_on() -> None:
    opportunity = [
        ({"account": a, "kind": Kind.ARRIVED, "detail": 1}, {"account": a, "kind": Kind.CONTACTED, "vendor": 0})
        for a in range(3)
    ]
    seen = _seen(
        *(row for rows in opportunity for row in rows),
        *({"account": a, "kind": Kind.VOTE, "reason": Reason.PASSED} for a in (0, 1)),
        {"account": 0, "kind": Kind.SERVED, "job": Job.VALIDATION, "person": 0},
        {"account": 1, "kind": Kind.SERVED, "job": Job.PROBLEM, "person": 0},
        {"account": 2, "kind": Kind.SERVED, "job": Job.SELECTION, "person": 0},
    )
    assert seen.forecast.tolist() == [0]


def test_quality_and_regret_are_told_as_the_surveys_have_them() -> None:
    felt = ((0, 5.0), (1, 5.0), (2, 60.0), (3, 5.0))
    seen = _seen(
        *({"account": a, "kind": Kind.ARRIVED, "detail": 1} for a in range(4)),
        *({"account": a, "kind": Kind.FEELING, "detail": regret} for a, regret in felt),
        *({"account": a, "kind": Kind.GO_LIVE, "value": 0.0 if a == 1 else 2.0, "detail": 1.0} for a in range(4)),
        {"account": 3, "kind": Kind.POLL, "reason": Reason.SETTLED},
    )
    assert measures.high_quality(seen) == 0.25
    assert measures.met_or_felt_regret(seen) == 0.5
    assert measures.no_regret(seen) == 0.75


def test_no_fact_is_about_the_effect_of_an_organisation() -> None:
    assert ORGANISATION == "baton_pass"
    for fact in FACTS:
        assert not any(word in fact.says for word in ("merged", "aligned", "product-led"))
        assert fact.low < fact.high
    assert len({fact.name for fact in FACTS}) == len(FACTS)


def test_most_of_the_calibrated_facts_are_in_band_and_misses_are_explained() -> None:
    checked = validated()
    assert share_inside(checked, "CAL") >= 0.8
    unexplained = [
        each.fact.name for each in checked if each.fact.use == "CAL" and not each.inside and not each.fact.note
    ]
    assert not unexplained


def test_the_published_page_names_every_fact_and_its_picture_exists() -> None:
    page = (ROOT / "docs" / "validation.md").read_text(encoding="utf-8")
    for fact in FACTS:
        assert f"| {fact.name} | {fact.says} |" in page
    assert (ROOT / "docs" / "images" / "validation.svg").exists()
