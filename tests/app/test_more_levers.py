"""Any parameter that is one number, switch or choice can join the levers, and the link restores it."""

from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from buyermaze.screens.sidebar import choices
from buyermaze.screens.sidebar.sidebar import KEPT
from buyermaze.screens.theme import label
from buyermaze.simulator.inputs.reading.loading import load
from tests.app.sizes import ASKED, WEEKS

ROOT = Path(__file__).resolve().parents[2]


def app(**query: Any) -> AppTest:
    at = AppTest.from_file(str(ROOT / "app.py"), default_timeout=600)
    at.query_params.update({**ASKED, **query})
    for group in ("baton_pass", "merged", "market"):
        at.session_state[f"levers.{group}"] = True
    return at


def test_every_further_lever_is_a_lever_of_every_shipped_scenario() -> None:
    for name in choices.programmes():
        assert label(name) != name  # every shipped organisation is called the way people would call it
        for market in ("reference", "turbulent"):
            paths = {lever.path for lever in load(name, market=market).levers()}
            assert set(choices.further()) <= paths
    words = list(choices.further().values())
    assert len(set(words)) == len(words) > 150


@pytest.mark.parametrize(
    ("path", "kind", "value"),
    [
        ("programme.governance.form", "selectbox", "office"),
        ("programme.pricing.open", "toggle", True),
        ("programme.selling.need_focus", "slider", 0.5),
        ("programme.team.cost_rep", "number_input", 200_000.0),
        ("programme.team.n_qualifiers", "slider", 3),
    ],
)
def test_a_further_lever_of_one_organisation_moves_it_and_only_it(path: str, kind: str, value: Any) -> None:
    at = app().run()
    at.multiselect("more_levers").set_value([path]).run()
    key = f"merged.{path.split('.', 1)[1]}"
    widget = getattr(at, kind)(key)
    assert path in widget.help
    widget.set_value(value).run()
    assert not at.exception and not at.error
    baton, merged = at.session_state[KEPT].scenarios
    expected = choices.shipped("merged", "reference").with_changes({path: value, **choices.run_changes(1, WEEKS)})
    assert merged.fingerprint == expected.fingerprint
    assert (
        baton.fingerprint
        == choices.changed(choices.shipped("baton_pass", "reference"), None, choices.run_changes(1, WEEKS)).fingerprint
    )


def test_a_further_lever_of_the_market_moves_everybody() -> None:
    at = app().run()
    at.multiselect("more_levers").set_value(["market.rivals.rival 1.price"]).run()
    at.slider("reference.rivals.rival 1.price").set_value(-0.5).run()
    for scenario in at.session_state[KEPT].scenarios:
        assert scenario.market.rivals[0].price == pytest.approx(-0.5, abs=0.05)
        assert scenario.market.rivals[1].price == 0.0


def test_every_further_lever_can_be_drawn() -> None:
    at = app(programmes=["Baton pass", "Merged"]).run()
    at.multiselect("more_levers").set_value(list(choices.further())).run()
    assert not at.exception and not at.error
    assert at.session_state[KEPT].n_changed == 0


def test_a_closed_group_keeps_what_was_moved_and_draws_nothing_else() -> None:
    at = app().run()
    at.slider("merged.selling.skill").set_value(1.1).run()
    before = at.session_state[KEPT].scenarios[1].fingerprint
    assert before != app().run().session_state[KEPT].scenarios[1].fingerprint
    at.session_state["levers.merged"] = False
    at.run()
    plain = [*(f"merged.{short}" for short in choices.PLAIN), "merged.selling.skill"]  # those are always open
    assert [slider.key for slider in at.sidebar.slider if slider.key.startswith("merged.")] == plain
    assert at.session_state[KEPT].scenarios[1].fingerprint == before
    assert at.session_state[KEPT].n_changed == 1


def test_a_list_of_names_says_where_words_are_looked_for() -> None:
    at = app().run()
    assert "words above" in at.multiselect("more_levers").proto.placeholder
    at.text_input("lever_search").set_value("webinars").run()
    levers = at.multiselect("more_levers")
    assert levers.proto.placeholder == f"{len(levers.options)} to choose from"


def test_a_lever_that_was_looked_for_is_there_without_another_click() -> None:
    at = app()
    for group in ("baton_pass", "merged", "market"):
        at.session_state[f"levers.{group}"] = False
    at.run()
    at.multiselect("more_levers").set_value(["programme.selling.need_focus", "market.living.neglect"]).run()
    drawn = {slider.key for slider in at.sidebar.slider}
    assert {"merged.selling.need_focus", "reference.living.neglect"} <= drawn
    assert "baton_pass.selling.need_focus" not in drawn  # the organisation chosen above the plain levers is Merged
    at.slider("merged.selling.need_focus").set_value(0.3).run()
    at.segmented_control("whose").set_value("baton_pass").run()
    assert "baton_pass.selling.need_focus" in {slider.key for slider in at.sidebar.slider}
    assert at.session_state[KEPT].scenarios[1].programme.selling.need_focus == pytest.approx(0.3)  # and stays moved


def test_no_lever_of_a_company_is_explained_by_its_name_alone() -> None:
    levers = [lever for lever in load("merged").levers() if lever.path.startswith("programme.")]
    assert [lever.path for lever in levers if len(lever.meaning.split()) < 4] == []
