"""The table of event kinds and the phrases: nothing is left unsaid, and every template asks for words that exist."""

import string

import pytest

from buyermaze.simulator.core import phrases
from buyermaze.simulator.core.vocabulary import CAUSES, ENDS, QUESTIONS, SHOCKS, Channel, Job, Kind, Status
from buyermaze.simulator.journal import sentences
from buyermaze.simulator.journal.event_kinds import EVENT_KINDS, Sight
from buyermaze.simulator.journal.said import Coded, Said
from tests.handmade import row


@pytest.mark.parametrize("kind", list(Kind))
def test_templates_ask_for_words_that_a_row_has(kind: Kind) -> None:
    about = EVENT_KINDS[kind]
    for template, words in (
        (about.activity, Coded), (about.stage, Coded), (about.milestone, Said), (about.sentence, Said),
    ):  # fmt: skip
        for _, asked, _, _ in string.Formatter().parse(template) if isinstance(template, str) else ():
            assert asked is None or hasattr(words, asked), f"{kind.name}: '{template}' asks for '{asked}'"


def test_hidden_columns_are_columns_that_hold_something() -> None:
    for kind, about in EVENT_KINDS.items():
        for column in set(about.hidden) - {"reason"}:
            assert getattr(about, column), f"{kind.name} hides '{column}', which it does not use"
        assert not about.hidden or about.sight is not Sight.TRACKED or kind is Kind.TOUCH


def test_every_entry_of_every_list_can_be_said() -> None:
    assert set(phrases.CHANNELS) == set(Channel)
    assert set(phrases.JOBS) == set(Job)
    assert set(phrases.OUTCOMES) == set(Status)
    assert tuple(phrases.ENDS) == ENDS
    assert tuple(phrases.CAUSES) == CAUSES
    assert tuple(phrases.QUESTIONS) == QUESTIONS
    assert tuple(sentences.SHOCKS) == SHOCKS


def test_a_row_in_words_says_what_its_codes_mean() -> None:
    said = Coded(row(Kind.TOUCH, 1.0, job=Job.SELECTION, channel=Channel.OWN_WORK)[0])
    assert (said.job, said.channel, said.topic) == ("selection", "own work", "which vendor to choose")
