"""Claims of the trade: every one can be run, its number is what it says, and shipped answers are those of the tests."""

import json
from dataclasses import replace

import numpy as np
import pytest
from scipy.stats import t

from buyermaze.experiments.claims import lab
from buyermaze.experiments.claims.book import BY_KEY, CLAIMS, ORGANISATIONS
from buyermaze.experiments.claims.claim import Across, Finding, Joint, Level, More, Shift, Side, judged
from buyermaze.experiments.claims.lab import (
    N_FRESH,
    N_REPLICATIONS,
    confirmed,
    divided,
    examine,
    from_text,
    life,
    lines_that_hold,
    over_all,
    regions,
    shipped_answers,
    to_text,
)
from buyermaze.experiments.claims.page import came_out, measured, page
from buyermaze.experiments.claims.region import ASSUMPTIONS, Fresh, Region
from buyermaze.experiments.commands import main
from buyermaze.simulator.comparison.paired_statistics import ALPHA, by_luck, estimate, holm
from buyermaze.simulator.inputs.reading.shelves import available, available_markets
from buyermaze.simulator.outcomes.definitions import OUTCOMES, position

FEW = {"run.n_accounts": 12, "run.weeks_warm_up": 4.0, "run.n_batches": 2}
ONE, OTHER = Side("one"), Side("other")


def rows(**columns: list[float]) -> np.ndarray:
    """Return values of all outcomes, 0 but for the named ones."""
    table = np.zeros((len(next(iter(columns.values()))), len(OUTCOMES)))
    for name, values in columns.items():
        table[:, position(name)] = values
    return table


def test_there_are_many_claims_each_with_a_source_a_test_and_a_name_of_its_own() -> None:
    assert len(CLAIMS) >= 25 and len(BY_KEY) == len(CLAIMS)
    for claim in CLAIMS:
        assert claim.says.endswith(".") and claim.origin and claim.test.says() and claim.test.sides


def test_organisations_are_all_that_are_shipped() -> None:
    assert {side.programme for side in ORGANISATIONS} == {entry.name for entry in available()}


@pytest.mark.parametrize("claim", CLAIMS, ids=lambda claim: claim.key)
def test_every_side_of_a_claim_is_a_scenario_and_differs_from_the_others(claim: object) -> None:
    sides = [side.scenario("reference", {}) for side in claim.test.sides]  # type: ignore[attr-defined]
    assert len({scenario.fingerprint for scenario in sides}) == len(sides)


def test_the_tested_number_is_above_nothing_where_the_claim_holds() -> None:
    seen = {ONE: rows(p_win=[0.2, 0.3], p_lost=[0.1, 0.1]), OTHER: rows(p_win=[0.25, 0.45], p_lost=[0.1, 0.3])}
    assert Shift(ONE, OTHER, "p_win", 1, "").values(seen) == pytest.approx([0.05, 0.15])
    assert Shift(ONE, OTHER, "p_lost", -1, "").values(seen) == pytest.approx([0.0, -0.2])
    assert Level(ONE, "p_win", 0.25, -1).values(seen) == pytest.approx([0.05, -0.05])
    assert More(ONE, "p_win", "p_lost").values(seen) == pytest.approx([0.1, 0.2])


def test_joint_effort_is_what_both_do_beyond_the_sum_of_each() -> None:
    base = Side("base")
    test = Joint(base, Side("base", (("a", 1),)), Side("base", (("b", 1),)), "revenue", "both")
    amounts = dict(zip(test.sides, ([10.0], [12.0], [13.0], [18.0]), strict=True))
    assert test.values({side: rows(revenue=amount) for side, amount in amounts.items()}) == pytest.approx([3.0])


