"""A company of one's own: numbers are held to, what is not known is said, others are re-based on it, and links carry it."""

import re

import pytest

from buyermaze.experiments.calibration import company
from buyermaze.experiments.calibration.company import QUESTIONS, my_company
from buyermaze.simulator.core.errors import InputProblem
from buyermaze.simulator.inputs.reading.links import LONGEST, from_link, to_link
from buyermaze.simulator.inputs.reading.loading import load
from buyermaze.simulator.inputs.reading.uploads import from_upload, to_yaml
from buyermaze.simulator.outcomes.books.costs import yearly_spend

NUMBERS = {
    "win_rate": (0.25, 0.05),
    "deal_value": 120_000.0,
    "reps": 7.0,
    "people_in_group": 5.0,
    "leads_per_week": 5.0,
}


@pytest.fixture(scope="module")
def made():
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(company, "N_ACCOUNTS", 10)
        yield my_company("Acme pumps", NUMBERS, n_points=50)


def test_what_one_knows_is_set_and_the_rest_is_found(made) -> None:
    scenario = made.scenario
    assert scenario.name == "Acme pumps"
    assert scenario.programme.team.n_reps == 7 and scenario.market.offer.deal_value == 120_000
    assert scenario.market.group.n_people_mean == 5 and scenario.market.demand.n_accounts_per_week == 5
    assert scenario.run == load("baton_pass").run.model_copy(update={"engine": scenario.run.engine})
    assert len(made.found.draws) >= 100


def test_plain_words_say_what_is_known_what_is_not_and_whether_it_fits(made) -> None:
    said = "\n".join(made.pinned())
    for words in company.WORDS.values():
        assert said.count(words) == 1  # every parameter is told once, pinned down or not
    assert "market." not in said and "you say 25 %, give or take " in said
    for row in made.found.checks.itertuples():  # what fits does so within bounds that are told
        doubt, *ends = (f"{100 * v:.0f} %" if row.name == "win_rate" else f"{v:.3g}" for v in (row.error, row.low, row.high))
        assert f", give or take {doubt}; " in said
        assert f"nine in ten of all that were found give {' to '.join(ends)}, which " in said
    assert "(Accounts that met one of our reps and bought from us)" in said  # of whom, where shares of others stand beside it
    assert "Other pages say wins of more accounts" in said and "(Serious accounts that bought from us)" in said
    assert made.scenario.story and "baton_pass" in made.scenario.title


def test_others_are_rebased_on_its_market_and_size(made) -> None:
    other = made.rebased("merged")
    assert other.market == made.scenario.market and other.run == made.scenario.run
    assert other.programme.team.n_reps == 7
    assert other.programme.memory == load("merged").programme.memory
    assert yearly_spend(other.programme) > 0


def test_a_link_and_a_file_hold_it_and_what_is_compared_with_it(made) -> None:
    both = [made.scenario, made.rebased("merged")]
    codes = [to_link(each) for each in both]
    assert sum(map(len, codes)) <= LONGEST
    for code, scenario in zip(codes, both, strict=True):
        again = from_link(code)
        assert (again.fingerprint, again.name) == (scenario.fingerprint, scenario.name)
        assert from_upload("mine.yaml", to_yaml(scenario).encode()).fingerprint == scenario.fingerprint


def test_questions_are_ones_that_calibrate_understands() -> None:
    from buyermaze.experiments.calibration.targets import known_from

    assert 6 <= len(QUESTIONS) <= 10
    for question in QUESTIONS:
        value = question.example / (100 if question.is_share else 1)
        known, settings = known_from({"win_rate": 0.2, question.name: value})
        assert (len(known) == 2 or question.name == "win_rate") == question.fits and bool(settings) != question.fits


def test_impossible_numbers_are_refused_in_one_sentence() -> None:
    with pytest.raises(InputProblem, match="nothing says how your deals end"):
        my_company("x", {"deal_value": 5e4})
    with pytest.raises(InputProblem, match=r"win_rate: 250 % is out of bounds, allowed is 1 to 99"):
        my_company("x", {"win_rate": 2.5})
    with pytest.raises(InputProblem, match="name: give your company a name"):
        my_company(" ", {"win_rate": 0.2})
    with pytest.raises(InputProblem, match="points: 10 is too few"):
        my_company("x", {"win_rate": 0.2}, n_points=10)


def test_every_question_says_what_it_is_where_one_finds_it_and_what_it_does() -> None:
    for question in QUESTIONS:
        sentences = question.about.split(". ")
        assert len(sentences) >= 3, question.name
        does = "The company made has to arrive at it" if question.fits else "It is set as you say"
        assert does in question.about
        assert re.search("CRM|payroll|reps|bills", question.about)
