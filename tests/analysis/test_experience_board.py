"""Wishes held against what happens: readings by hand, breaches by hand, wishes that change nothing, and wrong ones refused."""

from dataclasses import replace

import pandas
import pytest
from handmade import USUAL as WORLD
from handmade import journal, lost, row, run_of, won

from buyermaze.simulator.analysis.customers.experience_board import CELL, ExperienceBoard, experience_board, readings
from buyermaze.simulator.analysis.customers.free_text import WORDING
from buyermaze.simulator.analysis.customers.words_told import NOTHING_YET, WORDS_TOLD, words_told
from buyermaze.simulator.core.errors import InputProblem
from buyermaze.simulator.core.vocabulary import Kind, Reason
from buyermaze.simulator.inputs.customers.experience import (
    MEASURES,
    THEMES,
    WORDS_BY_NAME,
    Experience,
    ExperienceTarget,
)
from buyermaze.simulator.inputs.reading.links import from_link, to_link
from buyermaze.simulator.inputs.reading.loading import load
from buyermaze.simulator.inputs.reading.uploads import from_upload, to_yaml

WISH = {
    "statement": "It feels easy.",
    "words": ["helpful"],
    "targets": [{"measure": "hours_wait", "at_most": 6, "tolerance": 1}],
}


@pytest.fixture(scope="module")
def board(gated):
    return experience_board(gated, 2)


def test_readings_are_those_of_the_journal():
    answers = [
        row(Kind.SURVEY, 12.0, person=0, reason=Reason.ASKED_EFFORT, value=6.0, vendor=0),
        row(Kind.SURVEY, 210.0, person=1, reason=Reason.ASKED_SATISFACTION, value=3.0, vendor=0),
        row(Kind.SURVEY, 610.0, person=0, reason=Reason.ASKED_RECOMMEND, value=9.0, vendor=0),
        row(Kind.SURVEY, 611.0, person=1, reason=Reason.ASKED_RECOMMEND, value=6.0, vendor=0),
    ]
    table = readings(run_of(journal(*won(0, 0.0), *lost(1, 5.0), *answers)))
    own = table[table["measure"] != "feeling"]
    found = {
        name: sorted(zip(part["week"], part["phase"], part["function"], part["value"], strict=True))
        for name, part in own.groupby("measure")
    }
    assert found == {
        "ces": [(0, "select", "sales", 6.0)], "csat": [(5, "use", "support", 0.0)],
        "nps": [(15, "recommend", "", -100.0), (15, "recommend", "", 100.0)],
        "dead_ends": [(0, "discover", "marketing", 0.0), (0, "discover", "marketing", 1.0)],
        "repeats": [(0, "select", "sales", 0.0)],
        "hours_wait": [(0, "select", "sales", 6.0), (0, "select", "sales", 8.0)],
    }  # fmt: skip


def test_the_words_of_customers_are_those_that_lie_behind_them():
    happy = [row(Kind.ADVOCACY, 300.0, 2, person=seat, value=9.0, vendor=0) for seat in (0, 1)]
    unsolved = [
        row(Kind.USE, 500.0, 2, vendor=0, value=0.2, detail=1),
        row(Kind.ISSUE, 500.0, 2, vendor=0, reason=Reason.UNANSWERED),
    ]
    heard = [row(Kind.HEARD, time, 1, person=0, vendor=0, detail=teller) for time, teller in (
        (150.0, 0), (250.0, 0), (310.0, 2), (510.0, 2), (900.0, 0),
    )]  # fmt: skip
    run = run_of(
        journal(*won(0, 0.0), *lost(1, 5.0), row(Kind.ARRIVED, 1.0, 2, value=2, detail=1), *happy, *unsolved, *heard)
    )
    # before use there is no word; then the largest cause of regret, of promoters that they recommend, last what nobody solved
    assert words_told(run) == {NOTHING_YET: 1, "forgone": 2, "recommended": 1, "issue open": 1}


def test_whoever_is_heard_by_name_tells_the_word_that_was_heard():
    happy = [row(Kind.ADVOCACY, 300.0, 2, person=seat, value=9.0, vendor=0) for seat in (0, 1)]
    heard = [
        row(Kind.HEARD, time, 1, person=0, vendor=0, detail=2, reason=word)
        for time, word in (
            (310.0, Reason.MISLEADING),
            (320.0, Reason.EASY),
            (330.0, Reason.MISLEADING),
            (340.0, Reason.NONE),
        )
    ]
    run = run_of(journal(*won(0, 0.0), *lost(1, 5.0), row(Kind.ARRIVED, 1.0, 2, value=2, detail=1), *happy, *heard))
    assert words_told(run) == {"misleading": 2, "easy": 1, "recommended": 1}