def test_a_correlation_over_organisations_has_the_jackknifes_mean_and_spread() -> None:
    rng = np.random.default_rng(3)
    sides = tuple(Side(f"o{k}") for k in range(6))
    truth = np.arange(6.0)
    seen = {
        side: rows(nps=list(k + rng.normal(size=40)), profit=list(truth[k] + rng.normal(size=40)))
        for k, side in enumerate(sides)
    }
    values = Across(sides, "nps", "profit").values(seen)
    means = np.array([[seen[side][:, position(name)].mean() for name in ("nps", "profit")] for side in sides])
    assert estimate(values).mean == pytest.approx(np.corrcoef(means.T)[0, 1], abs=0.02)
    assert estimate(values).low > 0.8


def test_a_finding_is_told_bounded_or_open() -> None:
    wide, narrow = estimate(np.array([0.0, 0.1, -0.1])), estimate(np.array([0.001, -0.001, 0.0, 0.001]))
    assert judged(wide, 0.5, "share").verdict == "not told"
    assert judged(narrow, 0.5, "share").verdict == "no real difference"
    assert Finding(0.1, 0.05, 0.15, 0.001).verdict == "true"
    assert Finding(-0.1, -0.15, -0.05, 0.001).verdict == "reversed"


def test_the_assumption_that_divides_worlds_is_found() -> None:
    rng = np.random.default_rng(5)
    places = rng.random((60, len(ASSUMPTIONS)))
    effects = np.where(places[:, 2] > 0.6, 0.05, -0.02) + rng.normal(scale=0.01, size=60)
    found = divided(places, np.column_stack([effects, np.full(60, 0.001)]))
    assert found.assumption == ASSUMPTIONS[2].path and 0.5 < found.cut < 0.7
    assert found.above > 0.03 > found.below and found.share_true == pytest.approx((effects > 0).mean())


def test_a_line_is_confirmed_refuted_or_left_open_by_worlds_it_was_not_found_in() -> None:
    rng = np.random.default_rng(7)
    places = rng.random((60, len(ASSUMPTIONS)))
    effects = np.where(places[:, 2] > 0.6, 0.05, -0.02) + rng.normal(scale=0.01, size=60)
    region = divided(places, np.column_stack([effects, np.full(60, 0.001)]))
    cases = ((0.0, 0.1, 0.001, "is confirmed: 0.0 points below it and 10.0 points above, chance by luck 0.001."),
             (0.1, 0.0, 0.0001, "refuted"), (0.0, 0.1, 0.4, "not confirmed, so few worlds cannot tell"))
    for below, above, p, said in cases:
        assert said in Fresh(24, 0.5, 0.2, below, above, p).sentence(region, "share")


def test_of_many_lines_only_those_are_told_that_worlds_drawn_anew_confirm() -> None:
    rng = np.random.default_rng(8)
    places, anew = rng.random((2, 60, len(ASSUMPTIONS)))
    real, luck = (np.column_stack([np.where(rooms[:, 2] > 0.6, 0.05, -0.02) + rng.normal(scale=0.01, size=60), np.zeros(60)])
                  for rooms in (places, anew))  # fmt: skip
    region, nothing = divided(places, real), np.column_stack([rng.normal(size=60), np.zeros(60)])
    turned = np.column_stack([-luck[:, 0], luck[:, 1]])
    kept = lines_that_hold({"holds": (region, anew, luck), "luck": (region, anew, nothing), "turned": (region, anew, turned)})
    assert kept["holds"].assumption == region.assumption and "hangs most on" in kept["holds"].plain("share")
    assert kept["luck"].assumption == kept["turned"].assumption == ""
    assert "No line along one" in kept["luck"].plain("share")


def test_fresh_worlds_and_fresh_luck_are_others_than_those_searched() -> None:
    claim = BY_KEY["most_is_unseen"]
    region = regions([claim], 12, FEW)[0][claim.key]
    line = replace(region, assumption=ASSUMPTIONS[0].path, cut=1.15)
    first, again, other = (confirmed([claim], {claim.key: line}, 12, draw, FEW)[claim.key] for draw in (1, 1, 2))
    assert first == again != other
    assert first.share_true > 0.8 and first.above > 0.2


