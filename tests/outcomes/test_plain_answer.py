"""The first answer in words: a hundred groups, who is ahead, how sure, money, other buyers, what would turn it."""

import re
from dataclasses import replace
from functools import cache
from itertools import combinations, product
from typing import Any

import numpy as np
import pytest

from buyermaze.experiments.answers.board_page import assumptions, board_page
from buyermaze.experiments.answers.by_market import (
    OUTCOMES_KEPT,
    MarketAnswers,
    answer_all,
    from_text,
    shipped_answers,
    to_text,
)
from buyermaze.experiments.validation.published import DISPUTED
from buyermaze.simulator.comparison.comparison import Comparison
from buyermaze.simulator.comparison.negligible import LOOKS, NEGLIGIBLE
from buyermaze.simulator.comparison.paired_statistics import difference
from buyermaze.simulator.comparison.phrasing import about_dollars
from buyermaze.simulator.comparison.plain_answer import (
    against_all,
    ahead,
    besides,
    certainty,
    endings_said,
    headline,
    hundred,
    in_money,
    is_bounded,
    is_told,
    whole_answer,
)
from buyermaze.simulator.comparison.same_buyers import different_buyers, with_market_of
from buyermaze.simulator.comparison.what_would_change import Turn, Turned, candidates, flip_said, lives, telling, turned
from buyermaze.simulator.inputs.reading.loading import load
from buyermaze.simulator.inputs.reading.shelves import available, available_markets
from buyermaze.simulator.inputs.sheets.levers import lever_words
from buyermaze.simulator.inputs.sheets.scenario import differences
from buyermaze.simulator.outcomes.definitions import NAMES, OUTCOMES, position
from buyermaze.simulator.runs.batch import sum_table
from tests.optional import needed

FEW, N = {"run.n_accounts": 0, "run.weeks": 52.0, "run.weeks_warm_up": 0.0}, 24


def seen(spread: float = 0.001, n: int = N, **apart: float) -> Comparison:
    """Return a comparison in which the second organisation differs by so much, batch by batch with some luck."""
    rng = np.random.default_rng(7)
    levels = {"p_win": 0.2, "p_lost": 0.3, "p_no_decision": 0.5, "share_no_regret_win": 0.17, "profit": 3e5}
    sums = np.ones((2, n, 2, len(NAMES)))
    for k, name in enumerate(NAMES):
        shared = levels.get(name, 0.5) * (1 + 0.1 * rng.standard_normal(n))
        luck = spread * rng.standard_normal(n)
        sums[0, :, 0, k], sums[1, :, 0, k] = shared, shared + luck - luck.mean() + apart.get(name, 0.0)
    sides = tuple(load(name, changes={"run.n_batches": 1}) for name in ("baton_pass", "merged"))
    return Comparison(sides, "baton_pass", "p_win", sums)


def test_a_hundred_groups_are_a_hundred_and_close_to_the_shares() -> None:
    rng = np.random.default_rng(1)
    for _ in range(50):
        found = seen(p_win=rng.uniform(0, 0.3), p_lost=rng.uniform(-0.2, 0.2), share_no_regret_win=-rng.uniform(0, 0.1))
        for name in found.names:
            ends = hundred(found, name)
            assert sum(ends) == 100 and min(ends) >= 0
            won, kept = (found.means[name, key].mean for key in ("p_win", "share_no_regret_win"))
            assert abs(ends[0] - 100 * kept) < 1 and abs(ends[1] - 100 * (won - kept)) < 1
    assert endings_said(found, "merged").startswith("Of a hundred buying groups under merged: ")


@pytest.mark.parametrize(
    ("spread", "apart", "says", "sure"),
    [
        (0.001, 0.03, "merged wins 3.0 more of every hundred buying groups than baton_pass", "as good as certain"),
        (0.001, -0.03, "baton_pass wins 3.0 more of every hundred buying groups than merged", "as good as certain"),
        (0.001, 0.0, "On wins it makes no real difference: at most 0.5 in a hundred either way", "settled"),
        (0.05, 0.002, "Neither is clearly ahead on wins: merged wins between", "open"),
    ],
)  # fmt: skip
def test_the_headline_says_who_is_ahead_or_that_nobody_is(spread: float, apart: float, says: str, sure: str) -> None:
    found = seen(spread, p_win=apart)
    assert headline(found, "p_win").startswith(says)
    assert certainty(found, "p_win") == sure
    assert found.settled("p_win") == (is_told(found, "merged", "p_win") or is_bounded(found, "merged", "p_win"))


