"""Who governs which structure: equal budgets, what is mended one at a time, and nothing where nothing is noticed."""

from dataclasses import replace

import numpy as np
import pytest

from buyermaze.simulator.analysis.governance import FORMS, ISSUES, STRUCTURES, governance_trial, governed, structures
from buyermaze.simulator.core.vocabulary import Kind, Reason
from buyermaze.simulator.inputs.reading.loading import load
from buyermaze.simulator.inputs.sheets.scenario import Scenario
from buyermaze.simulator.journal.compare import first_difference
from buyermaze.simulator.outcomes.books.costs import yearly_spend
from buyermaze.simulator.runs.run import simulate
from tests.worlds import cohort

EVERY = {"programme.governance.form": "executive", "programme.governance.scope": "every"}
TROUBLED = {  # waits are long, claims are loud, much breaks after the sale
    "programme.voice.p_noticed": 1.0, "programme.selling.hours_response": 60.0, "programme.message.promise": 3.0,
    "market.living.p_issue": 1.0, "market.living.n_periods": 4, "programme.care.p_resolved": 0.1,
    "programme.governance.executive.p_fixed": 1.0, "programme.governance.executive.days_to_fix": 5.0,
}  # fmt: skip


def troubled(**more: object) -> Scenario:
    return load("merged").with_changes(TROUBLED | cohort(240) | more)


def rows(scenario: Scenario, kind: Kind) -> np.ndarray:
    journal = simulate(scenario).journal
    return journal[journal["kind"] == kind]


@pytest.fixture(scope="module")
def fixes() -> np.ndarray:
    return rows(troubled(**EVERY), Kind.FIXED)


@pytest.mark.parametrize("issue", ["waits", "claims", "support"])
def test_an_issue_is_mended_one_fix_at_a_time_and_each_takes_its_share(fixes: np.ndarray, issue: str) -> None:
    own = fixes[fixes["reason"] == ISSUES[issue]]
    assert len(own) >= 3 and (own["account"] == -1).all()
    assert np.allclose(own["value"], 0.5 ** np.arange(1, len(own) + 1))
    noticed = own["time"] - own["detail"]
    assert (noticed[1:] >= own["time"][:-1]).all() and (own["detail"] > 0).all()


def test_what_is_mended_is_seen_where_buyers_live_through_it() -> None:
    before, after = simulate(troubled()), simulate(troubled(**EVERY))
    assert after.outcomes["hours_wait_for_rep"] < before.outcomes["hours_wait_for_rep"]
    assert after.outcomes["n_exaggerations"] < before.outcomes["n_exaggerations"]
    solved = [np.mean(j["reason"][j["kind"] == Kind.ISSUE] == Reason.RECOVERED) for j in (before.journal, after.journal)]
    assert solved[1] > solved[0] + 0.2


@pytest.mark.parametrize("form", list(FORMS))
def test_both_engines_mend_the_same_to_the_bit(form: str) -> None:
    scenario = troubled(**EVERY | {"programme.governance.form": form} | cohort(30))
    assert first_difference(*(simulate(scenario, engine=name).journal for name in ("compiled", "reference"))) is None


def test_a_scope_that_nobody_governs_changes_and_costs_nothing() -> None:
    plain, wide = troubled(), troubled(**{"programme.governance.scope": "every"})
    assert simulate(plain).journal.tobytes() == simulate(wide).journal.tobytes()
    assert yearly_spend(plain.programme) == yearly_spend(wide.programme)
    narrow = troubled(**EVERY | {"programme.governance.scope": "content"})
    assert yearly_spend(troubled(**EVERY).programme) - yearly_spend(narrow.programme) == pytest.approx(60_000)


def test_every_cell_of_the_trial_spends_the_same() -> None:
    for structure in structures(load("baton_pass")).values():
        spent = [yearly_spend(governed(structure, form).programme) for form in FORMS]
        assert spent == pytest.approx([spent[0]] * len(FORMS), abs=1.0)


def test_an_organisation_of_ones_own_is_tried_beside_the_shipped_structures() -> None:
    assert list(structures(load("sla_aligned"))) == list(STRUCTURES.values())
    own = load("merged").with_changes({"programme.team.n_reps": 9})
    assert list(structures(own)) == [*STRUCTURES.values(), "merged"]
    assert structures(own)["merged"].programme.team.n_reps == 9


def test_where_nothing_is_noticed_nothing_is_mended_and_governing_is_only_paid_for() -> None:
    deaf = load("baton_pass").with_changes({"programme.voice.p_noticed": 0.0} | cohort(60))
    found = governance_trial(deaf, 2)
    assert all(sum(cell.fixed) == 0 and np.isnan(cell.days_latency) for cell in found.cells)
    table = found.table()
    assert len(table) == len(STRUCTURES) * len(FORMS)
    assert table["cost"].tolist() == [0.0, 100_000.0, 230_000.0, 400_000.0] * len(STRUCTURES)
    said = " ".join(found.sentences())
    assert "mended most" not in said and "against nobody" in said and found._repr_html_()


def test_one_sentence_says_first_whether_governing_pays() -> None:
    found = governance_trial(troubled(**cohort(30)), 2)
    n = sum(bool(cell.gains) for cell in found.cells)

    def first(*means: float) -> str:
        gains = [replace(cell.gains["profit_lifetime"], mean=m, low=m - 1e4, high=m + 1e4) if cell.gains else None
                 for cell, m in zip(found.cells, (*means, *[0.0] * len(found.cells)), strict=False)]  # fmt: skip
        cells = tuple(
            replace(cell, gains=cell.gains | {"profit_lifetime": gain}) if gain else cell
            for cell, gain in zip(found.cells, gains, strict=True)
        )
        return replace(found, cells=cells).sentences()[0]

    assert first() == f"Governing is not shown to pay: of {n} ways to govern none pays, none costs more than it brings, " + (
        f"{n} cannot be told from luck."
    )
    some = first(0.0, -5e4, 9e4, 7e4)
    assert some.startswith("Most is earned by a customer office in ")
    assert "USD 90,000 (USD 80,000 to USD 100,000) a year more" in some
    assert some.endswith(f"of {n} ways to govern 2 pay, 1 costs more than it brings, {n - 3} cannot be told from luck.")
