"""Calibration finds what was hidden, says what it cannot know, and leaves files that other commands take."""

import numpy as np
import pytest
import yaml

from buyermaze.experiments.calibration.approximate_bayes import posterior
from buyermaze.experiments.calibration.calibrate import calibrate
from buyermaze.experiments.calibration.lead_numbers import cumulative, known_from_leads, numbers_from_leads
from buyermaze.experiments.calibration.report import write_calibration
from buyermaze.experiments.calibration.targets import known_from, typed_numbers
from buyermaze.experiments.importing.leads import import_leads
from buyermaze.simulator.core.errors import InputProblem
from buyermaze.simulator.inputs.reading.loading import load
from tests.optional import needed
from tests.worlds import cohort


def toy(places, rng):
    """Return two noisy numbers that hang on the first two of three parameters."""
    x = places @ np.array([[2.0, 0.5], [0.5, 2.0], [0.0, 0.0]])
    return x + 0.15 * rng.standard_normal(x.shape)


def test_hidden_values_lie_in_their_intervals_about_nine_times_in_ten():
    rng = np.random.default_rng(2)
    bank = rng.random((2000, 3))
    reached = toy(bank, rng)
    hidden = rng.random((60, 3))
    inside = np.zeros((60, 3), bool)
    width = np.zeros(3)
    for i, truth in enumerate(hidden):
        found = posterior(bank, reached, toy(truth[None], rng)[0], [1e-9, 1e-9], seed=i)
        low, high = np.percentile(found.places, [5, 95], axis=0)
        inside[i] = (low <= truth) & (truth <= high)
        width += (high - low) / 60
    assert (inside.mean(axis=0) > 0.8).all(), inside.mean(axis=0)
    assert (inside.mean(axis=0) <= 1).all()
    assert (width[:2] < 0.4).all(), "the first two are found"
    assert width[2] > 0.8, "of the third nothing can be known"


def test_numbers_are_read_as_people_type_them():
    assert typed_numbers(["win_rate=22%+-3%", "days_to_close=90 ± 5", "deal_value=5e4"]) == {
        "win_rate": (0.22, 0.03),
        "days_to_close": (90, 5),
        "deal_value": 5e4,
    }
    reached, settings = known_from({"win_rate": (0.22, 0.03), "handoff_delay_hours": 42.0, "regret_mean": 30.0})
    assert [(each.outcome, each.value) for each in reached] == [("p_win_of_opportunities", 0.22), ("regret_mean", 30.0)]
    assert settings == {"programme.handoff.delay_hours": 42.0}


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["win_rate"], "write a name"),
        (["win_rate=often"], "write a name"),
        (["winrate=0.2"], "did you mean 'win_rate'"),
        (["win_rate=22"], "is no share"),
        (["win_rate=0.2+-0"], "error above 0"),
        (["deal_value=5"], "nothing to calibrate to"),
    ],
)
def test_numbers_that_cannot_be_are_refused(words, message):
    with pytest.raises(InputProblem, match=message):
        known_from(typed_numbers(words))


def test_a_lead_list_tells_its_numbers(tmp_path):
    path = tmp_path / "leads.csv"
    rows = "".join(f"{i},2026-01-05,{'2026-01-19' if i < 10 else ''},{1000 + i}\n" for i in range(40))
    path.write_text("id,lead_date,won_date,value\n" + rows, encoding="utf-8")
    numbers = known_from_leads(import_leads([path]).leads)
    assert numbers["lead_win_rate"][0] == 0.25, "no loss is recorded, and all leads are as old as the wins were"
    assert numbers["lead_win_rate"][1] == pytest.approx(0.0685, abs=1e-4)
    assert numbers["days_to_close"][0] == pytest.approx(10)
    assert numbers["deal_value"][0] == pytest.approx(1004.5)


