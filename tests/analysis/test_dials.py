"""One dial of levers that exist: ends as written, known curves read aright, and no gain told where there is none."""

import pytest

from buyermaze.simulator.analysis.dials import DIALS, LEVELS, dial_curve, dialled
from buyermaze.simulator.core.errors import InputProblem
from buyermaze.simulator.inputs.reading.loading import load
from buyermaze.simulator.inputs.sheets.scenario import Scenario
from buyermaze.simulator.outcomes.books.costs import yearly_spend
from tests.analysis.known_games import known_runs

OURS = Scenario(name="ours")


def shared(scenario: Scenario) -> float:
    """Return how far the dial of alignment is turned, read from what functions claim."""
    return (0.45 - scenario.programme.message.gap) / 0.35


def curve(money, scenario: Scenario = OURS):  # type: ignore[no-untyped-def]
    return dial_curve(scenario, 4, runs=known_runs(lambda _: 0.2, money, 0.001, 1))


@pytest.mark.parametrize("dial", DIALS)
def test_a_dial_sets_its_levers_in_proportion_and_nothing_else(dial: str) -> None:
    paths = {part.path: part for part in DIALS[dial]}
    start = load("sla_aligned")
    before = {card.path: card.value for card in start.levers()}
    for level in LEVELS:
        after = {card.path: card.value for card in dialled(start, level, dial).levers()}
        for path, value in after.items():
            part = paths.get(path)
            expected = before[path] if part is None else part.at_0 + level * (part.at_1 - part.at_0)
            assert value == pytest.approx(expected), path
        assert yearly_spend(dialled(start, level, dial).programme) == yearly_spend(start.programme)


def test_the_ends_of_alignment_are_those_of_the_shipped_organisations() -> None:
    ends = [{card.path: card.value for card in load(name).levers()} for name in ("baton_pass", "merged")]
    for part in DIALS["alignment"]:
        assert part.at_0 == ends[0][part.path]
        if part.path != "programme.gate.strictness":  # there is no gate at the other end
            assert part.at_1 == ends[1][part.path]


def test_alignment_that_pays_up_to_the_middle_and_costs_beyond_is_told_so() -> None:
    found = curve(lambda s: 1e6 * (0.25 - (shared(s) - 0.5) ** 2))
    assert [step.verdict("profit_lifetime") for step in found.steps[:-1]] == ["better", "better", "worse", "worse"]
    assert found.steps[-1].verdict("profit_lifetime") == "not told from luck"
    said = " ".join(found.sentences())
    assert "better: 0 % to 25 % and 25 % to 50 %; worse: 50 % to 75 % and 75 % to 100 %" in said


def test_a_dial_that_does_nothing_is_not_shown_to_pay() -> None:
    found = curve(lambda _: 1e6)
    assert {step.verdict(name) for step in found.steps for name in step.changes} == {"not told from luck"}
    assert "More alignment is not shown to pay anywhere on the dial." in found.sentences()
    assert len(found.table()) == len(LEVELS) * 4 and found._repr_html_()
    assert "delay of the hand-off 16 working hours to 0 working hours; " in found.how() and "_" not in found.how()


def test_parts_that_cannot_act_are_named_where_there_is_no_gate() -> None:
    assert not curve(lambda _: 1e6, load("baton_pass")).idle
    assert "reps' distrust of leads passed on" in curve(lambda _: 1e6, load("merged")).idle


def test_a_wrong_dial_or_level_is_refused() -> None:
    with pytest.raises(InputProblem, match="no 'harmony'; there is alignment and buyers"):
        dialled(OURS, 0.5, "harmony")
    with pytest.raises(InputProblem, match=r"level: 1\.5 is out of bounds, allowed is 0 to 1"):
        dialled(OURS, 1.5)
