"""The event log is read by process-mining tools as it stands."""

from pathlib import Path

import pandas
import pytest
from handmade import idle, journal, lost, row, run_of, undecided, won

from buyermaze.simulator.core.errors import InputProblem
from buyermaze.simulator.core.vocabulary import Channel, Job, Kind, Reason
from buyermaze.simulator.journal.event_log import WRITERS, event_log, write_events

RUN = run_of(journal(*won(0, 0.0), *idle(1, 3.3), *lost(2, 7.1), *undecided(3, 11.7)))


def test_activities_and_resources_are_readable() -> None:
    log = event_log(RUN)
    pairs = set(zip(log["concept:name"], log["org:resource"], strict=True))
    for pair in (
        ("content: problem", "champion 1"),
        ("rep: served", "rep 3"),
        ("committee meeting", "committee"),
        ("lead accepted", "qualifier"),
        ("approval: granted", "department head"),
        ("decision: won", "committee"),
        ("decision: lost to a rival", "committee"),
        ("decision: no decision", "committee"),
        ("decision: not a buyer", "committee"),
        ("first contact: rival", "champion 1"),
        ("vote: blocked", "committee"),
    ):
        assert pair in pairs


def test_cases_carry_what_is_true_of_them_as_a_whole() -> None:
    log = event_log(RUN)
    cases = log.drop_duplicates("case:concept:name").set_index("case:concept:name")
    assert list(cases.index) == [f"A{account:06d}" for account in range(4)]
    assert cases["case:outcome"].tolist() == ["won", "not serious", "lost", "no decision"]
    assert set(cases["case:segment"]) == {RUN.scenario.market.segments[0].name}
    assert cases["case:people"].dtype.kind == "i"
    assert cases["case:value"].isna().tolist() == [False, True, False, False]


def test_segments_in_the_log_are_those_the_rules_drew() -> None:
    import numpy as np

    from buyermaze.simulator.inputs.reading.loading import load
    from buyermaze.simulator.model.parameters import pack
    from buyermaze.simulator.model.rules.luck.draws import child_key, run_key
    from buyermaze.simulator.model.steps.journey.arrival import _segment
    from buyermaze.simulator.outcomes.segments import segments_of

    two = [{"name": "large", "weight": 1}, {"name": "small", "weight": 3}]
    run = run_of(journal(*won(0, 0.0)), load("merged", changes={"market.segments": two}))
    params, root = pack(run.scenario), run_key(run.scenario.run.seed, 0)
    params = params[0] if getattr(params, "shape", ()) else params
    rule = getattr(_segment, "py_func", _segment)
    drawn = [int(rule(params, np.uint64(child_key(root, account)))) for account in range(40)]
    assert set(drawn) == {0, 1}
    assert segments_of(run, np.arange(40)).tolist() == drawn


