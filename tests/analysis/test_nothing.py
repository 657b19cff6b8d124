"""Every analysis of runs in which hardly anything happens says so instead of failing."""

import pytest

from simulator.analysis.attribution import attribute
from simulator.analysis.blame import blame
from simulator.analysis.conformance import conform
from simulator.analysis.crm import crm_of
from simulator.analysis.gaps import evidence_gaps
from simulator.analysis.hours import buyer_hours
from simulator.analysis.maps import journey_map, map_difference
from simulator.analysis.ripple import ripple
from simulator.inputs.scenario import Scenario
from simulator.lenses import seller_log, visibility
from simulator.simulation import simulate
from tests.worlds import cohort

IDLE = {**cohort(2), "market.demand.share_not_serious": 0.97}


@pytest.fixture(scope="module")
def idle():
    """Two inquiries without a project."""
    return Scenario(name="idle").with_changes(IDLE)


@pytest.mark.parametrize("analysis", [attribute, evidence_gaps, blame, buyer_hours, journey_map, conform, ripple])
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
