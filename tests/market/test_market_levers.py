"""What buyers make of claims, pitches, mail and blows from outside: patterns of whole runs."""

import numpy as np
import pytest

from buyermaze.simulator.core.errors import InputProblem
from buyermaze.simulator.core.vocabulary import Kind
from buyermaze.simulator.inputs.reading.loading import load
from tests.market.pairs import falls, journals, paired, rises
from tests.worlds import cohort, rows

BEARABLE = load("baton_pass").with_changes({**cohort(300), "market.demand.n_accounts_per_week": 3.0})


def test_a_freeze_delays_everybody_it_strikes_by_about_its_length() -> None:
    early = {"name": "freeze", "kind": "budget_freeze", "week": 20.0, "share_struck": 1.0, "size": 60.0}
    delays = []
    for before, after in zip(
        journals(BEARABLE, 6), journals(BEARABLE.with_changes({"market.shocks": [early]}), 6), strict=True
    ):
        struck = rows(after, Kind.SHOCK)["account"]
        ends = [{row["account"]: row["time"] for row in rows(journal, Kind.DECISION)} for journal in (before, after)]
        delays += [(ends[1][account] - ends[0][account]) / 8.0 for account in struck]
    assert len(delays) > 30
    assert 40.0 < np.median(delays) < 90.0


def test_exaggerations_are_found_out_from_selection_on_and_only_if_there_are_any() -> None:
    loud = np.concatenate([rows(j, Kind.CAUGHT) for j in journals(BEARABLE, 4)])
    assert (loud["vendor"] == 0).any()
    assert (loud["vendor"] > 0).any()
    assert (loud["job"] >= 3).all()
    honest = {
        "programme.message.promise": 0.2,
        "market.rivals.rival 1.promise": 0.0,
        "market.rivals.rival 2.promise": 0.0,
    }
    assert sum(len(rows(j, Kind.CAUGHT)) for j in journals(BEARABLE.with_changes(honest), 4)) == 0


def test_an_image_planted_beyond_the_truth_is_found_out_like_a_claim() -> None:
    planted = {
        "market.demand.share_latent": 1.0,
        "programme.marketing.priming": 1.0,
        "market.demand.priming_effect": 3.0,
    }
    rises(paired(BEARABLE, planted), "n_exaggerations")


def test_mail_that_is_no_use_costs_time_and_is_cancelled() -> None:
    spam = {"programme.nurture.days_between": 1.0, "programme.nurture.share_relevant": 0.0}
    pair = paired(BEARABLE, spam)
    rises(pair, "n_unsubscribed", "hours_per_person", "n_mails")


def test_a_relevant_mail_every_day_is_worse_than_one_every_three_weeks() -> None:
    seldom = BEARABLE.with_changes({"programme.nurture.days_between": 15.0, "programme.nurture.share_relevant": 1.0})
    falls(paired(seldom, {"programme.nurture.days_between": 1.0}, 100), "profit_lifetime")


def test_fine_print_pays_in_the_first_term_and_costs_renewals() -> None:
    pair = paired(BEARABLE, {"programme.message.fine_print": 0.6}, 40)
    falls(pair, "p_renewal", "nps")


def test_companies_that_disappoint_are_heard_of() -> None:
    sour = BEARABLE.with_changes(
        {"market.living.satisfaction_base": 2.0, "market.offer.days_to_use": 5.0, "market.living.p_knows_customer": 1.0}
    )
    deaf = {"market.living.p_knows_customer": 0.0, "market.living.word_of_mouth": 0.0}
    rises(paired(sour, deaf, 40), "p_win")


def test_unknown_kinds_of_shock_are_refused_by_name() -> None:
    with pytest.raises(InputProblem, match="budget_freeze"):
        BEARABLE.with_changes({"market.shocks": [{"name": "x", "kind": "budget_frieze"}]})
