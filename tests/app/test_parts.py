"""Library modules made for the app: their words and numbers."""

import contextlib
import itertools
import json
import re
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pandas
import pytest

from buyermaze.experiments.answers.responses import columns_of, interaction, response, sensitivities
from buyermaze.screens.charts.contents import worth_frame
from buyermaze.screens.charts.effects import effects_spec
from buyermaze.screens.engine import compute
from buyermaze.screens.panels import shared
from buyermaze.screens.panels.shared import command, file_of
from buyermaze.screens.sidebar.choices import default_scenarios
from buyermaze.simulator.analysis.journeys.content_coverage import coverage
from buyermaze.simulator.comparison.break_even_map import edges, flip_map, flip_sentence
from buyermaze.simulator.comparison.comparison import compare
from buyermaze.simulator.core.errors import InputProblem
from buyermaze.simulator.core.vocabulary import Kind
from buyermaze.simulator.inputs.reading.loading import load
from buyermaze.simulator.inputs.reading.uploads import from_upload, to_yaml
from buyermaze.simulator.journal.attendance import attendance
from buyermaze.simulator.journal.itinerary import itinerary
from buyermaze.simulator.journal.milestones import milestones, setbacks
from buyermaze.simulator.journal.paired_accounts import fork, twins
from buyermaze.simulator.journal.room_traffic import ladder, room_by_person, rooms, ways
from buyermaze.simulator.outcomes.definitions import NAMES
from buyermaze.simulator.runs.batch import sum_table
from buyermaze.simulator.runs.run import simulate
from tests.worlds import cohort

SMALL = cohort(60)


@pytest.fixture(scope="module")
def pair():  # type: ignore[no-untyped-def]
    return [simulate(load(name, changes=SMALL)) for name in ("baton_pass", "merged")]


def test_the_legend_of_effects_is_a_column_as_a_phone_has_no_room_for_a_row() -> None:
    legends = [layer["encoding"]["color"]["legend"] for layer in effects_spec("wins", 2)["layer"] if "color" in layer["encoding"]]
    assert [(legend["columns"], legend["orient"]) for legend in legends] == [(1, "top")]


def test_a_scenario_survives_the_way_out_and_in() -> None:
    scenario = load("merged", market="complex_enterprise")
    assert from_upload("mine.yaml", to_yaml(scenario).encode()).fingerprint == scenario.fingerprint


@pytest.mark.parametrize(
    "text",
    [
        "schema_version: 1\nmarket: /etc/passwd\n",
        "schema_version: 1\nextends: ../merged.yaml\n",
        "schema_version: 1\nextends: ./x.yaml\n",
    ],
)
def test_an_upload_follows_no_path(text: str) -> None:
    with pytest.raises(InputProblem, match="may only name a shipped"):
        from_upload("../../x.yaml", text.encode())


def test_problems_of_an_upload_do_not_tell_where_it_lay() -> None:
    with pytest.raises(InputProblem) as caught:
        from_upload("mine.yaml", b"schema_version: 1\nprogramme: {team: {n_reps: -1}}\n")
    assert str(caught.value).startswith("mine.yaml, line 2")


def test_kept_replications_are_those_of_a_batch() -> None:
    scenario = default_scenarios()[0].with_changes({**cohort(40), "run.seed": 77})
    first = compute.answers([scenario], 3)[0]
    again = compute.answers([scenario], 11)[0]
    np.testing.assert_array_equal(again[: len(first)], first)
    np.testing.assert_array_equal(again, sum_table([scenario], range(11))[0])


def test_the_middle_of_a_map_is_the_present(pair) -> None:  # type: ignore[no-untyped-def]
    plan = edges(*(run.scenario for run in pair))
    assert (plan.joined.name, plan.specialists.name) == ("merged", "baton_pass")
    rng = np.random.default_rng(1)
    level = [np.tile(rng.random((8, 1)) * 0.01, (1, len(NAMES))) for _ in range(2)]
    by_skill = [level[0] + skill for skill in plan.skills]
    by_share = [level[1] + 1.3 - share for share in plan.shares]
    points = flip_map(plan, by_skill, by_share, "p_win")
    now = [point for point in points if point.now]
    assert len(now) == 1 and now[0].winner == "merged"  # 1.3 - 0.13 against 1.12
    said = flip_sentence(plan, points, "p_win")
    assert "if coordination took 20 %" in said
    turned = [point for point in points if point.winner == "baton_pass"]
    assert turned and f"baton_pass is ahead by more than luck in {len(turned)} cells of {len(points)}" in said
    nearest = re.search(r"the nearest with (.+); changes tried one at a time", said)
    assert nearest and nearest[1] in ("coordination at 20 %", "skill at 1.30")
    all_joined = flip_map(plan, by_skill, [each + 9 for each in by_share], "p_win")
    assert flip_sentence(plan, all_joined, "p_win").endswith(
        "Nowhere on the map is anybody else ahead by more than luck."
    )