def test_every_world_has_luck_of_its_own_and_all_sides_of_a_claim_share_it(monkeypatch: pytest.MonkeyPatch) -> None:
    lived: list[int] = []

    def seen(sides: list[Side], market: str, changes: object, replications: range, progress: object) -> dict[Side, np.ndarray]:
        lived.extend(replications)
        return {side: rows(share_visible=[0.1, 0.2]) for side in sides}

    monkeypatch.setattr(lab, "_seen", seen)
    claim = BY_KEY["most_is_unseen"]
    found = regions([claim], 14, FEW)[0][claim.key]
    n_drawn = len(lived)
    assert found.n_worlds == 14 and n_drawn in (14, 28)  # worlds drawn anew confirm what the first suggest, if anything
    for draw in (1, 2):
        confirmed([claim], {claim.key: found}, 14, draw, FEW)
    assert len(set(lived)) == len(lived) == n_drawn + 28, "worlds that share their luck are right or wrong together"


@pytest.mark.parametrize(
    ("below", "above", "said"),
    [
        (-0.018, 0.075, "it holds more above 1.3 (7.5 points on average, where above 0 is for it) than below (-1.8 points)."),
        (0.012, 0.057, "it holds more above 1.3 (5.7 points on average, where above 0 is for it) than below (1.2 points)."),
        (-0.02, -0.08, "it holds more below 1.3 (-2.0 points on average, where above 0 is for it) than above (-8.0 points)."),
    ],
)
def test_what_a_claim_hangs_on_is_said_with_today_s_value_and_the_side_on_which_it_holds_more(
    below: float, above: float, said: str
) -> None:
    found = Region(24, 0.5, 0.2, ASSUMPTIONS[0].path, 1.3, below, above, 0.001).plain("share")
    assert found.startswith("It hangs most on complexity of the offer, 1 in the reference market: ") and said in found


def test_a_share_of_worlds_is_said_with_its_interval() -> None:
    region = Region(20, 0.5, 0.0, "", 0.0, 0.0, 0.0, 1.0)
    said = region.sentence()
    assert "it holds in 50 % (30 to 70 %), is the other way round in 0 % (0 to 16 %)" in said
    assert ", and cannot be told from luck in the other 50 %." in said, "what is not told to hold need not be false"
    said = Fresh(20, 0.5, 0.0, 0.0, 0.0, 1.0).sentence(region, "share")
    assert "Of 20 fresh worlds it holds in 50 % (30 to 70 %)" in said


def test_where_nothing_divides_worlds_nothing_is_said_to() -> None:
    rng = np.random.default_rng(6)

    def worlds() -> tuple[np.ndarray, np.ndarray]:
        return rng.random((48, len(ASSUMPTIONS))), np.column_stack([rng.normal(size=48), np.ones(48)])

    lines = {str(k): (divided(*worlds()), *worlds()) for k in range(200)}
    assert all(region.assumption for region, _, _ in lines.values()), "of many lines one is always the best"
    alone = sum(bool(lines_that_hold({key: line})[key].assumption) for key, line in lines.items())
    assert alone <= 12, "of lines found by luck other worlds confirm one in forty"
    assert sum(bool(region.assumption) for region in lines_that_hold(lines).values()) <= 1, "and of many told at once hardly any"


def test_a_line_near_the_end_of_an_assumption_is_found_and_confirmed_too() -> None:
    rng = np.random.default_rng(9)

    def worlds() -> tuple[np.ndarray, np.ndarray]:
        places = rng.random((48, len(ASSUMPTIONS)))
        effects = np.where(places[:, 0] < 0.22, 0.08, -0.02) + rng.normal(scale=0.02, size=48)
        return places, np.column_stack([effects, np.zeros(48)])

    found = 0
    for _ in range(40):
        kept = lines_that_hold({"end": (divided(*worlds()), *worlds())})["end"]
        found += kept.assumption == ASSUMPTIONS[0].path and 0.1 < kept.cut < 0.35 and kept.below > kept.above
    assert found >= 36