def test_who_looks_often_needs_a_clearer_difference() -> None:
    found = seen(0.05, p_win=0.024)
    p = found.p_adjusted["merged", "p_win"]
    assert p < 0.05
    assert is_told(found, "merged", "p_win") and not found.settled("p_win")


def test_one_value_tells_nothing() -> None:
    found = seen(n=1)
    assert headline(found, "p_win").startswith("Too little") and certainty(found, "p_win") == "too little seen yet"
    assert in_money(found) == "" and besides(found, "p_win") == []


@pytest.mark.parametrize(
    ("value", "says"),
    [
        (0, "USD 0"),
        (-340_123, "-USD 340,000"),
        (999_999, "USD 1 million"),
        (1_234_567, "USD 1.2 million"),
        (12, "USD 12"),
    ],
)
def test_money_is_said_with_two_digits_that_count(value: float, says: str) -> None:
    assert about_dollars(value) == says


def test_money_and_what_else_changes_are_said_with_both_sides() -> None:
    found = seen(5.0, profit=2e5, share_regret=0.2)
    assert in_money(found).startswith(
        "merged earns USD 200,000 a year more than baton_pass (as good as certain, between USD "
    )
    assert "between USD" in in_money(seen(4e5, profit=1e4))
    lines = besides(seen(0.001, share_regret=0.2, days_to_decision=30), "p_win")
    assert any(line.startswith("regret: ") and line.endswith("under merged (worse)") for line in lines)
    assert not besides(seen(0.001), "p_win")


def test_one_sentence_says_who_is_ahead_how_sure_and_the_same_in_money_each_with_its_own_certainty() -> None:
    won = seen(0.001, p_win=0.03)
    assert whole_answer(won) == f"{headline(won, 'p_win')} (as good as certain); {in_money(won)}."
    assert in_money(won) == "in profit it makes no real difference: at most USD 50,000 a year either way"
    assert in_money(seen(1.5e5, profit=5e4)).startswith(
        "in profit it is a lean, not settled: merged is anything between USD "
    )
    assert whole_answer(seen(n=1)) == "Too little has been seen yet to say who is ahead."


def test_what_customers_live_with_is_never_left_out_when_wins_are_won_at_its_cost() -> None:
    clearer = {
        "days_to_decision": -30,
        "share_out_of_context": -0.9,
        "share_requests_missed": -0.9,
        "p_no_decision": -0.3,
    }
    better = {key: value for key, value in clearer.items() if key != "p_no_decision"}
    for key, apart in (("share_regret", 0.02), ("satisfaction", -1.2), ("nps", -1.2)):
        lines = besides(seen(0.01, p_win=0.1, **clearer | {key: apart}), "p_win")
        assert (
            len(lines) == 3
            and lines[0].startswith(f"{OUTCOMES[position(key)].label}: ")
            and lines[0].endswith("(worse)")
        )
    fifth = besides(seen(0.01, p_win=0.1, hours_per_person=0.8, hours_wait_for_rep=0.7, **better), "p_win")
    assert len(fifth) == 4 and fifth[-1] in (
        "Also worse under merged: wait for our reps and effort per person",
        "Also worse under merged: effort per person and wait for our reps",
    )
    behind = besides(seen(0.01, p_win=-0.1, share_regret=-0.3, **clearer), "p_win")
    assert behind[0].startswith("regret: ") and behind[0].endswith(
        "under merged (better)"
    )  # what the winner's buyers lose


def test_what_changes_besides_has_no_decimals_that_the_difference_does_not_bear() -> None:
    found = seen(3.0, nps=-9.0)
    said = dict(line.split(": ", 1) for line in besides(found, "p_win"))
    assert re.fullmatch(r"-?\d+ points under baton_pass, -?\d+ points under merged \(worse\)", said["net promoter score"])


def test_who_is_ahead_of_the_baseline_is_not_said_to_be_ahead_of_who_is_as_good() -> None:
    two, rng = seen(0.01, p_win=0.03), np.random.default_rng(5)
    like, far = two.sums[1:].copy(), two.sums[1:].copy()
    like[:, :, 0] += 0.02 * rng.standard_normal(like[:, :, 0].shape)
    far[:, :, 0] -= 0.01
    third, fourth = (load(name, changes={"run.n_batches": 1}) for name in ("product_led", "sla_aligned"))
    found = Comparison((*two.scenarios, third, fourth), "baton_pass", "p_win", np.concatenate([two.sums, like, far]))
    assert headline(found, "p_win").startswith("merged wins")
    said = whole_answer(found)  # what is certain is the lead, not that the two are level
    assert "but is not told apart from product_led (ahead of baton_pass: as good as certain); " in said
    assert certainty(two, "p_win") == "as good as certain"
    lines = against_all(found, "p_win")
    assert lines[0].endswith("more than baton_pass; between it and merged neither is clearly ahead.")
    assert lines[1].startswith("sla_aligned: wins 2.") and "neither" not in lines[1]
    assert all(line in board_page(found).to_html() for line in lines)


