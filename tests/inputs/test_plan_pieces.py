"""Plans put together from pieces: the same as written by hand, there and back through an address, and wrong ones are said."""

from datetime import date

import pytest

import buyermaze as bm
from buyermaze.simulator.core.errors import InputProblem
from buyermaze.simulator.inputs.plans.transitions import TRANSITIONS
from buyermaze.simulator.inputs.reading.plan_pieces import KINDS, OWN, Piece, piece_of, pieces_of, planned

BASE = bm.load("baton_pass")
JULY, OCTOBER = date(2026, 7, 1), date(2026, 10, 1)
HIRE = {"name": "reps", "title": "two reps more", "date": "2026-10-01", "add": {"programme.team.n_reps": 2}}


@pytest.mark.parametrize("kind", [*TRANSITIONS, *KINDS])
def test_every_piece_survives_an_address_and_says_what_it_does(kind: str) -> None:
    piece = Piece(kind, JULY, 0.0 if kind in TRANSITIONS else KINDS[kind].usual)
    assert piece_of(piece.text) == piece
    company = bm.load("merged") if kind == "split" else BASE
    plan = planned(company, [piece])
    assert plan.timeline[0].words == piece.words(company)
    assert "_" not in piece.words(company)
    assert plan.epochs[1].hours == bm.transition(BASE, "merge", JULY).epochs[1].hours


def test_pieces_come_to_what_is_written_by_hand_in_whatever_order() -> None:
    pieces = [Piece("reps", OCTOBER, 2), Piece("merge", JULY)]
    by_hand = bm.transition(BASE, "merge", "2026-07-01").with_changes(
        {"timeline": [*(e.model_dump() for e in bm.transition(BASE, "merge", "2026-07-01").timeline), HIRE]}
    )
    assert planned(BASE, pieces).fingerprint == planned(BASE, pieces[::-1]).fingerprint == by_hand.fingerprint


def test_sizes_are_of_what_is_in_force_on_the_day() -> None:
    media = planned(BASE, [Piece("media", JULY, 50), Piece("media", OCTOBER, 50)])
    levels = [epoch.scenario.programme.marketing.ads for epoch in media.epochs]
    assert levels == pytest.approx([levels[0], 1.5 * levels[0], 2.25 * levels[0]])
    cheap = planned(BASE, [Piece("price", JULY, -5)])
    assert cheap.epochs[1].scenario.programme.pricing.level == pytest.approx(BASE.programme.pricing.level - 0.05)
    assert Piece("reps", JULY, -1).words(BASE) == "one rep fewer"


def test_a_plan_of_ones_own_is_moved_and_taken_away_part_by_part() -> None:
    own = bm.transition(BASE.with_changes({"timeline": [HIRE]}), "merge", "2026-07-01")
    merge, hire = pieces_of(own)
    assert (merge.day, hire.day, merge.kind, hire.kind) == (JULY, OCTOBER, OWN, OWN)
    assert planned(own, [merge, hire]).fingerprint == own.fingerprint
    moved = planned(own, [merge.on(OCTOBER), hire.on(JULY)])
    assert [(piece.day, piece.words(moved)) for piece in pieces_of(moved)] == [
        (JULY, "two reps more"), (OCTOBER, "marketing and sales become one team"),
    ]  # fmt: skip
    assert planned(own, [hire]).timeline == BASE.with_changes({"timeline": [HIRE]}).timeline
    assert planned(own, []).fingerprint == BASE.fingerprint
    assert piece_of(merge.text) == merge


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("merge", "is no part of a plan; write merge.2026-07-01"),
        ("merg.2026-07-01", "did you mean 'merge'"),
        ("merge.2.2026-07-01", "write merge.2026-07-01"),
        ("reps.2026-07-01", "write reps.2.2026-07-01"),
        ("reps.two.2026-07-01", "is no part of a plan"),
        ("reps.99.2026-07-01", "99 is out of bounds; allowed is -8 to 8 people"),
        ("reps.2.2026-02-30", "there is no day 2026-02-30"),
        ("reps.2.2026-7-1", "is no part of a plan"),
        ("<b>.2026-07-01", "is no part of a plan"),
    ],
)
def test_a_piece_that_is_none_is_refused_in_one_sentence(text: str, sentence: str) -> None:
    with pytest.raises(InputProblem, match=sentence.replace(".", r"\.")) as problem:
        piece_of(text)
    assert "\n" not in str(problem.value)


@pytest.mark.parametrize(
    ("pieces", "sentence"),
    [
        ([Piece("split", JULY)], "changes nothing"),
        ([Piece("merge", date(1999, 7, 1))], "outside the run"),
        ([Piece("reps", JULY, -8)], "out of bounds"),
        ([Piece("reps", JULY, 0)], "changes nothing"),
        ([Piece("reps", JULY, 1), Piece("reps", JULY, 2)], "changed twice at the same time"),
        ([Piece("reps", JULY, 1)] * 13, "at most 12"),
    ],
)
def test_what_cannot_be_done_is_refused_by_its_words(pieces: list[Piece], sentence: str) -> None:
    with pytest.raises(InputProblem, match=sentence):
        planned(BASE, pieces)
