"""What lessons claim is found again by a short run with other luck: sign and size, and beyond luck on every wall."""

import pytest

from buyermaze.classroom.play.lesson import lesson_keys, load_lesson
from buyermaze.classroom.play.measuring import N_PER_SEED, measured_again

N_REPLICATIONS = 4
SEED = 2


@pytest.mark.parametrize("key", lesson_keys())
def test_the_surprise_is_there_with_other_luck(key: str) -> None:
    lesson = load_lesson(key)
    found, n_seeds_shown = measured_again(lesson, N_REPLICATIONS, SEED)
    assert n_seeds_shown == N_REPLICATIONS // N_PER_SEED
    assert list(found) == list(lesson.surprise)
    for name, figure in lesson.surprise.items():
        claimed = lesson.truth(name).mean
        assert figure.tolerance is not None
        assert abs(found[name].mean - claimed) <= figure.tolerance, (
            f"{key}: {name} is {found[name].mean:.3g}, not {claimed:.3g}"
        )
    assert found[lesson.prediction.figure].mean * lesson.truth().mean > 0


@pytest.mark.parametrize("key", lesson_keys())
def test_no_shipped_lesson_says_that_rules_or_organisations_have_been_changed_since(key: str) -> None:
    origin = load_lesson(key).origin
    assert "changed since" not in origin, f"{origin}: python -m docs.lessons --stamp looks whether the answers still hold"