def test_words_that_are_told_by_name_can_be_wished_for(board):
    themes = pandas.DataFrame({"theme": ["easy", "pushy"], "asked": [0, 0], "answered": [0, 0], "told": [3, 1]})
    wishing = board.scenario.with_changes({"experience": WISH | {"words": ["easy", "honest"]}})
    found = replace(board, scenario=wishing, themes=themes).sentences()
    assert (
        "Of what customers of ours tell other buyers, 75 % is what is wished to be said; most of the rest tells of 'pushy' (25 %)."
        in found
    )


def test_breaches_are_counted_week_by_week_where_there_are_readings_enough():
    # waits of 8 (within the tolerance), 10 (a breach), 10, 99 by too few readings, and at last 10 or 5
    lines = [
        (r, week, "hours_wait", "select", "champion", "sales", mean * n, n)
        for r in (0, 1)
        for week, mean, n in ((0, 8.0, 6), (1, 10.0, 6), (2, 10.0, 6), (3, 99.0, 2), (4, 10.0 if r else 5.0, 6))
    ]
    cells = pandas.DataFrame(lines, columns=[*CELL, "sum", "n"])
    themes = pandas.DataFrame({"theme": ["helpful", "waited"], "asked": [6, 4], "answered": [3, 1], "told": [0, 0]})
    board = ExperienceBoard(WORLD, cells, themes, 2)
    wish = Experience(targets=(ExperienceTarget(measure="hours_wait", at_most=7.0, tolerance=2.0),))
    (judged,) = board.judged(wish)
    assert judged.n_weeks == 4
    assert judged.share_breached.mean == pytest.approx((2 / 4 + 3 / 4) / 2)
    assert judged.n_weeks_in_a_row == pytest.approx((2 + 3) / 2)
    none = Experience(targets=(ExperienceTarget(measure="hours_wait", at_most=7.0, tolerance=3.0),))
    assert board.judged(none)[0].kept
    unheard = Experience(targets=(ExperienceTarget(measure="nps", at_least=20.0, tolerance=5.0),))
    silent = replace(board, scenario=board.scenario.with_changes({"experience": unheard.model_dump()}))
    assert any(line.endswith("not measured, nobody is asked or answers.") for line in silent.sentences())
    assert board.said().set_index("theme")["share_would_say"].to_dict() == {"helpful": 0.6, "waited": 0.4}


def test_every_group_of_the_board_adds_up_to_the_whole(board):
    table = board.table()
    for measure, part in table.groupby("measure"):
        whole = part.loc[part["by"] == "all", "n"].item()
        assert part.loc[part["by"] == "persona", "n"].sum() == pytest.approx(whole), measure
        assert part.loc[part["by"] == "phase", "n"].sum() <= whole
    assert set(table["measure"]) == set(MEASURES)
    assert list(board.words_board("phase"))[1:4] == ["discover", "research", "select"]
    assert all(line.endswith(".") for line in board.sentences())
    assert len(board.targets_table()) == len(board.words_table()) == len(board.wished.targets)


def test_wishes_change_nothing_that_happens_and_travel_with_the_scenario(board):
    plain = load("listening")
    wishing = plain.with_changes({"experience": WISH})
    assert wishing.fingerprint == plain.fingerprint
    assert plain.experience is None
    assert "experience:" not in to_yaml(plain)
    for again in (from_upload("x.yaml", to_yaml(wishing).encode()), from_link(to_link(wishing))):
        assert again.experience == wishing.experience
        assert again.fingerprint == plain.fingerprint
    other = replace(board, scenario=board.scenario.with_changes({"experience": WISH}))
    assert other.sentences()[0] == "Wished for: It feels easy."
    assert len(other.targets_table()) == 1


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"targets": [{"measure": "nps", "at_most": 20}]}, "nps needs at_least"),
        ({"targets": [{"measure": "ces", "at_least": 9}]}, "allowed is 1 to 7"),
        ({"targets": [{"measure": "cess", "at_least": 5}]}, "did you mean 'ces'"),
        ({"targets": [{"measure": "ces"}]}, "ces needs at_least"),
        ({"targets": [{"measure": "ces", "at_least": 5, "persona": "champoin"}]}, "did you mean 'champion'"),
        ({"targets": [{"measure": "ces", "at_least": 5, "phase": "discovery"}]}, "did you mean 'discover'"),
        ({"words": ["helpfull"]}, "did you mean 'helpful'"),
        ({"statment": "x"}, "did you mean 'statement'"),
    ],
)
def test_wrong_wishes_are_refused_in_one_sentence(change, says):
    with pytest.raises(InputProblem, match=says) as refused:
        load("listening").with_changes({"experience": change})
    assert "\n" not in str(refused.value)


def test_words_that_can_be_wished_for_are_those_that_people_say():
    assert set(THEMES) == set(WORDING)
    assert set(WORDS_TOLD) <= {*THEMES, *WORDS_BY_NAME, NOTHING_YET}
    assert set(WORDS_BY_NAME) <= set(WORDS_TOLD)
