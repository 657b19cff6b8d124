"""Autopsies by hand, the blame ledger and the ranking of gaps."""

import pytest
from handmade import journal, lost, row, run_of, undecided, won

from buyermaze.simulator.analysis.deals.autopsy import autopsy
from buyermaze.simulator.analysis.deals.blame_ledger import blame, remedied
from buyermaze.simulator.analysis.deals.causes import BLAMED, CAUSES, true_cause
from buyermaze.simulator.analysis.journeys.missing_evidence import evidence_gaps, filled
from buyermaze.simulator.core.errors import InputProblem
from buyermaze.simulator.core.vocabulary import Channel, Job, Kind, Reason, Status
from buyermaze.simulator.inputs.dates.timeline import years_observed
from buyermaze.simulator.inputs.reading.loading import load
from buyermaze.simulator.inputs.sheets.scenario import Scenario
from buyermaze.simulator.model.parameters import pack

PLAIN = Scenario()


def cause(*rows):
    return true_cause(journal(*rows), PLAIN)


def test_causes_are_read_off_the_rows():
    assert cause(*won(0, 0.0)).cause == "won"
    assert cause(*undecided(0, 0.0, Reason.CONFLICT)).cause == "disagreement"
    assert cause(*undecided(0, 0.0, Reason.OUTSIDE)).cause == "outside"
    found = cause(*lost(0, 0.0))
    assert (found.cause, found.person, found.time) == ("kept waiting", 0, 9.0)
    turned = [row(Kind.REJECTED, 3.0, reason=Reason.FILTERED), *lost(0, 0.0)]
    assert cause(*turned).cause == "turned away"


def test_what_went_wrong_with_us_beats_the_groups_own_reason_when_it_weighs_enough():
    vain = [
        row(
            Kind.TOUCH,
            10.0 + k,
            person=2,
            job=Job.VALIDATION,
            channel=Channel.CONTENT,
            reason=Reason.DEAD_END,
            hours=0.55,
        )
        for k in range(4)
    ]
    found = cause(*undecided(0, 0.0), *vain)
    assert (found.cause, found.person, found.time) == ("no answers", 2, 13.0)
    assert found.trouble["no answers"] == pytest.approx(2.2)
    assert cause(*undecided(0, 0.0)).cause == "doubt"


def test_a_case_written_alone_and_refused_had_no_case():
    alone = row(
        Kind.TOUCH, 20.0, person=1, job=Job.VALIDATION, channel=Channel.OWN_WORK, reason=Reason.ALONE, hours=1.0
    )
    assert cause(*undecided(0, 0.0, Reason.APPROVAL), alone).cause == "no case"
    assert cause(*undecided(0, 0.0, Reason.APPROVAL)).cause == "refused"


def test_an_autopsy_tells_four_voices():
    rows = journal(*undecided(0, 0.0), row(Kind.LEAD, 4.0, seen=1, reason=Reason.SCORE))
    found = autopsy(run_of(rows), 0)
    assert (found.culprit, found.logged) == ("buyer", "timing")
    assert found.marketing == ("sales did not close", "sales")
    assert found.sales[1] == "buyer"
    assert len(found.sentences()) >= 5
    with pytest.raises(InputProblem, match="no account 7"):
        autopsy(run_of(rows), 7)


def test_the_ledger_counts_every_real_deal_once(scenario):
    found = blame(scenario, 2)
    deals = found.table()
    assert not deals.duplicated(["replication", "account"]).any()
    assert set(deals["cause"]) <= set(CAUSES)
    assert (deals["outcome"] == "won").equals(deals["cause"] == "won")
    matrix = found.matrix().set_index("blamed")
    assert list(matrix.index) == list(BLAMED)
    for voice in ("truly", "logged", "marketing_says", "sales_says"):
        assert matrix[voice].sum() == pytest.approx(1)
    remedies = found.remedy_table()
    assert (remedies["won_only_with"] - remedies["won_only_without"]).to_numpy() == pytest.approx(
        remedies["wins_added"]
    )
    assert (remedies["won_only_without"] >= -1e-9).all()
    assert all(line.endswith(".") for line in found.sentences())


def test_filling_a_gap_fills_that_cell_and_no_other(scenario):
    before = pack(scenario)[0].found
    after = pack(filled(scenario, "validation", "sponsor"))[0].found
    names = [persona.name for persona in scenario.market.personas]
    cell = names.index("sponsor"), int(Job.VALIDATION)
    assert after[cell] > before[cell] + 0.2
    after[cell] = before[cell]
    assert after == pytest.approx(before)


def test_gaps_count_the_rows_and_rank_what_was_tested(scenario, run):
    found = evidence_gaps(scenario, 2, n_tested=2)
    table = found.table()
    assert len(table) == 5 * len(set(scenario.market.group.seats))
    assert len({job for job, _ in list(found.tested)[:2]}) == 2, "the worst of every job comes first"
    assert [job for job, _ in list(found.tested)[2:]] == ["validation"], "and the case for management is always tested"
    assert (table["accounts"] >= table["lost"] + table["no_decision"] - 1e-9).all()
    at_risk = (table["lost"] + table["no_decision"]) * scenario.market.offer.deal_value
    assert table["revenue_at_risk"].tolist() == pytest.approx(at_risk.tolist())
    assert all(line.endswith(".") for line in found.sentences())
    one = evidence_gaps(scenario, 1, n_tested=0)
    rows = run.journal
    real = set(rows["account"][(rows["kind"] == Kind.DECISION) & (rows["detail"] != Status.NOT_SERIOUS)].tolist())
    vain = rows[(rows["kind"] == Kind.TOUCH) & (rows["reason"] == Reason.DEAD_END)]
    n_vain = sum(account in real for account in vain["account"].tolist())
    assert one.table()["dead_ends"].sum() * years_observed(scenario) == pytest.approx(n_vain)


@pytest.mark.parametrize(
    ("ours", "theirs", "cause"), [(0.5, 0.0, "too dear"), (0.2, 0.0, "better rival"), (0.0, -0.4, "too dear")]
)
def test_a_deal_lost_to_a_clearly_lower_price_is_lost_to_the_price(ours, theirs, cause):
    terms = [
        row(Kind.TERMS, 80.0, vendor=1, value=theirs, reason=Reason.BOUGHT),
        row(Kind.TERMS, 80.0, vendor=0, value=ours, reason=Reason.NOT_BOUGHT),
    ]
    met = row(Kind.CONTACTED, 10.0, person=0, vendor=0)
    lost = row(Kind.DECISION, 80.0, vendor=1, reason=Reason.BOUGHT, value=80.0, detail=Status.LOST)
    assert true_cause(journal(row(Kind.ARRIVED, 0.0, value=3, detail=1), met, lost, *terms), PLAIN).cause == cause


def test_every_answer_leaves_a_campaign_what_it_hands_over() -> None:
    step = {"name": "first", "channel": "email", "job": "problem", "asset": "trend report"}
    asked = load("baton_pass", changes={"programme.campaign.steps": [step]})
    kept = [asset.name for asset in remedied(asked, "every answer").programme.library.assets]
    assert "trend report" in kept and "feature list" not in kept
