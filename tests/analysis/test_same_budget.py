"""A budget that binds: the year costs what it did, what gave is said, and what cannot be paid is not hidden."""

import pytest

from buyermaze.simulator.analysis.same_budget import within_budget
from buyermaze.simulator.inputs.reading.loading import load
from buyermaze.simulator.inputs.reading.shelves import available
from buyermaze.simulator.outcomes.books.costs import yearly_spend


@pytest.mark.parametrize("name", [entry.name for entry in available()])
@pytest.mark.parametrize("n_reps", [1, 0, -1])
def test_moved_reps_are_paid_for_by_what_was_not_moved(name: str, n_reps: int) -> None:
    today = load(name)
    moved = today.with_changes({"programme.team.n_reps": today.programme.team.n_reps + n_reps})
    found, said = within_budget(today, moved)
    assert found.programme.team.n_reps == moved.programme.team.n_reps
    assert bool(said) == bool(n_reps)
    left = "nothing else can" in said
    assert left or yearly_spend(found.programme) == pytest.approx(yearly_spend(today.programme), abs=0.1)
    assert "170,000 a year" in said or not n_reps


def test_what_was_moved_itself_neither_gives_nor_gets() -> None:
    today = load("baton_pass")
    moved = today.with_changes({"programme.team.n_reps": 7, "programme.marketing.ads": 2.0})
    found, said = within_budget(today, moved)
    assert found.programme.marketing.ads == 2.0 and "advertising" not in said
    assert yearly_spend(found.programme) == pytest.approx(yearly_spend(today.programme), abs=0.1)


def test_what_cannot_be_paid_is_said() -> None:
    today = load("baton_pass")
    found, said = within_budget(today, today.with_changes({"programme.team.n_reps": 30}))
    assert yearly_spend(found.programme) > yearly_spend(today.programme) and "nothing else can give" in said
    assert found.programme.team.n_content == 0


def test_levers_without_a_price_leave_everything_where_it_is() -> None:
    today = load("merged")
    moved = today.with_changes({"programme.coordination.share_time": 0.2})
    assert within_budget(today, moved) == (moved, "")