def test_other_buyers_are_said_before_anything_else() -> None:
    found = seen(p_win=0.03)
    other = load("merged", market="simple_transactional")
    apart = Comparison((found.scenarios[0], other), "baton_pass", "p_win", found.sums)
    assert headline(apart, "p_win").startswith("With other buyers on each side, merged wins 3.0 more")
    assert apart.verdict()[0].startswith("Different buyers: merged meets other buyers than baton_pass (")
    assert "group: people mean" in apart.verdict()[0].lower()
    assert not different_buyers(found.scenarios, "baton_pass") and "Different" not in " ".join(found.verdict())
    same = with_market_of(apart.scenarios, "baton_pass")
    assert not different_buyers(same, "baton_pass") and same[1].programme == other.programme


def test_every_change_worth_trying_changes_only_what_it_says() -> None:
    pair = (load("baton_pass"), load("merged"))
    turns = candidates(*pair)
    assert len(turns) >= 7
    for turn in turns:
        first, second = lives(turn, *pair)
        if turn.on:
            assert first.market == pair[0].market == second.market
            assert [each.fingerprint for each in (first, second)] != [each.fingerprint for each in pair]
            assert (first if turn.on == "merged" else second) in pair
        else:
            assert first.market == second.market != pair[0].market
            assert (first.programme, second.programme) == (pair[0].programme, pair[1].programme)


def test_changes_that_an_organisation_cannot_live_with_are_not_tried() -> None:
    first, own = load("baton_pass"), load("merged")
    seated = own.with_changes({"market.group.n_people_mean": 3, "market.group.seats": ["champion", "economic", "technical"]})
    usual = {turn.words for turn in candidates(first, own)}
    assert usual - {turn.words for turn in candidates(first, seated)} == {"If 4 people bought, not 8", "If 12 people bought, not 8"}


def test_money_that_is_open_says_so_beside_a_sure_answer() -> None:
    found = seen(spread=0.05, p_win=0.1)
    found.sums[1, :, 0, position("profit")] += 2e5 * np.random.default_rng(3).standard_normal(N)
    found = Comparison(found.scenarios, "baton_pass", "p_win", found.sums)
    assert certainty(found, "p_win") != "open" and not is_told(found, "merged", "profit")
    assert in_money(found).startswith("in profit it is open: merged is anything between USD ")


def test_one_who_buys_alone_is_a_person() -> None:
    words = {turn.words for turn in candidates(*(load(name, market="simple_transactional") for name in ("baton_pass", "merged")))}
    assert "If 1 person bought, not 2.5" in words


def test_a_change_that_a_plan_makes_later_anyway_is_tried() -> None:
    first, own = load("baton_pass"), load("merged")
    reps = own.programme.team.n_reps + 1
    dated = own.with_changes({"timeline": [{"name": "hire", "week": 10, "changes": {"programme.team.n_reps": reps}}]})
    turn = next(turn for turn in candidates(first, dated) if turn.words == "If merged had one rep more")
    assert lives(turn, first, dated)[1].programme.team.n_reps == reps


def sums_of(found: Comparison) -> tuple[Any, Any]:
    return found.sums[0], found.sums[1]


def test_what_turns_the_answer_comes_first_and_each_parameter_once() -> None:
    today = seen(0.02)
    turns = [Turn("a", {"market.x": 1}, ""), Turn("b", {"market.x": 2}, ""), Turn("c", {"market.y": 1}, "")]
    lived = [seen(0.02, p_win=0.004), seen(0.02, p_win=0.05), seen(0.02, p_win=-0.03)]
    names = ("baton_pass", "merged")
    found = turned(turns, [sums_of(each) for each in lived], sums_of(today), names, "p_win")
    assert [each.turn.words for each in found] == ["b", "c", "a"]
    assert found[0].sentence() == "merged would be ahead, by 5.0 in a hundred."
    assert found[1].ahead == "baton_pass" and found[1].turns and not found[2].turns
    assert [each.turn.words for each in telling(found)] == ["b", "c"]
    ahead = turned(turns[:1], [sums_of(today)], sums_of(lived[1]), names, "p_win")[0]
    assert isinstance(ahead, Turned) and ahead.sentence() == "The lead of merged would be in doubt."


