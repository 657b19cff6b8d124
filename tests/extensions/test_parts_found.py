"""Parts that are loaded are found among the levers before any scenario uses them."""

import json

import pytest

import buyermaze as bm
from buyermaze import extend
from buyermaze.experiments.commands.main import main
from buyermaze.simulator.inputs.sheets.scenario import levers_at_rest


class Shared(extend.Regular):
    """Parameters of a mechanism."""

    share: float = extend.number(1.0, 0, 1, "share", "Groups it reaches.")


def test_a_loaded_mechanism_and_its_parameters_are_found_by_a_word(capsys: pytest.CaptureFixture[str]) -> None:
    extend.mechanism("desk_at_rest", Shared, meaning="A desk that nobody has asked for yet.")(lambda world, hours, own: None)
    with pytest.raises(SystemExit) as left:
        main(["levers", "desk_at_rest", "--json", "-"])
    assert left.value.code == 0
    rows = {row["parameter"]: row for row in json.loads(capsys.readouterr().out)}
    assert rows["parts.desk_at_rest"]["value"] == "off" and rows["parts.desk_at_rest"]["allowed"] == "on off"
    assert rows["parts.desk_at_rest.share"]["allowed"] == "0 to 1" and rows["parts.desk_at_rest.share"]["value"] == "off"
    used = bm.load("merged", changes={"parts.desk_at_rest.share": 0.25})
    assert not any(lever.path.startswith("parts.desk_at_rest") for lever in levers_at_rest(used))


def test_an_intervention_that_has_to_be_given_a_day_is_found_without_one() -> None:
    extend.intervention("letter_at_rest", meaning="A letter.")(lambda world, hours, own: None)
    found = [lever.path for lever in levers_at_rest(bm.load("merged"))]
    assert "parts.letter_at_rest" in found