def test_everybody_is_in_one_place_at_a_time(pair) -> None:  # type: ignore[no-untyped-def]
    for account in np.unique(pair[0].journal["account"])[::7].tolist():
        way = itinerary(pair[0], account)
        for person in range(len(way.people)):
            waits = [stay for stay in way.stays if stay.person == person and stay.doing == "wait"]
            assert all(a.end <= b.start + 1e-9 for a, b in itertools.pairwise(waits))
        assert all(way.first - 1 <= stay.start <= stay.end <= way.last + 1e-9 for stay in way.stays)


def test_who_came_to_meetings_fits_the_hours_they_took(pair) -> None:  # type: ignore[no-untyped-def]
    n = absent = 0
    for run in pair:
        length = run.scenario.market.group.hours_meeting
        for account in np.unique(run.journal["account"]).tolist():
            rows = run.of(account)
            hours = rows["hours"][rows["kind"] == Kind.MEETING]
            if rows["value"][0] < 2:
                continue  # somebody alone books no meeting hours
            came = attendance(run, account)
            np.testing.assert_allclose([len(seats) * length for seats in came], hours)
            assert all(0 in seats for seats in came)
            way = itinerary(run, account)
            gathered = [g for g in way.gatherings for seat in g.present if not way.joined[seat] <= g.day]
            assert not gathered and len(way.gatherings) <= len(came)
            n += len(came)
            absent += sum(len(seats) < rows["value"][0] for seats in came)
    assert n > 100 and absent > 50


def test_traffic_adds_up_to_the_journal(pair) -> None:  # type: ignore[no-untyped-def]
    rows = pair[0].journal
    touches = rows[rows["kind"] == Kind.TOUCH]
    table = rooms(pair[0])
    assert table["visits"].sum() == len(touches)
    assert rooms(pair[0], only_seen=True)["visits"].sum() == (touches["seen"] == 1).sum()
    one = table[(table["job"] == 4) & (table["channel"] == 1)].iloc[0]
    people = room_by_person(pair[0], 4, 1)
    assert people["visits"].sum() == one["visits"] and people["people"].sum() == one["people"]
    assert all(a != b for a, b, _ in ways(pair[0]))
    rungs = ladder(pair[0])
    assert (rungs["accounts_seen"] <= rungs["accounts"]).all() and (rungs["events_seen"] <= rungs["events"]).all()


def test_twins_share_their_people_and_part_somewhere(pair) -> None:  # type: ignore[no-untyped-def]
    table = twins(*pair)
    assert len(table) and set(table["first"]) <= {"won", "lost to a rival", "no decision", "open"}
    assert fork(pair[0], pair[0], int(table["account"].iloc[0])) is None
    assert any(fork(*pair, int(account)) is not None for account in table["account"])
    found = milestones(pair[0], int(table["account"].iloc[0]))
    assert found[0].kind == "arrived" and [m.day for m in found] == sorted(m.day for m in found)
    assert setbacks(pair[0], int(table["account"].iloc[0]))["meetings"] >= 0


def test_holes_close_when_an_asset_is_added(pair) -> None:  # type: ignore[no-untyped-def]
    scenario = pair[0].scenario
    before = coverage(scenario)
    assert before["hole"].any()
    assets = [a.model_dump() for a in scenario.programme.library.assets]
    asset = {"name": "guide", "job": "requirements", "persona": "technical", "channel": "content", "quality": 1.0}
    after = coverage(
        scenario.with_changes({"programme.library.assets": [*assets, asset], "programme.team.n_content": 12})
    )
    cell = (before["job"] == "requirements") & (before["reader"] == "technical")
    assert after[cell]["p_answer"].iloc[0] > before[cell]["p_answer"].iloc[0]