def test_shipped_answers_hold_every_market_and_pair_and_read_the_same_both_ways() -> None:
    answers, names = shipped_answers(), [entry.name for entry in available()]
    assert set(answers.pairs) == {entry.name for entry in available_markets(apart=True)}
    for outcome in ("p_win", "profit"):
        for lead in answers.along(names[0], names[-1], outcome):
            back = answers.lead(lead.market, names[-1], names[0], outcome)
            assert back is not None
            assert (back.mean, back.low, back.high) == (-lead.mean, -lead.high, -lead.low)
            assert back.ahead == lead.ahead and lead.low <= lead.mean <= lead.high
    assert answers.lead("reference", "merged", "nobody", "p_win") is None


def of_three(ab: tuple[float, float], ac: tuple[float, float], bc: tuple[float, float]) -> MarketAnswers:
    """Return answers about a, b and c in one market: mean of the second minus the first, and the chance by luck, of each pair."""
    pairs = {
        key: {"p_win": (mean, mean - 0.02, mean + 0.02, p, 8)} for key, (mean, p) in {"a|b": ab, "a|c": ac, "b|c": bc}.items()
    }
    return MarketAnswers("", {"here": pairs}, {"here": dict.fromkeys("abc", "")})


def test_the_strip_answers_for_three_as_the_page_does_the_best_of_those_beside_the_baseline() -> None:
    names = {"a": "A", "b": "B", "c": "C"}

    def said(*found: tuple[float, float]) -> str:
        (standing,) = of_three(*found).standings(("a", "b", "c"), "p_win")
        return standing.sentence(names)

    assert said((0.03, 0.001), (0.05, 0.001), (0.02, 0.001)) == "C ahead of A, by 5.0 in a hundred, after 8 lives"
    assert said((0.04, 0.001), (0.05, 0.001), (0.01, 0.4)).endswith("after 8 lives; not told apart from B")
    assert said((-0.04, 0.001), (-0.05, 0.001), (-0.01, 0.4)) == "A ahead of B, by 4.0 in a hundred, after 8 lives"
    assert said((0.0, 0.9), (0.03, 0.04), (0.03, 0.001)).startswith("not told in 8 lives")  # two were tried
    backwards = of_three((0.03, 0.001), (0.05, 0.001), (0.02, 0.001)).standings(("c", "b", "a"), "p_win")
    assert [each.sentence(names) for each in backwards] == ["C ahead of B, by 2.0 in a hundred, after 8 lives"]


def test_no_word_of_the_strip_contradicts_what_more_lives_may_tell_and_each_says_its_lives() -> None:
    answers, names = shipped_answers(), ("Baton pass", "Merged")
    kinds = set()
    for outcome, lead in ((o, one) for o in OUTCOMES_KEPT for one in answers.along("baton_pass", "merged", o)):
        said, n = lead.sentence(names), lead.n_lives
        assert f"{n} lives" in said and "level" not in said and "neither" not in said
        if lead.ahead:
            kinds.add("ahead")
            assert said.startswith(f"{names[lead.ahead == 'merged']} ahead, by ") and lead.p < 0.05 and n in LOOKS
        elif lead.is_bounded:
            kinds.add("bounded")
            most = NEGLIGIBLE[OUTCOMES[position(outcome)].unit]
            assert said.startswith("no real difference") and max(-lead.low, lead.high) <= most
        else:
            kinds.add("open")
            assert n == LOOKS[-1] and lead.low < 0 < lead.high
            assert re.fullmatch(rf"not told in {n} lives: Merged between .+ less and .+ more", said)
    assert "ahead" in kinds
    wins = answers.lead("simple_transactional", "baton_pass", "merged", "p_win")
    assert wins is not None and wins.ahead == "baton_pass"  # as the page says there


def test_the_script_of_markets_lets_each_pair_live_on_until_it_is_settled_as_the_page_does() -> None:
    names, looks = ("baton_pass", "merged", "fine_print"), (2, 4, 6)
    market, short = "simple_transactional", {"run.weeks": 52.0}
    found = answer_all(looks, names, (market,), short)
    assert from_text(to_text(found)) == found
    from buyermaze.simulator.comparison.comparison import compare

    @cache
    def seen_after(pair: tuple[str, str], n: int) -> Comparison:
        sides = [load(name, market=market, changes=short) for name in pair]
        return compare(sides, n_replications=n, any_time=True)

    lives = set()
    for pair, outcome in product(combinations(names, 2), ("p_win", "share_no_regret_win", "profit")):
        lead = found.lead(market, *pair, outcome)
        assert lead is not None
        for n in looks:
            told = seen_after(pair, n)
            if told.settled(outcome):
                break
        apart = told.differences[pair[1], outcome]
        assert lead.n_lives == told.n_replications
        assert [lead.mean, lead.low, lead.high, lead.p] == pytest.approx(
            [apart.mean, apart.low, apart.high, apart.p], rel=1e-4
        )
        assert lead.ahead == ahead(told, outcome) and f"{lead.n_lives} lives" in lead.sentence(pair)
        lives.add(n)
    assert len(lives) > 1  # some are settled earlier than others


