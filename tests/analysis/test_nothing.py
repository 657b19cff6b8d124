"""Every analysis of runs in which hardly anything happens says so instead of failing."""

import pytest

from buyermaze.simulator.analysis.attribution.attribution import attribute
from buyermaze.simulator.analysis.crm.tables import crm_of
from buyermaze.simulator.analysis.customers.experience_board import experience_board
from buyermaze.simulator.analysis.customers.word_of_mouth_effects import ripple
from buyermaze.simulator.analysis.deals.blame_ledger import blame
from buyermaze.simulator.analysis.journeys.buyer_hours import buyer_hours
from buyermaze.simulator.analysis.journeys.conformance import conform
from buyermaze.simulator.analysis.journeys.journey_maps import journey_map, map_difference
from buyermaze.simulator.analysis.journeys.missing_evidence import evidence_gaps
from buyermaze.simulator.analysis.journeys.moments_of_truth import moments_of_truth
from buyermaze.simulator.analysis.journeys.persona_maps import persona_maps
from buyermaze.simulator.analysis.journeys.three_failures import scorecard
from buyermaze.simulator.inputs.sheets.scenario import Scenario
from buyermaze.simulator.journal.seller_view import seller_log, visibility
from buyermaze.simulator.runs.run import simulate
from tests.worlds import cohort

IDLE = {**cohort(2), "market.demand.share_not_serious": 0.97}


@pytest.fixture(scope="module")
def idle():
    """Two inquiries without a project."""
    return Scenario(name="idle").with_changes(IDLE)


READINGS = (
    attribute, evidence_gaps, blame, buyer_hours, journey_map, conform, ripple, persona_maps, scorecard, moments_of_truth,
    experience_board,
)  # fmt: skip


@pytest.mark.parametrize("analysis", READINGS)
@pytest.mark.parametrize("n_replications", [1, 2])
def test_nothing_to_analyse_is_said_in_sentences(idle, analysis, n_replications):
    found = analysis(idle, n_replications=n_replications)
    assert all(isinstance(line, str) and line for line in found.sentences())
    assert "nan" not in " ".join(found.sentences())
    found.table()


def test_nothing_to_show_makes_empty_tables(idle):
    run = simulate(idle)
    assert len(seller_log(run)) <= len(run.journal)
    assert visibility(run)["rows"].sum() == len(run.journal)
    assert not len(crm_of(run).opportunities)
    drawn = journey_map(idle, 1)
    assert map_difference(drawn, drawn).sentences()
