"""A story says what the rows say, and nothing else."""

import pytest
from handmade import idle, journal, lost, row, run_of, undecided, won

from simulator.inputs.problems import InputProblem
from simulator.story import interesting_account, story
from simulator.vocabulary import Channel, Job, Kind, Reason

RUN = run_of(journal(*won(0, 0.0), *idle(1, 3.3), *lost(2, 7.1), *undecided(3, 11.7, Reason.CONFLICT)))


def test_a_win_is_told_from_beginning_to_end() -> None:
    told = story(RUN, 0)
    assert told[0] == "On 5 January 2026 account 0 sets out, 2 people and a real project."
    text = " ".join(told)
    for part in (
        "By 7 January 2026 the group has put in 6 more hours in 4 activities: 2 visits to our content,",
        "1 dead end in our content: the economic buyer on what the problem is.",
        "the champion is the first to meet rep 3; 40 % of the group's questions are answered",
        "On 12 January 2026 a question that seemed settled is open again: what the problem is.",
        "a vote to buy from us passes: 80 % of the influence says yes",
        "anagement signs (department head)",
        "They buy from us, after 10 working days.",
        "worth more than expected (1.50 to 1.00)",
        "regret 30 of 100, most of all over a better alternative let go: they stand by it",
        "1 promoter and 1 detractor",
        "rep 2 spends 4.0 hours on putting things right",
        "the customer renews; the chance of staying was 70 %",
    ):
        assert part in text, part


def test_other_endings() -> None:
    assert "They buy from rival 1, after 5 working days." in story(RUN, 2)
    assert "gives up waiting for our rep after 1 working day" in " ".join(story(RUN, 2))
    assert any(line.endswith("after 20 working days: the group could not agree.") for line in story(RUN, 3))
    assert "there never was a project" in story(RUN, 1)[-1]


def test_seats_are_told_apart() -> None:
    rows = journal(row(Kind.ARRIVED, 0, value=9, detail=1), row(Kind.GAVE_UP, 5, person=5, value=5.0))
    assert "The second champion gives up" in story(run_of(rows), 0)[1]


def test_a_missing_justification_is_told() -> None:
    rows = journal(
        row(Kind.ARRIVED, 0, value=2, detail=1),
        row(Kind.TOUCH, 9, person=1, job=Job.VALIDATION, channel=Channel.CONTENT, reason=Reason.ALONE, hours=1.0),
    )
    assert story(run_of(rows), 0)[1] == (
        "On 6 January 2026 the economic buyer needs a document to justify the purchase, finds none, and writes it."
    )


def test_an_unfinished_journey_says_so() -> None:
    rows = journal(
        row(Kind.ARRIVED, 0, value=2, detail=1),
        row(Kind.TOUCH, 1, person=0, job=Job.PROBLEM, channel=Channel.PEERS, hours=1.0),
    )
    assert story(run_of(rows), 0)[1:] == [
        "By 5 January 2026 the group has put in 1 more hour in 1 activity: 1 talk with peers.",
        "On 5 January 2026 the story is still open.",
    ]


def test_an_absent_account_is_refused() -> None:
    with pytest.raises(InputProblem, match="no account 9 in this run; choose one from 0 to 3"):
        story(RUN, 9)


def test_the_interesting_account_met_us() -> None:
    assert interesting_account(RUN) == 3  # of 0 and 3, the shorter
    assert interesting_account(run_of(journal(*lost(0, 0.0), *idle(1, 1.0)))) == 1
    with pytest.raises(InputProblem):
        interesting_account(run_of(RUN.journal[:0]))
