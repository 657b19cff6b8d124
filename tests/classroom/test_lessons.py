"""Shipped lessons are whole, their words follow what was measured, and mistakes in a lesson are told with their place."""

import json
import math
from dataclasses import replace
from importlib.resources import files
from pathlib import Path

import numpy as np
import pytest

from buyermaze.classroom.play.figures import Answers, Figure, said
from buyermaze.classroom.play.lesson import BRACES, GATES, Lesson, draft, filled, lesson_keys, load_lesson
from buyermaze.simulator.core.errors import InputProblem
from buyermaze.simulator.model.compiler.disk_cache import rulebook_version

KEYS = lesson_keys()
N_LEAST = 200  # replications of the answers shipped
SHARE_SHOWN = 0.99


@pytest.fixture(scope="module", params=KEYS)
def lesson(request: pytest.FixtureRequest) -> Lesson:
    return load_lesson(request.param)


def test_answers_are_of_many_replications_and_say_with_which_rules(lesson: Lesson) -> None:
    assert lesson.answers.n_replications >= N_LEAST
    assert len(lesson.answers.rulebook) == 12
    assert set(lesson.answers.table) == set(lesson.organisations)


def test_a_lesson_says_when_rules_or_organisations_have_changed_since(lesson: Lesson) -> None:
    prints = {key: scenario.fingerprint for key, scenario in lesson.scenarios.items()}
    now = replace(lesson.answers, fingerprints=prints, rulebook=rulebook_version())
    assert "since" not in filled(draft(lesson.key), now).origin
    assert "rules have been changed since" in filled(draft(lesson.key), replace(now, rulebook="0" * 12)).origin
    other = replace(now, fingerprints=prints | {lesson.asked.organisation: "0" * 16})
    assert "organisations or market have been changed since" in filled(draft(lesson.key), other).origin


def test_a_wall_shows_the_surprise_whatever_the_luck(lesson: Lesson) -> None:
    assert lesson.answers.n_seeds >= 100
    assert lesson.answers.n_seeds_shown >= SHARE_SHOWN * lesson.answers.n_seeds


def test_the_truth_has_a_sign_and_can_be_predicted(lesson: Lesson) -> None:
    truth, prediction = lesson.truth(), lesson.prediction
    assert truth.sign != 0
    assert prediction.low <= truth.low <= truth.high <= prediction.high
    assert lesson.asked.tolerance is not None and lesson.asked.tolerance < abs(truth.mean)


def test_no_brace_is_left_in_the_words(lesson: Lesson) -> None:
    assert not BRACES.search(
        lesson.model_dump_json(exclude={"figures", "organisations"}).replace('{"', "").replace("{}", "")
    )


def test_five_steps_take_a_quarter_of_an_hour(lesson: Lesson) -> None:
    assert [step.kind for step in lesson.steps] == list(GATES)
    assert 12 <= lesson.minutes <= 15
    assert all(step.gate for step in lesson.steps)


def test_one_account_is_lived_under_two_organisations(lesson: Lesson) -> None:
    lives = lesson.answers.lives
    assert list(lives) == list(lesson.mechanism.lives)
    assert lives[lesson.mechanism.lives[0]] != lives[lesson.mechanism.lives[1]]


def _answers(**table: list[float]) -> Answers:
    rows = {key: np.array(values, dtype=np.float64)[:, None] for key, values in table.items()}
    return Answers("0" * 12, {}, ("profit",), rows, 1, 1, 0, 0, {}, {})


def test_a_change_is_measured_from_a_loss_as_well() -> None:
    figure = Figure(outcome="profit", organisation="a", against="b", how="change")
    assert figure.truth(_answers(a=[150, 150], b=[100, 100])).mean == pytest.approx(50)
    assert figure.truth(_answers(a=[-50, -50], b=[-100, -100])).mean == pytest.approx(50)
    assert math.isnan(figure.truth(_answers(a=[1, 1], b=[0, 0])).mean)


def test_the_values_of_a_change_average_to_the_change_of_the_means() -> None:
    figure = Figure(outcome="profit", organisation="a", against="b", how="change")
    answers = _answers(a=[3, 5, 10], b=[2, 4, 6])
    assert figure.values(answers).mean() == pytest.approx(100 * (18 / 12 - 1))