def test_shipped_answers_cover_every_claim_in_every_market() -> None:
    answers, markets = shipped_answers(), {entry.name for entry in available_markets()}
    assert set(answers.markets) == set(answers.regions) == set(answers.fresh) == set(BY_KEY)
    for key, by_market in answers.markets.items():
        assert set(by_market) == markets
        for found in by_market.values():
            told = found.p < ALPHA
            assert (found.verdict in ("true", "reversed")) == told
            assert not told or (found.verdict == "true") == (found.mean > 0)
        said, _, around, average, anew = answers.sentences(key)
        assert "Over all of them together it " in said and "On average over these worlds" in average
        assert answers.together[key].mean == pytest.approx(np.mean([each.mean for each in by_market.values()]), rel=0.001, abs=1e-5)
        effects = answers.worlds.effects[key]
        assert answers.regions[key].share_true == pytest.approx(np.mean((effects[:, 1] < ALPHA) & (effects[:, 0] > 0)), abs=1e-4)
        assert anew.startswith(f"Of {N_FRESH} fresh worlds it holds in ")
        line = answers.regions[key].assumption
        assert ("confirmed in 48 worlds drawn anew, chance by luck" in around) == ("the line at" in anew) == bool(line)


def test_chances_of_a_claim_are_adjusted_over_all_markets_as_they_are_now() -> None:
    answers = shipped_answers()
    n_values = {entry.name: N_REPLICATIONS * Side().scenario(entry.name, {}).run.n_batches for entry in available_markets()}
    for key, by_market in answers.markets.items():
        alone = [
            by_luck(found.mean, (found.high - found.low) / 2 / t.ppf(0.975, n_values[market] - 1), n_values[market])
            for market, found in by_market.items()
        ]  # what is written has five digits
        for (market, found), p in zip(by_market.items(), holm(alone), strict=True):
            assert found.p == pytest.approx(p, rel=0.01, abs=1e-12), f"{key} in {market}"


def test_answers_come_back_as_they_were_written() -> None:
    answers = shipped_answers()
    assert to_text(from_text(to_text(answers))) == to_text(answers)
    assert not replace(answers, rulebook="other", life="other").is_current


def test_a_market_that_has_changed_makes_the_answers_old(monkeypatch: pytest.MonkeyPatch) -> None:
    def changed(side: Side, market: str, changes: dict[str, object], scenario=Side.scenario):  # type: ignore[no-untyped-def]
        other = {"market.living.word_of_mouth": 0.4} if market == "turbulent" else {}
        return scenario(side, market, {**changes, **other})

    before = life()
    monkeypatch.setattr(Side, "scenario", changed)
    assert life.__wrapped__() != before


def test_the_page_names_every_claim_with_its_source() -> None:
    text = page(shipped_answers(), "buyermaze claims --report docs/claims.md")
    for claim in CLAIMS:
        assert claim.says in text and claim.origin in text
    assert "53 %" in text and "`buyermaze drivers`" in text and "`buyermaze aftermath`" in text, "claims that need journals"


def test_what_is_measured_anew_reads_as_what_is_shipped() -> None:
    anew = Finding(719361.4, 448353.2, 990369.6, 0.001)
    assert measured(anew, "USD") == "USD 719,360 (USD 448,350 to USD 990,370)"
    assert "USD 1,349,800 above" in Fresh(24, 0.5, 0.2, 0.0, 1349786.1, 0.001).sentence(
        Region(20, 0.5, 0.0, ASSUMPTIONS[0].path, 1.0, 0.0, 1.0, 0.01), "USD"
    )


def test_an_interval_that_leaves_0_out_and_does_not_tell_says_why() -> None:
    near, apart, told = (Finding(1.0, low, 2.0, p) for low, p in ((-0.1, 0.4), (0.1, 0.4), (0.1, 0.01)))
    assert came_out(near, 8) == "cannot be told from luck"
    assert came_out(apart, 8) == "cannot be told from luck: one of 8 markets may leave 0 out by luck"
    assert came_out(apart, 1) == "cannot be told from luck"
    assert came_out(told, 8) == "holds"


