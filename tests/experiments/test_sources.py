"""Whatever cites somebody can be looked up: authors, year, title and a link."""

import re

import pytest

from buyermaze.experiments.validation.published import FACTS, out_of_band
from buyermaze.experiments.validation.sources import SOURCES, all_sources, sources_of
from buyermaze.simulator.inputs.reading.loading import load

NAMED = re.compile(r"[A-Z][a-z]+ (?:et al\. )?(?:19|20)\d\d")


@pytest.mark.parametrize("fact", FACTS, ids=lambda fact: fact.name)
def test_every_published_number_has_a_source_with_authors_and_year(fact) -> None:  # type: ignore[no-untyped-def]
    found = sources_of(fact.source)
    assert found, fact.source
    assert all(source.authors and source.title and source.where for source in found)


def test_every_card_that_names_a_study_is_cited() -> None:
    named = [lever for lever in load("baton_pass").levers() if NAMED.search(lever.source)]
    assert len(named) > 15
    for lever in named:
        n_years = len(set(re.findall(r"(?:19|20)\d\d", lever.source)))
        assert len({source.year for source in sources_of(lever.source)}) >= n_years, lever.source
    assert not sources_of("assumption")


def test_links_are_links_and_no_work_is_listed_twice() -> None:
    assert all(re.fullmatch(r"https?://\S+", source.link) for source in SOURCES if source.link)
    assert sum(not source.link for source in all_sources()) <= 2
    said = [source.sentence() for source in all_sources()]
    assert len(said) == len(set(said)) > 40


def test_a_level_outside_its_band_says_on_which_side_and_whose_band() -> None:
    assert out_of_band("p_no_decision_of_opportunities", 0.432).startswith(
        "above the published 20.0 to 35.0 % (seller-side"
    )
    assert out_of_band("nps", 10.0).startswith("below the published 25")
    for outcome, level in (("nps", 35.0), ("nps", float("nan")), ("cost_total", 1e9)):
        assert out_of_band(outcome, level) == ""