@pytest.mark.parametrize(
    ("value", "unit", "words"),
    [
        (103.4, "working days", "103 working days"),
        (8.26, "%", "8.3 %"),
        (2432100.0, "USD", "USD 2,430,000"),
        (2.29, "", "2.3"),
    ],
)
def test_numbers_are_said_as_in_a_room(value: float, unit: str, words: str) -> None:
    assert said(value, unit) == words


def test_answers_survive_being_written_and_read() -> None:
    answers = load_lesson(KEYS[0]).answers
    again = Answers.from_dict(json.loads(json.dumps(answers.to_dict())))
    assert again.to_dict() == answers.to_dict()


def test_words_follow_other_answers() -> None:
    lesson = load_lesson("straighten")
    doubled = replace(lesson.answers, table={key: 2 * rows for key, rows in lesson.answers.table.items()})
    other = filled(draft("straighten"), doubled)
    assert other.truth().mean == pytest.approx(2 * lesson.truth().mean)
    assert other.mechanism.told != lesson.mechanism.told


def test_an_unknown_lesson_is_answered_with_the_nearest() -> None:
    with pytest.raises(InputProblem, match="did you mean 'straighten'"):
        load_lesson("straigten")


MISTAKES = [
    ("moral:", "morale:", "did you mean 'moral'"),
    ("figure: later", "figure: latter", "did you mean 'later'"),
    ("lives: [free, forced]", "lives: [free, frced]", "did you mean 'forced'"),
    ("outcome: p_win", "outcome: p_wins", "did you mean 'p_win'"),
    ("{harder}", "{hardr}", "did you mean 'harder'"),
    ("against: free, tolerance: 20", "tolerance: 20", "needs 'against' and a 'tolerance'"),
    ("low: -150", "low: 5", "less than 0"),
    ("said: Order", "sad: Order", "did you mean 'said'"),
    ("script:\n  question:", "script:\n  qestion:", "'question'"),
    ("schema_version: 1", "", "'schema_version: 1' is missing"),
    ("look: Count", "# look: Count", "mechanism.look is missing"),
    ("title: ", "key: mine\ntitle: ", "has no 'key'"),
]


@pytest.mark.parametrize(("right", "wrong", "told"), MISTAKES, ids=[wrong or "no version" for _, wrong, _ in MISTAKES])
def test_a_mistake_in_a_lesson_is_told_with_its_place(right: str, wrong: str, told: str, tmp_path: Path) -> None:
    text = files("buyermaze.classroom").joinpath("lessons", "straighten.yaml").read_text(encoding="utf-8")
    assert right in text
    path = tmp_path / "own.yaml"
    path.write_text(text.replace(right, wrong, 1), encoding="utf-8")
    with pytest.raises(InputProblem, match=told) as problem:
        draft(path)
    assert "own.yaml" in str(problem.value)


@pytest.mark.parametrize("content", ["", "[]", '{"table": 3}', "no json"])
def test_broken_answers_are_refused(content: str, tmp_path: Path) -> None:
    text = files("buyermaze.classroom").joinpath("lessons", "straighten.yaml").read_text(encoding="utf-8")
    (tmp_path / "own.yaml").write_text(text, encoding="utf-8")
    (tmp_path / "own.answers.json").write_text(content, encoding="utf-8")
    with pytest.raises(InputProblem, match="no answers of a lesson"):
        load_lesson(tmp_path / "own.yaml")


def test_answers_that_lack_an_outcome_are_refused(tmp_path: Path) -> None:
    folder = files("buyermaze.classroom").joinpath("lessons")
    text = folder.joinpath("straighten.yaml").read_text(encoding="utf-8")
    (tmp_path / "own.yaml").write_text(text.replace("outcome: p_win", "outcome: nps"), encoding="utf-8")
    answers = folder.joinpath("straighten.answers.json").read_text(encoding="utf-8")
    (tmp_path / "own.answers.json").write_text(answers, encoding="utf-8")
    with pytest.raises(InputProblem, match="no nps of free"):
        load_lesson(tmp_path / "own.yaml")
