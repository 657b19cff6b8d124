"""Journey maps by persona: moments by hand, sums, what differs, and drawings that any program reads."""

from dataclasses import replace
from xml.etree import ElementTree

import pytest
from handmade import journal, lost, run_of, won

from buyermaze.simulator.analysis.journeys.lived import PHASES, STEPS, lived
from buyermaze.simulator.analysis.journeys.map_drawing import map_svg, maps_html, maps_svg
from buyermaze.simulator.analysis.journeys.persona_maps import changed_steps, persona_maps, personas_of
from buyermaze.simulator.core.errors import InputProblem
from buyermaze.simulator.core.vocabulary import N_INFO_JOBS, Kind


@pytest.fixture(scope="module")
def maps(scenario):
    return persona_maps(scenario, 2)


def test_what_is_lived_is_read_as_the_journal_tells_it():
    rows = lived(run_of(journal(*won(0, 0.0), *lost(1, 5.0))))
    ours = rows[rows["account"] == 0]
    told = ours[ours["moment"] != ""].groupby("moment").size().to_dict()
    # what happens to the group happens to both of its people
    assert told == {
        "answer found": 1, "dead end": 1, "talk with somebody who knows them": 1, "vote passes": 2, "management agrees": 2,
        "complaint put right": 2,
    }  # fmt: skip
    use = ours[(ours["step"] == "use") & (ours["moment"] == "")]
    assert use["feeling"].tolist() == pytest.approx([0.4, 0.6])  # satisfied by 7 and 8 of 10
    assert ours[ours["step"] == "recommend"]["feeling"].tolist() == pytest.approx([0.8, 0.0])
    theirs = rows[rows["account"] == 1]
    assert set(theirs["step"]) <= set(STEPS[:6])  # who buys from a rival is no customer of ours
    assert (theirs["moment"] == "waited in vain").sum() == 1


def test_phases_hold_every_step_once():
    assert [step for steps in PHASES.values() for step in steps] == list(STEPS)


def test_visits_of_maps_are_those_of_the_journal(run, maps):
    rows = run.journal[run.journal["kind"] == Kind.TOUCH]
    real = rows[[account in set(run.counted_real().tolist()) for account in rows["account"]]]
    n = ((real["job"] >= 0) & (real["job"] < N_INFO_JOBS) & (real["person"] >= 0)).sum()
    first = maps.cells[maps.cells["replication"] == 0]
    assert first["visits"].sum() == n > 0
    table = maps.table()
    assert table["reached"].dropna().between(0, 1).all()
    assert table["feeling"].between(-1, 1).all()
    assert (table["lifts_weight"] >= 0).all()
    assert (table["hurts_weight"] <= 0).all()


def test_a_map_differs_from_itself_nowhere_and_from_other_luck_not_at_all(scenario, maps):
    itself = changed_steps(maps, maps)
    assert not any(itself.changed(*key) for key in itself.found)
    assert itself.sentences("a", "b") == [
        f"{len(itself.found)} of {len(itself.found)} steps of all personas cannot be told apart from luck."
    ]
    with pytest.raises(InputProblem, match="give both the same"):
        changed_steps(maps, persona_maps(scenario.with_changes({"run.seed": 9}), 2))


def test_a_map_is_drawn_for_any_program_and_says_what_the_table_says(maps):
    personas = maps.personas
    svg = maps_svg(maps, personas, maps, changed_steps(maps, maps))
    texts = [node.text for node in ElementTree.fromstring(svg).iter() if node.tag.endswith("}text")]
    assert {*PHASES, *STEPS, *personas} <= set(texts)
    feeling = maps.table().set_index(["persona", "step"]).loc[(personas[0], "problem"), "feeling"]
    assert f"{feeling:+.2f}".replace("-", "−") in texts
    page = maps_html(maps, personas[:1], None, None, maps.sentences(), "origin <here>")
    assert "origin &lt;here&gt;" in page
    assert "http" not in page.replace("http://www.w3.org/2000/svg", "")


def test_what_is_no_text_stays_text(maps):
    named = replace(maps, scenario=maps.scenario.model_copy(update={"name": "a <b> 'c' & \"d\""}))
    ElementTree.fromstring(map_svg(named, maps.personas[0], named))


def test_somebody_who_is_not_in_the_group_is_refused_with_the_nearest_name(scenario):
    with pytest.raises(InputProblem, match="did you mean 'champion'"):
        personas_of(scenario, "champoin")
