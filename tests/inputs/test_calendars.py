"""Working calendars: holidays and office hours move dates and quarters, and never what happens."""

import subprocess
import sys
from datetime import date

import numpy as np
import pandas
import pytest

import buyermaze as bm
from buyermaze.experiments.calibration.lead_numbers import hours_between, numbers_from_leads
from buyermaze.simulator.core.clock import Clock, Office, working_hours
from buyermaze.simulator.core.errors import InputProblem
from buyermaze.simulator.core.public_holidays import working_days
from buyermaze.simulator.inputs.dates.epochs import day_of, hours_at
from buyermaze.simulator.inputs.dates.timeline import clock_of
from buyermaze.simulator.inputs.reading.uploads import from_upload, to_yaml
from buyermaze.simulator.outcomes.books.periods import period_edges

GERMANY = {"run.calendar.country": "DE"}
QUICK = {"run.weeks_warm_up": 0.0, "run.weeks": 52.0, "run.weeks_follow_up": 0.0, "run.n_replications": 1}
HOURS = Office(working_days("DE"), 8.0, 18.0)


@pytest.fixture(scope="module")
def plain():
    return bm.load("baton_pass", changes=QUICK)


def test_a_holiday_is_passed_over_like_a_weekend():
    good_friday = Clock(date(2026, 4, 2), Office(working_days("DE")))
    assert good_friday.day(8.0) == date(2026, 4, 7)  # Good Friday, the weekend and Easter Monday lie between


@pytest.mark.parametrize(
    ("country", "region", "days"), [("", "", 261), ("DE", "", 254), ("US", "", 250), ("GB", "ENG", 253), ("JP", "", 244)]
)
def test_a_year_holds_the_working_days_of_its_country(country, region, days):
    clock = Clock(date(2026, 1, 1), Office(working_days(country, region)))
    assert clock.hours_at(date(2027, 1, 1)) == 8.0 * days


def test_a_region_has_holidays_of_its_own():
    epiphany = np.datetime64("2026-01-06")
    assert np.is_busday(epiphany, busdaycal=working_days("DE"))
    assert not np.is_busday(epiphany, busdaycal=working_days("DE", "BY"))


def test_the_weekend_is_that_of_the_country():
    assert np.is_busday(np.datetime64("2026-03-08"), busdaycal=working_days("IL"))  # a Sunday
    assert not np.is_busday(np.datetime64("2026-03-06"), busdaycal=working_days("IL"))  # a Friday


def test_working_hours_come_back_from_dates_over_holidays_and_long_office_hours():
    clock, hours = Clock(date(2026, 3, 2), HOURS), np.arange(0.0, 2000.0, 3.7)
    moments = clock.timestamps(hours)
    assert np.allclose(np.diff(working_hours(moments, HOURS)), 3.7)
    of_day = (moments - moments.astype("datetime64[D]")) / np.timedelta64(1, "h")
    assert of_day.min() >= 8.0 and of_day.max() <= 18.0 and of_day.max() > 17.0
    assert np.is_busday(moments.astype("datetime64[D]"), busdaycal=HOURS.days).all()


def test_holidays_change_no_result(plain):
    with_holidays = plain.with_changes(GERMANY)
    assert with_holidays.fingerprint == plain.fingerprint
    one, other = bm.simulate(plain), bm.simulate(with_holidays)
    assert one.journal.tobytes() == other.journal.tobytes()
    late = [clock_of(run.scenario).timestamps(run.journal["time"][-1]) for run in (one, other)]
    assert late[1] > late[0]


def test_quarters_hold_the_working_days_of_the_calendar_and_lose_nobody(plain):
    german = plain.with_changes(GERMANY)
    edges = [period_edges(scenario, "quarter") for scenario in (plain, german)]
    assert [(np.diff(each) / 8.0)[:4].tolist() for each in edges] == [
        [62.0, 65.0, 66.0, 66.0],
        [62.0, 60.0, 66.0, 65.0],
    ]
    found = bm.simulate(german).by("quarter")
    assert found["since"].iloc[1] == pandas.Timestamp("2026-04-01")
    assert found["n_inquiries"].sum() == bm.simulate(plain).by("quarter")["n_inquiries"].sum()


def test_weeks_are_those_of_the_calendar_where_there_are_holidays(plain):
    found = bm.simulate(plain.with_changes(GERMANY)).by("week")
    assert (np.diff(found["since"]) >= np.timedelta64(6, "D")).all()
    assert "2026-04-06" in found["period"].tolist()  # the week of Easter Monday
    assert found["period"].is_unique


