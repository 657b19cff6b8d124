"""What people say when asked, and the reasons behind it."""

import re

import numpy as np
import pytest
from handmade import journal, row, run_of, won

from buyermaze.simulator.analysis.customers.free_text import WORDING, Group, Lived, said
from buyermaze.simulator.analysis.customers.survey_comments import ask, voices
from buyermaze.simulator.core.vocabulary import Channel, Kind, Reason
from buyermaze.simulator.inputs.dates.timeline import clock_of
from buyermaze.simulator.inputs.reading.loading import load
from buyermaze.simulator.journal.journal import persona_labels
from buyermaze.simulator.runs.run import simulate
from tests.worlds import cohort

LISTENING = load("listening").with_changes(cohort(120))


def asked_after_a_talk(hours_waited: float, how: Reason, score: float):
    """Return what one person says after one conversation."""
    rows = [
        row(Kind.ARRIVED, 0.0, value=1, detail=1),
        row(Kind.SERVED, 10.0, person=0, value=hours_waited),
        row(Kind.TOUCH, 11.0, person=0, channel=Channel.REP, reason=how),
        row(Kind.INVITED, 11.0, person=0, reason=Reason.ASKED_EFFORT, value=score),
        row(Kind.SURVEY, 11.0, person=0, reason=Reason.ASKED_EFFORT, value=score),
    ]
    return ask(run_of(journal(*rows))).iloc[0]


@pytest.mark.parametrize(
    ("hours_waited", "how", "score", "theme"),
    [
        (2.0, Reason.IN_CONTEXT, 6.0, "helpful"),
        (80.0, Reason.OUT_OF_CONTEXT, 5.0, "helpful"),
        (2.0, Reason.PUSHED, 3.0, "pushed"),
        (25.0, Reason.OUT_OF_CONTEXT, 3.0, "waited"),
        (2.0, Reason.OUT_OF_CONTEXT, 4.0, "told it again"),
        (2.0, Reason.IN_CONTEXT, 4.0, "thin answer"),
    ],
)
def test_what_lies_behind_an_answer_about_a_conversation(hours_waited, how, score, theme):
    said = asked_after_a_talk(hours_waited, how, score)
    assert (said["theme"], said["score"], said["answered"]) == (theme, score, True)


def test_a_conversation_with_a_partner_is_asked_about_though_nobody_waited_for_our_reps():
    ours = [
        row(Kind.SERVED, 10.0, person=0, value=80.0),
        row(Kind.TOUCH, 11.0, person=0, channel=Channel.REP, reason=Reason.IN_CONTEXT),
    ]
    partners = [
        row(Kind.TOUCH, 20.0, person=0, channel=Channel.REP, reason=Reason.OUT_OF_CONTEXT),
        row(Kind.INVITED, 20.0, person=0, reason=Reason.ASKED_EFFORT, value=3.0),
    ]
    arrived = row(Kind.ARRIVED, 0.0, value=1, detail=1)
    assert ask(run_of(journal(arrived, *partners)))["theme"].tolist() == ["told it again"]
    assert ask(run_of(journal(arrived, *ours, *partners)))["theme"].tolist() == ["told it again"]


def test_what_lies_behind_an_answer_after_the_sale():
    def later(*more):
        return ask(run_of(journal(*won(0, 0.0), *more)))

    invited = row(Kind.INVITED, 900.0, person=1, reason=Reason.ASKED_RECOMMEND, value=5.0)
    worst = row(Kind.REGRET, 200.0, reason=Reason.EFFORT, value=99.0)
    assert later(worst, invited)["theme"].tolist() == ["effort"]
    assert not later(worst, invited)["answered"].any()
    broken = row(Kind.ISSUE, 900.0, reason=Reason.UNANSWERED)
    assert later(worst, broken, invited)["theme"].tolist() == ["issue open"]
    mended = row(Kind.ISSUE, 900.0, reason=Reason.RECOVERED)
    assert later(worst, mended, invited)["theme"].tolist() == ["effort"]
    happy = row(Kind.INVITED, 900.0, person=1, reason=Reason.ASKED_RECOMMEND, value=9.0)
    assert later(worst, happy)["theme"].tolist() == ["recommended"]