def test_shipped_answers_hold_until_a_life_ends_otherwise_whatever_the_sources_say() -> None:
    names = ("baton_pass", "merged")
    scenarios = [load(name, changes=FEW) for name in names]
    found = replace(answer_all((2,), names, ("reference",), FEW), rulebook="of other sources")
    lived = dict(zip(names, sum_table(scenarios, range(1)), strict=True))
    assert found.still_hold("reference", lived)
    other = sum_table([load("merged", changes=FEW | {"programme.team.n_reps": 1})], range(1))[0]
    assert not found.still_hold("reference", lived | {"merged": other})
    assert not found.still_hold("turbulent", lived)


def test_the_page_for_the_board_holds_the_answer_and_escapes_names() -> None:
    found = seen(p_win=0.03, share_regret=0.2)
    odd = found.scenarios[1].model_copy(update={"name": "<b>Deal $5k</b>"})
    named = Comparison((found.scenarios[0], odd), "baton_pass", "p_win", found.sums)
    today = difference(np.arange(9.0), np.arange(9.0))
    turn = Turned(Turn("If fewer came", {}, ""), today, today, "baton_pass", odd.name, "p_win", "")
    page = board_page(named, "p_win", [turn], "Who buys: eight people.", "seed 1", "http://here/?a=1&b=2")
    text = page.to_html()
    assert "<b>Deal" not in text and "&lt;b&gt;Deal $5k&lt;/b&gt; wins 3.0 more" in text
    for part in (
        page.certainty,
        page.money,
        "If fewer came",
        "Who buys",
        "http://here/?a=1&amp;b=2",
        "What it hangs on",
    ):
        assert part.replace("<b>", "&lt;b&gt;").replace("</b>", "&lt;/b&gt;") in text
    assert text.count("<i style") == 200 and len(page.assumptions) == 6
    assert all(a.source and a.words for a in page.assumptions)


def test_the_page_for_the_board_hangs_first_on_what_is_disputed() -> None:
    sides = load("baton_pass"), load("merged")
    disputed = {lever_words(path) for path, *_ in differences(*sides) if path in DISPUTED}
    told = [each.words for each in assumptions(sides, DISPUTED)]
    assert len(disputed) > len(told) or disputed <= set(told)
    assert set(told[: len(disputed)]) <= disputed and lever_words("programme.selling.skill") in told


def test_the_page_for_the_board_opens_in_word() -> None:
    docx = needed("docx")
    import io

    page = board_page(seen(p_win=0.03), "p_win")
    words = " ".join(p.text for p in docx.Document(io.BytesIO(page.to_docx())).paragraphs)
    assert page.question in words and page.answer in words and page.certainty in words


def test_what_would_flip_the_answer_is_held_against_who_is_ahead_by_all_that_was_seen() -> None:
    today, names = seen(0.02), ("baton_pass", "merged")
    turns = [Turn("If a", {"market.x": 1}, ""), Turn("If b", {"market.y": 1}, "")]

    def told(leader: str, *effects: float) -> list[Turned]:
        lived = [sums_of(seen(0.02, p_win=effect)) for effect in effects]
        return turned(turns, lived, sums_of(today), names, "p_win", leader)

    still = told("merged", 0.05, 0.04)
    assert still[0].sentence() == "merged would still be ahead, by 5.0 in a hundred."
    assert flip_said(still) == "none of 2 changes tried one at a time puts another ahead."
    assert flip_said(told("merged", -0.05, 0.04)) == "if a, baton_pass would be ahead, by 5.0 in a hundred."
    assert flip_said(told("", 0.004, 0.05)) == "if b, merged would be ahead, by 5.0 in a hundred."
    unsure = told("merged", 0.004, 0.004)
    assert unsure[0].sentence().endswith("too few lives were tried to be sure.") and not unsure[0].doubts
    assert told("baton_pass", 0.004, 0.004)[0].sentence() == "The lead of baton_pass would be in doubt."
