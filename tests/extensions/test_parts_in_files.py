"""A scenario with parts of one's own comes back from its own file and link with them, or is refused where they are not at hand."""

from pathlib import Path
from typing import Any

import pytest

import buyermaze as bm
from buyermaze import extend
from buyermaze.simulator.core.errors import InputProblem
from buyermaze.simulator.inputs.reading.links import from_link, to_link
from buyermaze.simulator.outcomes.own import forget_outcome


class Desk(extend.Regular):
    """Parameters of a mechanism."""

    share: float = extend.number(0.5, 0, 1, "share", "Groups it looks at.")


def deal_desk(world: Any, hours: float, own: Any) -> None:
    """Do nothing; only its parameters matter here."""


def test_a_scenario_with_parts_comes_back_from_its_file_and_link_and_nowhere_without_them(tmp_path: Path) -> None:
    extend.mechanism("deal_desk", Desk, meaning="A desk that looks at groups.")(deal_desk)
    scenario = bm.load("merged").with_changes({"parts.deal_desk.share": 0.8, "parts.deal_desk.cost": 90_000.0})
    file, link = tmp_path / "mine.yaml", to_link(scenario)
    file.write_text(bm.to_yaml(scenario), encoding="utf-8")
    for again in (bm.load(file), from_link(link)):
        assert again.parts == scenario.parts and again.fingerprint == scenario.fingerprint
    forget_outcome("deal_desk")
    for read in (lambda: bm.load(file), lambda: from_link(link)):
        with pytest.raises(InputProblem, match="no extension brings the part 'deal_desk'"):
            read()
    assert "parts" not in bm.to_yaml(bm.load("merged"))