def test_every_question_asked_is_in_the_table_once():
    run = simulate(LISTENING)
    table = ask(run)
    assert len(table) == (run.journal["kind"] == Kind.INVITED).sum()
    assert table["answered"].sum() == (run.journal["kind"] == Kind.SURVEY).sum()
    assert sorted(table["score"]) == sorted(run.journal["value"][run.journal["kind"] == Kind.INVITED])


def test_shares_of_themes_add_up_and_bias_keeps_the_unhappy_silent():
    fair, biased = (
        voices(LISTENING.with_changes({"market.living.answer_bias": bias, "programme.voice.p_survey": 1.0}), 10)
        for bias in (0.0, 1.0)
    )
    for found in (fair, biased):
        sums = found.themes().groupby("question")[["share_said", "share_would_say"]].sum()
        assert np.allclose(sums, 1.0)
        assert len(found.answers()) == found.themes()["n_answers"].sum()
    assert "No theme is missing" in fair.sentences()[-1]
    assert "Silence hides" in biased.sentences()[-1]


def test_a_programme_that_asks_nobody_says_so():
    silent = load("merged").with_changes(cohort(30))
    assert "Nobody is asked" in voices(silent, 1).sentences()[0]
    assert not len(voices(silent, 1).themes())


def test_what_people_write_is_made_of_what_they_lived_through():
    run = simulate(LISTENING.with_changes({"market.living.neglect": 0.2, "market.living.p_issue": 0.4}))
    told, rows = ask(run), run.counted_rows()
    assert set(told["theme"]) <= set(WORDING)
    assert told["comment"].nunique() > 3 * told["theme"].nunique()
    seats = persona_labels(run.scenario)
    counted = 0
    for line in told.itertuples():
        who = seats.index(line.person)
        own = rows[(rows["account"] == line.account) & (rows["person"] == who) & (rows["time"] <= line.day * 8.0 + 1e-9)]
        talks = own[(own["kind"] == Kind.TOUCH) & (own["channel"] == Channel.REP)]
        if said := re.search(r"(\d+) talks", line.comment):
            assert int(said[1]) == len(talks), line.comment
            counted += 1
        if said := re.search(r"for the (second|third|fourth) time, in", line.comment):
            n = ["second", "third", "fourth"].index(said[1]) + 2
            assert n == (talks["reason"] == Reason.OUT_OF_CONTEXT).sum(), line.comment
            counted += 1
        if said := re.search(r"(\d+) hours? of them mine", line.comment):
            hours = own[own["kind"] == Kind.TOUCH]["hours"].sum()
            assert int(said[1]) == max(1, round(hours)), line.comment
            counted += 1
    assert counted > 30
    live = {row["account"]: row for row in rows[rows["kind"] == Kind.GO_LIVE]}
    for line in told[told["theme"].isin(["worth it", "disappointment"])].itertuples():
        is_less = live[line.account]["value"] < live[line.account]["detail"]
        assert ("does less than" in line.comment or "less than we were led" in line.comment) == is_less, line.comment


@pytest.mark.parametrize("theme", WORDING)
def test_every_theme_has_words_for_whoever_lived_through_nothing_and_for_whoever_lived_through_much(theme):
    group = Group(9, 2, 3, 4, 2, 0.0, 800.0, 900.0, 3.0, 2.0)
    nothing, much, clock = Lived(Group()), Lived(group, 5, 2, 3, True, 8, 3, 2, 44.0, 1, 960.0, 980.0), clock_of(LISTENING)
    for lived in (nothing, much):
        written = said(theme, lived, clock, 1000.0)
        assert written.endswith(".") and not written[0].islower() and "  " not in written and " 1 times" not in written
    assert said(theme, nothing, clock, 1000.0) != said(theme, much, clock, 1000.0)