def test_a_table_tells_factors_from_outcomes() -> None:
    table = pandas.DataFrame(
        {"programme.team.n_reps": [1, 1, 2, 2] * 5, "replication": range(20), "p_win": [0.1, 0.12, 0.3, 0.32] * 5}
    )
    assert columns_of(table) == (["programme.team.n_reps"], ["p_win"])
    curve = response(table, "programme.team.n_reps", "p_win")
    np.testing.assert_allclose(curve["mean"], [0.11, 0.31])
    assert (curve["low"] < curve["mean"]).all()
    assert sensitivities(table, ["programme.team.n_reps"], "p_win")["share"].iloc[0] > 0.95
    assert len(interaction(table.assign(b=1.0), "programme.team.n_reps", "b", "p_win")) == 2
    with pytest.raises(InputProblem, match="no outcome"):
        columns_of(table.drop(columns="p_win"))


class _Bar:
    """Stands where a page shows progress, and keeps what is said."""

    def __init__(self) -> None:
        self.said: list[str] = []

    def progress(self, share: float, text: str = "") -> "_Bar":
        self.said.append(text)
        return self


@pytest.mark.parametrize("stages", [1, 2])
def test_the_time_left_counts_only_what_was_worked_on_in_this_stage(monkeypatch: pytest.MonkeyPatch, stages: int) -> None:
    clock, bar = {"now": 0.0}, _Bar()
    monkeypatch.setattr(shared.time, "monotonic", lambda: clock["now"])
    monkeypatch.setattr(shared, "stays", lambda: None)
    monkeypatch.setattr(shared.st, "progress", lambda _: bar)
    monkeypatch.setattr(shared.st, "button", lambda *_, **__: False)
    place: Any = SimpleNamespace(container=lambda **_: contextlib.nullcontext())
    tick = shared.progress_line(place, ("why",), stages)
    for now, done, of in ((0.0, 24, 64), (1.0, 24, 64), (10.0, 34, 64), (40.0, 64, 64), (41.0, 0, 20), (46.0, 5, 20)):
        clock["now"] = now
        tick(done, of)
    one, two = (f", stage {k} of 2" if stages == 2 else "" for k in (1, 2))
    assert bar.said == [
        f"24 of 64 runs{one}", f"34 of 64 runs{one}, about 30 s left", f"64 of 64 runs{one}, about 0 s left",
        f"0 of 20 runs{two}", f"5 of 20 runs{two}, about 15 s left",
    ]  # fmt: skip


@pytest.mark.parametrize("name", ["Müller & Co", "Bob's; rm", "-v", "a b/c", "$HOME", "...", "Baton pass"])
def test_a_file_is_called_what_a_command_line_takes_as_it_stands(name: str) -> None:
    found = file_of(name)
    assert re.fullmatch(r"\w[\w.]*", found)
    assert file_of("Baton pass") == "baton_pass"


def test_what_a_page_hands_out_calls_organisations_as_its_command_does_by_their_files(tmp_path: Path) -> None:
    shown = [each.with_changes(SMALL) for each in default_scenarios()]
    for each in shown:
        (tmp_path / f"{file_of(each.name)}.yaml").write_text(to_yaml(each), encoding="utf-8")
    typed = [load(tmp_path / f"{file_of(each.name)}.yaml") for each in shown]
    told, handed = compare(typed, n_replications=2).to_dict(), shared.as_files(compare(shown, n_replications=2)).to_dict()
    for part in ("baseline", "verdict", "scenarios", "pairs", "steadiness"):
        assert handed[part] == told[part]
    assert "Merged" not in json.dumps(handed) and "merged" in handed["scenarios"]


def test_the_command_of_a_page_is_judged_by_what_the_page_is() -> None:
    setup = SimpleNamespace(baseline="Baton pass", challengers=["Merged"], sharpen=True, n_replications=8)
    usual = "buyermaze compare baton_pass.yaml merged.yaml --replications 8"
    assert command(setup, "p_win") == f"{usual} --any-time"
    assert command(setup, "share_regret") == f"{usual} --outcome share_regret --any-time"


def test_an_answer_that_adds_nothing_adds_no_less_than_nothing() -> None:
    effects = pandas.DataFrame({"wins_added": [-0.04, 0.04, -0.06, 1.0], "revenue_added": [-12.0, 12.0, -2e4, 3e5],
                                "distinguishable": [False, False, False, True]})  # fmt: skip
    shown = worth_frame(effects)
    assert list(shown["added"]) == ["0.0", "0.0", "-0.1", "+1.0"] and list(shown["known"])[-1] == "told from luck"