def test_dates_of_a_plan_fall_where_the_calendar_says(plain):
    entry = {"name": "hire", "date": "2026-05-04", "add": {"programme.team.n_reps": 1}}
    plan = plain.with_changes({"timeline": [entry]})
    german = plan.with_changes(GERMANY)
    assert plan.epochs[1].hours - german.epochs[1].hours == 3 * 8.0  # Good Friday, Easter Monday, Labour Day
    assert german.fingerprint != plan.fingerprint
    assert day_of(german, german.epochs[1].hours) == date(2026, 5, 4)


def test_dates_and_hours_of_a_run_are_each_others_inverse(plain):
    german = plain.with_changes(GERMANY | {"run.weeks_warm_up": 104.0})
    assert hours_at(german, german.run.start) == 104 * 40.0
    for hours in np.arange(0.0, 9000.0, 648.0):
        assert hours_at(german, day_of(german, hours)) == hours


def test_a_file_and_a_link_keep_the_calendar(plain):
    made = plain.with_changes({"run.calendar": {"country": "Germany", "region": "Bayern", "opens": 8, "closes": 16.5}})
    assert (made.run.calendar.country, made.run.calendar.region) == ("DE", "BY")
    assert from_upload("own.yaml", to_yaml(made).encode()).run.calendar == made.run.calendar


def test_clocks_of_a_crm_are_read_with_the_same_calendar():
    came = pandas.Series(pandas.to_datetime(["2026-04-02 15:00"] * 6))
    answered = pandas.Series(pandas.to_datetime(["2026-04-07 10:00"] * 6))
    assert hours_between(came, answered).tolist() == [19.0] * 6
    assert hours_between(came, answered, Office(working_days("DE"))).tolist() == [3.0] * 6
    leads = pandas.DataFrame(
        {"first_contact": came, "responded": answered, "handed_over": pandas.NaT, "closed": answered, "result": "won",
         "value": 1.0}
    )  # fmt: skip
    assert numbers_from_leads(leads, Office(working_days("DE"))).numbers["response_hours"][0] == 3.0


def test_moments_outside_office_hours_are_told_by_the_offices_own_hours():
    evening = pandas.Series(pandas.to_datetime(["2026-03-03 19:30"] * 6))
    leads = pandas.DataFrame(
        {"first_contact": evening, "responded": evening, "handed_over": pandas.NaT, "closed": evening, "result": "won",
         "value": 1.0}
    )  # fmt: skip
    assert "09:00 to 17:00" in " ".join(numbers_from_leads(leads).remarks)
    assert not any("outside" in each for each in numbers_from_leads(leads, Office(closes=20.0)).remarks)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"run.calendar.country": "Germny"}, ["run.calendar.country", "'Germny'", "did you mean 'germany'"]),
        ({"run.calendar.country": "XX"}, ["run.calendar.country", "'XX'"]),
        ({"run.calendar.region": "BY"}, ["run.calendar", "country"]),
        ({"run.calendar.country": "DE", "run.calendar.region": "Bayrn"}, ["'Bayrn'", "did you mean 'Bayern'"]),
        ({"run.calendar.country": "DE", "run.calendar.region": "Bavaria"}, ["'Bavaria'; they go by name or code: BB, BE"]),
        ({"run.calendar.closes": 9.0}, ["run.calendar.closes", "9"]),
        ({"run.calendar.opens": 25.0}, ["run.calendar.opens", "0 to 23"]),
        ({"run.calendar.county": "DE"}, ["county", "did you mean 'country'"]),
        ({"run.calendar.country": "DE", "run.weeks": 9000.0}, ["run.calendar.country", "1991 to 2100"]),
    ],
)
def test_a_calendar_that_cannot_be_is_refused_in_a_sentence(plain, changes, words):
    with pytest.raises(InputProblem) as problem:
        plain.with_changes(changes)
    for word in words:
        assert word in str(problem.value)
    assert "\n" not in str(problem.value)


def test_whoever_asks_for_no_holidays_does_not_load_them():
    code = "import buyermaze as bm, sys; bm.load('baton_pass').fingerprint; assert 'holidays' not in sys.modules"
    subprocess.run([sys.executable, "-c", code], check=True)


def test_the_clock_of_a_run_is_that_of_its_calendar(plain):
    assert clock_of(plain).office.days.holidays.size == 0
    assert clock_of(plain.with_changes(GERMANY)).office.days.holidays.size > 500