def test_what_the_market_and_the_seller_do_has_names_and_doers() -> None:
    given = [
        row(Kind.ARRIVED, 0, value=2, detail=1),
        row(Kind.FIXED, 1, -1, job=Job.PROBLEM, value=0.7),
        row(Kind.MAILED, 1, channel=Channel.EMAIL, vendor=0, value=2, detail=1),
        row(Kind.TOUCH, 1, person=0, job=Job.PROBLEM, channel=Channel.EMAIL, vendor=0, hours=0.1),
        row(Kind.IGNORED, 2, person=0, channel=Channel.REP),
        row(Kind.TOUCH, 3, person=0, job=Job.SELECTION, channel=Channel.REP, rep=1, reason=Reason.PUSHED),
        row(Kind.INVITED, 3, person=0, reason=Reason.ASKED_EFFORT, value=2),
        row(Kind.SURVEY, 3, person=0, reason=Reason.ASKED_EFFORT, value=2),
        row(Kind.FINE_PRINT, 4, person=1, value=0.5),
        row(Kind.SHOCK, 5, reason=Reason.CHAMPION_LEAVES, value=0.5),
        row(Kind.CARE, 6, vendor=0),
        row(Kind.ISSUE, 7, vendor=0, reason=Reason.UNANSWERED),
        row(Kind.INVITED, 8, person=1, reason=Reason.ASKED_RECOMMEND, value=9),
        row(Kind.EXPANSION, 9, vendor=0, reason=Reason.BOUGHT, value=0.3),
        row(Kind.ENDED, 10),
    ]
    log = event_log(run_of(journal(*given)))
    assert list(zip(log["concept:name"], log["org:resource"], strict=True)) == [
        ("arrival", "committee"),
        ("mail sent", "marketing"),
        ("email: problem", "champion 1"),
        ("rep: not followed up", "sales"),
        ("rep: selection", "champion 1"),
        ("survey sent: effort", "survey desk"),
        ("survey answered: effort", "champion 1"),
        ("fine print found", "economic 1"),
        ("shock: champion leaves", "outside"),
        ("word without an agenda", "sales"),
        ("issue: unanswered", "support"),
        ("survey sent: recommending", "survey desk"),
        ("expansion: bought", "committee"),
        ("end", "committee"),
    ]
    assert log["reason"].tolist()[4] == "pushed"


def test_moments_increase_strictly_within_a_case_and_keep_row_order() -> None:
    log = event_log(RUN)
    for _, case in log.groupby("case:concept:name"):
        assert (case["time:timestamp"].diff().iloc[1:] > pandas.Timedelta(0)).all()
    first = log[log["case:concept:name"] == "A000000"]["concept:name"].tolist()
    assert first.index("approval: granted") + 1 == first.index("decision: won")


@pytest.mark.parametrize("suffix", WRITERS)
def test_process_mining_reads_the_file(tmp_path: Path, suffix: str) -> None:
    import pm4py

    path = tmp_path / f"log{suffix}"
    write_events(RUN, path)
    if suffix == ".xes":
        log = pm4py.read_xes(str(path))
    elif suffix == ".parquet":
        log = pandas.read_parquet(path)
    else:
        log = pm4py.format_dataframe(pandas.read_csv(path))
    follows, starts, ends = pm4py.discover_dfg(log)
    assert starts == {"arrival": 4}
    assert ends == {"end": 4}
    assert sum(follows.values()) == len(RUN.journal) - 4
    assert follows["approval: granted", "decision: won"] == 1
    assert log["case:concept:name"].nunique() == 4


def test_the_same_run_gives_the_same_bytes(tmp_path: Path) -> None:
    for suffix in WRITERS:
        write_events(RUN, tmp_path / f"a{suffix}")
        write_events(RUN, tmp_path / f"b{suffix}")
        assert (tmp_path / f"a{suffix}").read_bytes() == (tmp_path / f"b{suffix}").read_bytes()


def test_an_unknown_ending_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputProblem, match=r"\.csv, \.parquet, \.xes"):
        write_events(RUN, tmp_path / "log.doc")


def test_an_unwritable_place_is_refused_and_nothing_is_left(tmp_path: Path) -> None:
    with pytest.raises(InputProblem, match="cannot be written"):
        write_events(RUN, tmp_path / "nowhere" / "log.csv")
    (tmp_path / "log.csv").mkdir()
    with pytest.raises(InputProblem, match="cannot be written"):
        write_events(RUN, tmp_path / "log.csv")
    assert [path.name for path in tmp_path.iterdir()] == ["log.csv"]


def test_odd_names_survive_xml(tmp_path: Path) -> None:
    import pm4py

    name = 'finance <"R&D">'
    run = run_of(RUN.journal, RUN.scenario.with_changes({"market.approvals": [{"name": name}]}))
    write_events(run, tmp_path / "log.xes")
    assert name in set(pm4py.read_xes(str(tmp_path / "log.xes"))["org:resource"])
