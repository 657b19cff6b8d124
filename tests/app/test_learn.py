"""The page 'Learn': nothing is shown before a prediction is locked, and every lesson can be walked through."""

from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from buyermaze.classroom.play.alone import Guess, directions, verdict
from buyermaze.classroom.play.lesson import lesson_keys, load_lesson
from tests.app.sizes import ASKED

ROOT = Path(__file__).resolve().parents[2]


def _press(at: AppTest, words: str) -> AppTest:
    return next(button for button in at.main.button if button.label.startswith(words)).click().run()


def _lock(at: AppTest) -> Any:
    return next(button for button in at.main.button if button.label == "Lock")


def _said(at: AppTest) -> str:
    return " ".join(element.value for element in (*at.main.markdown, *at.main.caption))


@pytest.fixture(scope="module")
def page() -> Any:
    at = AppTest.from_file(str(ROOT / "app.py"), default_timeout=600)
    at.query_params.update(ASKED)
    return at.run().switch_page("screens/pages/learn.py").run()


@pytest.mark.parametrize("key", lesson_keys())
def test_a_lesson_is_walked_from_the_question_to_the_debrief(page: AppTest, key: str) -> None:
    lesson = load_lesson(key)
    at = page.selectbox(key="lesson").set_value(key).run()
    assert lesson.briefing[-1][:40] in _said(at).replace("\\", "")
    low, high, sign = lesson.prediction.low, lesson.prediction.high, lesson.truth().sign
    came_out = verdict(lesson, Guess(low, high))[0]
    assert came_out not in _said(at).replace("\\", "") and not at.main.success
    assert _lock(at).disabled  # before there is a range
    own = (0.0, high) if sign > 0 else (low, 0.0) if sign < 0 else (low + lesson.prediction.step, high)
    at = at.slider(key=f"range_{key}").set_value(own).run()
    assert f"You say: {directions(lesson)[sign]}" in _said(at)
    at = _lock(at).click().run()
    assert not at.exception and not at.error
    assert came_out in _said(at).replace("\\", "")
    assert "You had the direction right." in _said(at) and "Your range holds the truth." in _said(at)
    at = _press(at, "Why?")
    assert [lesson.organisations[name].name in _said(at) for name in lesson.mechanism.lives] == [True, True]
    at = _press(at, "What does it mean?")
    assert not at.exception and not at.error
    assert {each.label.replace("\\", "") for each in at.main.expander} == {
        each.said for each in lesson.debrief.objections
    }
    at = _press(at, "Once more")
    assert _lock(at).disabled
