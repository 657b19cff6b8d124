"""A story says what the rows say, and nothing else."""

import numpy as np
import pytest
from handmade import idle, journal, lost, row, run_of, undecided, won

from buyermaze import load, simulate
from buyermaze.simulator.core.errors import InputProblem
from buyermaze.simulator.core.vocabulary import Channel, Job, Kind, Reason
from buyermaze.simulator.inputs.sheets.scenario import Scenario
from buyermaze.simulator.journal.story import interesting_account, story
from tests.worlds import cohort

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
        "They buy from us, after 14 days.",
        "worth more than expected (1.50 to 1.00)",
        "regret 30 of 100, most of all over a better alternative let go: they stand by it",
        "1 promoter and 1 detractor",
        "rep 2 spends 4.0 hours on putting things right",
        "the customer renews; the chance of staying was 70 %",
    ):
        assert part in text, part


def test_other_endings() -> None:
    assert "They buy from rival 1, after 7 days." in story(RUN, 2)
    assert "gives up waiting for our rep after 1 day" in " ".join(story(RUN, 2))
    assert any(line.endswith("after 28 days: the group could not agree.") for line in story(RUN, 3))
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


SHOCKS = [
    {"name": "spring freeze", "kind": "budget_freeze", "week": 1, "size": 40},
    {"name": "new chart", "kind": "reorganisation", "week": 2, "size": 0.5},
    {"name": "head hunters", "kind": "champion_leaves", "week": 3, "size": 0.7},
    {"name": "their launch", "kind": "rival_launch", "week": 4, "size": 0.4},
]


def told_of(*given: np.ndarray) -> str:
    """Return what is told of a four-person account to which the given rows happened."""
    scenario = Scenario().with_changes({"market.shocks": SHOCKS})
    return " ".join(story(run_of(journal(row(Kind.ARRIVED, 0, value=4, detail=1), *given), scenario), 0)[1:])


@pytest.mark.parametrize(
    ("kind", "given", "said"),
    [
        (Kind.IGNORED, {"person": 0}, "the champion asks for a rep, and nobody follows it up"),
        (Kind.FINE_PRINT, {"person": 4, "value": 0.5}, "the buyer from procurement reads the fine print"),
        (Kind.SHOCK, {"reason": Reason.BUDGET_FREEZE, "value": 40, "detail": 0},
         "the budget is frozen for 56 days (spring freeze)"),
        (Kind.SHOCK, {"reason": Reason.REORGANISATION, "value": 0.5, "detail": 1},
         "a reorganisation costs the group 50 % of what it had understood (new chart)"),
        (Kind.SHOCK, {"reason": Reason.CHAMPION_LEAVES, "value": 0.7, "detail": 2},
         "the champion leaves and takes along 70 % of what they knew (head hunters)"),
        (Kind.SHOCK, {"reason": Reason.RIVAL_LAUNCH, "value": 0.4, "detail": 3},
         "rival 1 brings out something better, and the group hears of it (their launch)"),
        (Kind.CARE, {}, "the customer hears from us, without an agenda"),
        (Kind.ISSUE, {"reason": Reason.RECOVERED}, "something stops working, and support puts it right"),
        (Kind.ISSUE, {"reason": Reason.UNANSWERED}, "something stops working, and nobody puts it right"),
        (Kind.EXPANSION, {"reason": Reason.BOUGHT, "value": 0.3}, "buys more, worth 30 % of the first purchase"),
        (Kind.EXPANSION, {"reason": Reason.NOT_BOUGHT, "value": 0.3}, "the customer is offered more and declines"),
        (Kind.ALERT, {"reason": Reason.ASKED_RECOMMEND, "value": 4.2}, "the low answer raises an alarm (satisfaction 4.2"),
        (Kind.SURVEY, {"reason": Reason.ASKED_EFFORT, "person": 0, "value": 3},
         "asked how easy our rep made things, the champion answers 3 of 7"),
        (Kind.RENEWAL, {"reason": Reason.RENEWED, "value": 0.9, "detail": 1.1},
         "the customer renews, at a price 10 % higher; the chance of staying was 90 %"),
    ],
    ids=lambda value: str(value)[:24],
)  # fmt: skip
def test_what_the_market_and_the_seller_do_is_told(kind: Kind, given: dict, said: str) -> None:
    assert said in told_of(row(kind, 50, **given))


def test_surveys_of_one_moment_are_told_together_and_silence_is_not_hidden() -> None:
    def asked(time: float, question: Reason, answers: dict[int, float]) -> list[np.ndarray]:
        sent = [row(Kind.INVITED, time, person=p, reason=question, value=5) for p in range(3)]
        return [*sent, *(row(Kind.SURVEY, time, person=p, reason=question, value=v) for p, v in answers.items())]

    told = told_of(
        *asked(50, Reason.ASKED_SATISFACTION, {0: 4, 2: 5}),
        row(Kind.GO_LIVE, 50, vendor=0, value=1.0, detail=0.5),
        *asked(90, Reason.ASKED_RECOMMEND, {}),
        *asked(130, Reason.ASKED_RECOMMEND, {1: 9}),
        row(Kind.INVITED, 150, person=0, reason=Reason.ASKED_EFFORT, value=2),
    )
    assert "(1.00 to 0.50)" in told
    assert "We ask 3 members how satisfied they are; 2 answer: 4 and 5 of 5." in told
    assert "we ask 3 members whether they would recommend us; nobody answers." in told
    assert "we ask 3 members whether they would recommend us; 1 answers: 9 of 10." in told
    assert "easy" not in told  # what somebody would have answered stays in the journal


def test_mail_and_pushing_are_summed_up_with_the_routine() -> None:
    def read(time: float) -> np.ndarray:
        return row(Kind.TOUCH, time, person=1, job=Job.PROBLEM, channel=Channel.EMAIL, vendor=0, hours=0.12, seen=1)

    told = told_of(
        read(10),
        row(Kind.MAILED, 10, channel=Channel.EMAIL, vendor=0, value=4, detail=1),
        row(Kind.MAILED, 20, channel=Channel.EMAIL, vendor=0, value=4, detail=0),
        row(Kind.TOUCH, 30, person=0, job=Job.SELECTION, channel=Channel.REP, rep=0, reason=Reason.PUSHED, hours=1.0),
    )
    assert "1 e-mail of ours and 1 conversation with our reps" in told
    assert "We sent 8 mails nobody had asked for; 1 of them was opened." in told
    assert "Our reps pushed the sale and left the questions of the champion half answered." in told
    one = told_of(row(Kind.MAILED, 10, channel=Channel.EMAIL, vendor=0, value=1, detail=0))
    assert "We sent 1 mail nobody had asked for; it was not opened." in one


def test_what_concerns_everybody_is_nobodys_story() -> None:
    fixed = row(Kind.FIXED, 1.0, -1, job=Job.PROBLEM, value=0.7)
    run = run_of(journal(fixed, *idle(0, 2.0)))
    assert interesting_account(run) == 0
    for absent in (-1, 1):
        with pytest.raises(InputProblem, match="choose one from 0 to 0"):
            story(run, absent)


def test_a_whole_market_with_everything_on_is_told() -> None:
    changes = {**cohort(30), "programme.voice.p_survey": 1.0, "market.living.p_answers_survey": 0.8}
    scenario = load("unified_experience", market="turbulent").with_changes(changes)
    run = simulate(scenario)
    for account in range(run.journal.account.max() + 1):
        for sentence in story(run, account):
            assert (sentence[0].isupper() or sentence[0].isdigit()) and sentence.endswith("."), sentence
            assert "_" not in sentence and "nan" not in sentence.split(), sentence