def test_a_calibration_leaves_files_that_other_commands_take(tmp_path):
    needed("vl_convert")
    vary = [
        {"path": "market.group.pace", "low": 0.3, "high": 3},
        {"path": "market.living.sd_use", "low": 0, "high": 1},
    ]
    scenario = load("merged", changes={"market.group.pace": 0.7, **cohort(300), "run.seed": 99})
    from buyermaze.simulator.outcomes.definitions import position
    from buyermaze.simulator.runs.batch import outcome_table

    days = float(np.nanmean(outcome_table([scenario], range(3))[0, :, position("days_to_decision")]))
    found = calibrate(
        "merged", {"days_to_decision": (days, 0.05 * days)}, tmp_path / "c", vary=vary, n=160, n_accounts=40
    )
    table = found.parameters.set_index("parameter")
    assert table.loc["pace", "low"] < 0.7 < table.loc["pace", "high"]
    assert table.loc["pace", "narrower"] > 0.3
    assert table.loc["sd_use", "words"].startswith("not identified")
    assert found.checks.loc[0, "words"] == "which fits"
    write_calibration(found, tmp_path / "c", against="baton_pass")
    calibrated = load(tmp_path / "c" / "calibrated.yaml")
    assert calibrated.market.group.pace == pytest.approx(table.loc["pace", "median"])
    assert load("baton_pass", market=tmp_path / "c" / "market.yaml").market == calibrated.market
    from buyermaze.experiments.plans.plan import planned

    plan = planned(tmp_path / "c" / "study.yaml")
    assert plan.model.scenario_names == ("calibrated", "baton_pass")
    assert len(plan.design) == 200
    assert yaml.safe_load((tmp_path / "c" / "study.yaml").read_text("utf-8"))["design"]["kind"] == "points"
    assert "sd\\_use" in (tmp_path / "c" / "report" / "report.md").read_text("utf-8")
    again = calibrate(
        "merged", {"days_to_decision": (days, 0.05 * days)}, tmp_path / "c", vary=vary, n=160, n_accounts=40
    )
    assert again.draws.equals(found.draws), "the sweeps are gone on with, and the answer is the same"


def test_a_folder_with_other_things_is_left_alone(tmp_path):
    (tmp_path / "thesis.txt").write_text("x")
    with pytest.raises(InputProblem, match="not empty and no calibration"):
        calibrate("merged", {"win_rate": 0.2}, tmp_path)


def test_open_leads_are_censored_and_said_so():
    # wins and losses come at a steady pace; a list cut early holds mostly open leads and still tells the share of wins
    import pandas

    luck = np.random.default_rng(3)
    start = pandas.Timestamp("2026-01-05", tz="UTC") + pandas.to_timedelta(luck.uniform(0, 300, 4000), unit="D")
    end = start + pandas.to_timedelta(luck.exponential(60, 4000), unit="D")
    won, as_of = luck.random(4000) < 0.3, pandas.Timestamp("2026-11-01", tz="UTC")
    seen = end < as_of
    leads = pandas.DataFrame(
        {"first_contact": start, "closed": end, "result": np.where(won, "won", "lost"), "value": np.nan}
    )
    leads["responded"] = leads["handed_over"] = pandas.Series(
        pandas.NaT, index=leads.index, dtype="datetime64[us, UTC]"
    )
    leads.loc[~seen, "closed"] = pandas.NaT
    leads.loc[~seen, "result"] = "open"
    told = numbers_from_leads(leads)
    rate, error = told.numbers["lead_win_rate"]
    assert abs(rate - 0.3) < 3 * error
    assert error < 0.05
    assert "are still open" in told.remarks[0]
    immature = numbers_from_leads(leads[leads["first_contact"] > "2026-10-01"])
    assert immature.numbers["lead_win_rate"][1] > error * 2, "a young list says less, and says so"


def test_the_share_of_ends_under_censoring_by_hand():
    by_first, by_second, neither = cumulative(np.array([1.0, 2, 2, 3]), np.array([1, 0, 2, 1]))
    assert (by_first, by_second, neither) == pytest.approx((1 / 4 + 1 / 2, 1 / 4, 0))