def test_claims_are_measured_in_a_market_and_in_worlds() -> None:
    claims = [BY_KEY["indecision_beats_rivals"], BY_KEY["one_voice"]]
    found, together = examine(claims, ["reference", "simple_transactional"], 2, FEW)
    assert set(found) == {claim.key for claim in claims}
    assert all(set(by_market) == {"reference", "simple_transactional"} for by_market in found.values())
    for key, by_market in found.items():
        assert together[key].mean == pytest.approx(np.mean([each.mean for each in by_market.values()]))
    lines, worlds = regions(claims[:1], 14, FEW)
    around, effects = lines["indecision_beats_rivals"], worlds.effects["indecision_beats_rivals"]
    assert 0 <= around.share_true + around.share_reversed <= 1
    assert worlds.places.shape == (14, len(ASSUMPTIONS)) and effects.shape == (14, 2)
    assert around.share_true == np.mean((effects[:, 1] < ALPHA) & (effects[:, 0] > 0))


def test_markets_that_share_their_luck_are_told_together_by_what_luck_does_to_all_of_them() -> None:
    rng = np.random.default_rng(11)
    hits = 0
    for _ in range(400):  # eight markets that go up and down together, nothing in truth: two batches a replication
        shared = rng.normal(size=(12, 1))
        by_market = [(shared + rng.normal(scale=0.3, size=(12, 2))).ravel() for _ in range(8)]
        found = estimate(over_all(by_market, 12))
        hits += not found.low <= 0 <= found.high
    assert hits <= 36, "as independent means they would be told apart from nothing in half of the cases"
    gone = [np.full(24, np.nan), np.arange(24.0)]
    assert over_all(gone, 12) == pytest.approx(np.arange(24.0).reshape(12, 2).mean(axis=1))


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["claims", "one_voise"], "one_voice"),
        (["claims", "one_voice", "--market", "nowhere"], "shipped markets"),
        (["claims", "one_voice", "--fresh", "5"], "at least 12 worlds"),
        (["claims", "one_voice", "--report", "x.md"], "leave the claim's name out"),
        (["claims", "--market", "reference"], "name the claim"),
        (["claims", "--replications", "10"], "name the claim"),
        (["claims", "one_voice", "--draw", "2"], "say how many with --fresh"),
    ],
)
def test_what_cannot_be_asked_is_said(words: list[str], says: str, capsys: pytest.CaptureFixture[str], tmp_path: object,
                                      monkeypatch: pytest.MonkeyPatch) -> None:  # fmt: skip
    monkeypatch.chdir(str(tmp_path))
    with pytest.raises(SystemExit) as left:
        main(words)
    assert left.value.code == 2 and says in " ".join(capsys.readouterr().err.split())


def test_all_claims_are_listed_and_one_is_measured_anew(capsys: pytest.CaptureFixture[str]) -> None:
    for words, says in ((["claims", "--csv", "-"], "indecision_beats_rivals"),
                        (["claims", "one_voice", "--market", "reference", "--replications", "2", "--accounts", "12",
                          "--quiet"], "not from so many accounts")):  # fmt: skip
        with pytest.raises(SystemExit) as left:
            main(words)
        assert left.value.code == 0 and says in capsys.readouterr().out


def test_what_fresh_worlds_say_is_in_the_file_too(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["claims", "most_is_unseen", "--market", "reference", "--replications", "2", "--accounts", "12", "--fresh", "12",
              "--json", "-", "--quiet"])  # fmt: skip
    (row,) = json.loads(capsys.readouterr().out)
    assert row["fresh_n_worlds"] == 12 and 0 <= row["fresh_share_true"] <= 1 and "fresh_p" in row
