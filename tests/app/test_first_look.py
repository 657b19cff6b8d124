"""What the first answer to a moved lever costs: nothing is worked out, asked or sent that it does not show."""

from collections import Counter
from itertools import count
from typing import Any

import pytest

from buyermaze.screens.engine import compute
from buyermaze.screens.engine.store import weight
from buyermaze.screens.panels.verdict.first_answer import answer, organisations
from buyermaze.screens.sidebar.choices import FIRST, MARKET, default_scenarios
from buyermaze.screens.sidebar.sidebar import Setup
from buyermaze.simulator.comparison import comparison
from buyermaze.simulator.inputs.reading.loading import load
from buyermaze.simulator.inputs.sheets.scenario import Scenario
from buyermaze.simulator.model import parameters
from buyermaze.simulator.outcomes.definitions import NAMES
from buyermaze.simulator.runs import cost
from tests.worlds import cohort

SKILLS = count(1)


def _moved() -> Scenario:
    """Return an organisation with a lever where nobody had it before."""
    return load("merged", changes={"programme.selling.skill": 1.0 + next(SKILLS) / 1000})


def _setup() -> Setup:
    scenarios = tuple(scenario.with_changes(cohort(40)) for scenario in default_scenarios())
    names = [scenario.name for scenario in scenarios]
    return Setup(MARKET, scenarios, names[0], 4, 0, keys=dict(zip(names, FIRST, strict=True)))


def test_of_all_outcomes_only_those_that_are_shown_are_worked_out(monkeypatch: pytest.MonkeyPatch) -> None:
    n: Counter[str] = Counter()

    def counted(name: str) -> None:
        work_out = getattr(comparison, name)

        def count(*arguments: Any) -> Any:
            n[name] += 1
            return work_out(*arguments)

        monkeypatch.setattr(comparison, name, count)

    counted("estimate")
    counted("difference")
    setup = _setup()
    found = comparison.Comparison(setup.scenarios, setup.baseline, "p_win", compute.answers(setup.scenarios, 1))
    answer(setup, found, "p_win")
    organisations(setup, found, "p_win")
    assert 0 < n["difference"] < len(NAMES) / 5
    assert 0 < n["estimate"] < len(NAMES) / 5
    before = n.total()
    answer(setup, found, "p_win")
    assert n.total() == before, "what was worked out is kept"


def test_what_may_yet_be_asked_of_a_comparison_counts_as_kept() -> None:
    setup = _setup()
    found = comparison.Comparison(setup.scenarios, setup.baseline, "p_win", compute.answers(setup.scenarios, 1))
    little = weight(found)
    found.to_dict()
    assert weight(found) == little
    assert dict(found.means).keys() == {(name, outcome) for name in setup.names for outcome in NAMES}


def test_what_a_trial_of_a_few_accounts_needs_is_there_for_the_life(monkeypatch: pytest.MonkeyPatch) -> None:
    n: Counter[str] = Counter()
    attractions = parameters._channels

    def counted(*arguments: Any) -> Any:
        n["channels"] += 1
        return attractions(*arguments)

    monkeypatch.setattr(parameters, "_channels", counted)
    scenario = _moved()
    for each in (*cost.trials_of(scenario), scenario):
        parameters.pack(each)
    assert n["channels"] == 1


def test_a_fingerprint_makes_no_other_scenario(monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = _moved(), _moved()
    assert first.fingerprint
    made: list[object] = []
    make = Scenario.__init__
    monkeypatch.setattr(Scenario, "__init__", lambda self, **values: (made.append(self), make(self, **values))[1])
    assert second.fingerprint != first.fingerprint
    assert not made
