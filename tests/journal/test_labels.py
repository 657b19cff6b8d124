"""One account under all its labels: each true to a row, in order of time, and told where it had set out before."""

from buyermaze.simulator.core.calendar import day_words
from buyermaze.simulator.core.vocabulary import Kind
from buyermaze.simulator.inputs.dates.timeline import clock_of
from buyermaze.simulator.inputs.reading.loading import load
from buyermaze.simulator.journal.labels import labels, labels_said
from buyermaze.simulator.runs.run import simulate
from tests.worlds import cohort


def test_a_customer_was_a_target_first_and_every_label_has_its_row() -> None:
    run = simulate(load("baton_pass", market="long_relationship").with_changes(cohort(120)))
    journeys = run.journeys()
    for account in journeys.loc[journeys["won"], "account"].tolist():
        found = labels(run, account)
        times = run.of(account)["time"].tolist()
        assert found[0][1] == "a target" and "a customer" in [label for _, label in found]
        assert [time for time, _ in found] == sorted(time for time, _ in found) and {time for time, _ in found} <= set(times)
    lost = journeys.loc[journeys["outcome"] == "lost to a rival", "account"].tolist()
    assert all(labels(run, account)[-1][1] == "a rival's customer" for account in lost[:20])


def test_labels_have_the_dates_of_their_rows() -> None:
    run = simulate(load("baton_pass", market="long_relationship").with_changes(cohort(60)))
    clock, account = clock_of(run.scenario), int(run.journeys().query("won")["account"].iloc[0])
    assert len(labels(run, account)) > 2
    said = labels_said(run, account)
    for time, label in labels(run, account):
        assert f"{label} ({day_words(clock.day(time))})" in said


def test_who_comes_back_is_said_to_have_set_out_before() -> None:
    few = {"market.pool.n_firms": 40, "market.pool.weeks_rest": 4.0}
    run = simulate(load("merged").with_changes(cohort(200) | few))
    firms = run.journal[run.journal["kind"] == Kind.FIRM]
    again, first = (int(firms["account"][(firms["detail"] > 0) == before][0]) for before in (True, False))
    assert labels_said(run, again).startswith("They had set out ")
    assert labels_said(run, first).startswith("To us the same people were a target (")
