"""From which moment on experience is cared for: first touch, proposal, or after the sale."""

import numpy as np
import pytest
from pairs import falls, paired, plain, rises
from worlds import rows

import buyermaze as bm
from buyermaze.simulator.core.vocabulary import Channel, Job, Kind, Reason
from buyermaze.simulator.journal.compare import first_difference
from buyermaze.simulator.model.rules.marketing.surveys import is_listened_to
from buyermaze.simulator.outcomes.books.costs import yearly_spend
from tests.worlds import cohort

LISTENING = {"programme.voice.p_survey": 1.0, "programme.voice.p_noticed": 0.8, "programme.governance.form": "office"}
BEGINS = "programme.voice.begins"


def company(begins: str, n_accounts: int = 120) -> bm.Scenario:
    """Return a company that asks everybody and notices most, from some moment on."""
    return bm.load("merged", changes=cohort(n_accounts) | LISTENING | {BEGINS: begins})


@pytest.mark.parametrize("begins", ["proposal", "after_sale"])
def test_both_engines_write_the_same_journal_whenever_listening_begins(begins: str) -> None:
    compiled, reference = (bm.simulate(company(begins, 20), engine=name).journal for name in ("compiled", "reference"))
    assert first_difference(compiled, reference) is None
    assert len(rows(compiled, Kind.TOUCH)) > 100


def test_the_later_it_begins_the_fewer_are_listened_to() -> None:
    heard = [[is_listened_to(float(begins), proposal) for proposal in (False, True)] for begins in range(3)]
    assert heard == [[True, True], [False, True], [False, False]]


def test_nobody_is_asked_or_noticed_before_the_sale_where_it_begins_after_it() -> None:
    journal = bm.simulate(company("after_sale")).journal
    asked = rows(journal, Kind.INVITED)
    assert len(asked) > 50 and not (asked["reason"] == Reason.ASKED_EFFORT).any()
    assert not (rows(journal, Kind.TOUCH)["reason"] == Reason.SENT_ON).any()
    assert len(rows(journal, Kind.FIXED)) == 0


def test_from_the_proposal_on_only_groups_that_met_us_and_know_their_requirements_are_heard() -> None:
    journal = bm.simulate(company("proposal")).journal
    met: dict[int, float] = {}
    for row in rows(journal, Kind.CONTACTED):
        if row["vendor"] == 0:
            met.setdefault(int(row["account"]), float(row["time"]))
    touches = rows(journal, Kind.TOUCH)
    noticed = touches[(touches["reason"] == Reason.SENT_ON) & (touches["channel"] == Channel.CONTENT)]
    settled = rows(journal, Kind.COMPLETED)
    done = {int(row["account"]) for row in settled[settled["job"] == Job.REQUIREMENTS]}
    assert len(noticed) > 0
    assert all(met[int(row["account"])] <= row["time"] and int(row["account"]) in done for row in noticed)
    everybody = rows(bm.simulate(company("first_touch")).journal, Kind.TOUCH)
    assert len(noticed) < np.sum(everybody["reason"] == Reason.SENT_ON)


def test_listening_later_misses_requests_and_saves_invitations() -> None:
    found = paired(plain("merged").with_changes(LISTENING), {BEGINS: "after_sale"}, n_runs=8)
    rises(found, "share_requests_missed")
    falls(found, "cost_total")


def test_where_nothing_is_asked_or_noticed_it_does_not_matter_when_it_begins() -> None:
    deaf = company("first_touch", 60).with_changes({"programme.voice.p_survey": 0.0, "programme.voice.p_noticed": 0.0})
    late = deaf.with_changes({BEGINS: "after_sale"})
    assert bm.simulate(deaf).journal.tobytes() == bm.simulate(late).journal.tobytes()


def test_listening_before_the_sale_is_paid_in_whole_by_half_or_not_at_all() -> None:
    free = yearly_spend(company("first_touch").programme)
    paid = [
        yearly_spend(company(begins).with_changes({"programme.voice.cost_before_sale": 80_000.0}).programme) - free
        for begins in ("first_touch", "proposal", "after_sale")
    ]
    assert paid == [80_000.0, 40_000.0, 0.0]