def test_doubt_in_what_is_known_takes_no_share_below_nothing_and_no_time_either():
    from buyermaze.experiments.calibration.calibrate import _judged
    from buyermaze.experiments.calibration.targets import Known

    rate = _judged(Known("lead_win_rate", "p_win_of_leads", 0.1, 0.4), np.full(200, 0.05))
    assert (rate["low"], rate["error"]) == (0.0, 0.4)
    assert rate["high"] <= 1
    days = _judged(Known("days_to_close", "days_to_win", 4.0, 9.0), np.full(200, 5.0))
    assert days["low"] == 0
    profit = _judged(Known("profit", "profit", 4.0, 9.0), np.linspace(-5, 5, 200))
    assert profit["low"] < 0, "what can be negative stays so"


def test_a_win_rate_with_open_leads_is_told_in_words(tmp_path):
    rows = ["lead_id,created,status,closed_on"]
    rows += [f"w{n},2026-01-{1 + n:02d},won,2026-02-{1 + n:02d}" for n in range(8)]
    rows += [f"l{n},2026-01-{1 + n:02d},lost,2026-03-{1 + n:02d}" for n in range(8)]
    rows += [f"o{n},2026-03-{1 + n:02d},open," for n in range(12)]
    file = tmp_path / "leads.csv"
    file.write_text("\n".join(rows) + "\n")
    said = " ".join(numbers_from_leads(import_leads([file]).leads).remarks)
    assert "how the other" in said
    assert "will end nobody knows yet" in said
    assert "percentage points" in said


def followed(luck, days, *, losses, n=300):
    """Return leads that came in over some days and take 90 to a win (gamma, shape 2), as a list shows them at the end of those."""
    import pandas

    came, wins = luck.uniform(0, days, n), luck.random(n) < 0.3
    ends = came + luck.gamma(2.0, np.where(wins, 45.0, 30.0))
    ended = (ends <= days) & (wins | losses)
    start = pandas.Timestamp("2024-01-01", tz="UTC")
    first, closed = (pandas.Series(start + pandas.to_timedelta(each, unit="D")) for each in (came, ends))
    nothing = pandas.Series(pandas.NaT, index=range(n), dtype="datetime64[us, UTC]")
    result = np.where(ended, np.where(wins, "won", "lost"), "open")
    leads = pandas.DataFrame({"first_contact": first, "closed": closed.where(ended), "result": result, "value": np.nan})
    return leads.assign(responded=nothing, handed_over=nothing)


@pytest.mark.parametrize("losses", [True, False])
@pytest.mark.parametrize(("days", "open_least"), [(200, 0.25), (730, 0.0)])
def test_the_time_to_a_win_counts_slow_wins_that_are_still_to_come_at_any_share_of_open_leads(losses, days, open_least):
    truth, luck = 90 * 5 / 7, np.random.default_rng(1)
    lists = [followed(luck, days, losses=losses) for _ in range(60)]
    told = [numbers_from_leads(leads) for leads in lists]
    found = np.array([each.numbers["days_to_close"] for each in told])
    so_far = np.array([(leads["closed"] - leads["first_contact"])[leads["result"] == "won"].mean().days * 5 / 7 for leads in lists])
    is_open = np.array([(leads["result"] == "open").mean() for leads in lists])
    assert is_open.min() > open_least and (days < 730 or not losses or is_open.max() < 0.2)
    assert abs(found[:, 0].mean() - truth) < 0.6 * abs(so_far.mean() - truth), "the mean of wins so far is further off"
    assert (np.abs(found[:, 0] - truth) < 1.96 * found[:, 1]).mean() > 0.85
    assert all("days_to_close counts slow wins" in " ".join(each.remarks) for each in told)


def test_the_time_to_a_win_of_a_list_in_which_all_have_ended_is_their_mean():
    leads = followed(np.random.default_rng(2), 20_000, losses=True)
    told = numbers_from_leads(leads[leads["result"] != "open"])
    assert told.numbers["days_to_close"][0] == pytest.approx(90 * 5 / 7, rel=0.2)
    assert not told.remarks
