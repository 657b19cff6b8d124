"""Plans: alignments by hand, variants, and everything the linter must notice."""

from dataclasses import replace
from xml.etree import ElementTree

import pytest
from handmade import journal, row, run_of, won

from buyermaze.simulator.analysis.journeys.campaign_plan import FUNNEL, Plan, Step, plan_from_upload, read_plan
from buyermaze.simulator.analysis.journeys.conformance import (
    _linear,
    align,
    conform,
    journeys_of,
    moves_of,
    variants_of,
)
from buyermaze.simulator.analysis.journeys.plan_checks import lint
from buyermaze.simulator.analysis.journeys.plan_drawing import plan_html, plan_svg
from buyermaze.simulator.analysis.journeys.three_failures import FAILURES, scorecard
from buyermaze.simulator.core.errors import InputProblem
from buyermaze.simulator.core.vocabulary import Channel, Job, Kind, words
from buyermaze.simulator.inputs.sheets.scenario import Scenario
from buyermaze.simulator.runs.run import simulate
from tests.worlds import cohort

AB = Plan("a then b", (Step("a", "problem", ("content",)), Step("b", "selection", ("rep",))))
A, B, X = ("problem", "content"), ("selection", "rep"), ("problem", "peers")
GOOD = """
title: good
accounts_per_week: 1
steps:
  - {name: read, job: problem, channel: content, role: champion, owner: content, asset: trend report, day: 0, days: 20, hours: 1}
"""


@pytest.mark.parametrize(
    ("lived", "fitness", "deviations"),
    [
        ([A, B], 1, ()),
        ([A, A, A, B, B], 1, ()),
        ([A, X, B], 1 - 1 / 5, ("not planned: problem through peers",)),
        ([B, A, B], 1 - 1 / 5, ("ahead to: selection through rep",)),
        ([A, B, A], 1 - 1 / 5, ("back to: problem through content",)),
        ([A], 1 - 1 / 3, ("skipped: b",)),
        ([B], 1 - 1 / 3, ("skipped: a",)),
        ([], 0, ("skipped: a", "skipped: b")),
        ([X, X], 0, ("not planned: problem through peers",) * 2 + ("skipped: a", "skipped: b")),
    ],
)
def test_alignments_by_hand(lived, fitness, deviations):
    found = align(lived, AB)
    assert found.fitness == pytest.approx(fitness)
    assert sorted(found.deviations) == sorted(deviations)


def test_an_alignment_costs_as_many_deviations_as_it_names(run):
    for _, _, lived in journeys_of(run)[:10]:
        found = align(lived, FUNNEL)
        assert found.fitness == pytest.approx(1 - len(found.deviations) / (len(lived) + len(FUNNEL.steps)))
        assert 0 <= found.foreseen <= 1


def test_variants_are_the_order_in_which_jobs_became_complete():
    more = [row(Kind.COMPLETED, 30.0, job=Job.SOLUTION), row(Kind.COMPLETED, 70.0, job=Job.PROBLEM)]
    ways = variants_of(run_of(journal(*won(0, 0.0), *more)))
    assert ways[0] == "problem > solution > again problem > again problem > problem"


def test_a_way_back_is_gone_by_one_person_not_by_what_a_colleague_does_next():
    def act(hours, person, job):
        return row(Kind.TOUCH, hours, person=person, job=job, channel=Channel.CONTENT)

    life = [act(13.0, 0, Job.PROBLEM), act(14.0, 1, Job.SELECTION), act(15.0, 0, Job.PROBLEM)]
    went = moves_of(run_of(journal(*won(0, 0.0), *life)))
    assert went == {("problem", "selection"): 2, ("selection", "problem"): 1}  # both onward, one of them back; a meeting is neither


def test_who_completed_no_job_is_not_said_to_have_kept_to_a_funnel():
    found = conform(Scenario().with_changes(cohort(2)), AB, 1)
    ways = ["no job was ever complete", "problem > solution", "problem > again problem", "solution > problem"]
    table = found.journeys.loc[[0] * len(ways)].reset_index(drop=True).assign(variant=ways)
    lived = replace(found, journeys=table.assign(linear=[_linear(way) for way in ways]))
    assert lived.share_linear() == pytest.approx(1 / 3)
    assert "25 % of them completed no job; of the others 33 % kept to the order of a funnel" in " ".join(lived.sentences())


def hand_made():
    """Return a plan held against one life by hand: content twice, peers, back from the selection, nobody of ours in it."""
    steps = [
        (1.0, Job.PROBLEM, Channel.CONTENT), (2.0, Job.SELECTION, Channel.PEERS), (3.0, Job.PROBLEM, Channel.CONTENT),
        (4.0, Job.PROBLEM, Channel.PEERS), (5.0, Job.SELECTION, Channel.PEERS), (6.0, Job.PROBLEM, Channel.OWN_WORK),
    ]  # fmt: skip
    return [(words(job), words(channel)) for _, job, channel in steps]


def test_where_plan_and_lives_part_is_counted_job_by_job(monkeypatch):
    monkeypatch.setattr("buyermaze.simulator.analysis.journeys.conformance.journeys_of", lambda *_: [(0, True, hand_made())])
    monkeypatch.setattr("buyermaze.simulator.analysis.journeys.conformance.variants_of", lambda _: {})
    found = conform(Scenario().with_changes(cohort(2)), AB, 1)
    places = found.places.set_index(["job", "channel"])
    assert places.loc[("problem", "content"), "times"] == 2 and places.loc[("problem", "content"), "foreseen"]
    assert places["times"].sum() == 6 and not places.loc[("selection", "peers"), "foreseen"]
    parted = found.parted().set_index("job")
    assert parted.loc["problem", "not_planned"] == pytest.approx(2 / 4)
    assert tuple(parted.loc["selection", ["not_planned", "most"]]) == (1.0, "peers")
    assert found.lived_by() == [1.0, 0.0]
    assert "They part most at selection: 100 % of what is done there was not planned" in " ".join(found.sentences())


def test_the_plan_is_drawn_over_what_is_lived(scenario):
    plan = Plan("<ours> & theirs", (*AB.steps, Step("<anything>")))
    found = conform(scenario, plan, 1)
    drawn = plan_svg(found)
    texts = ["".join(each.itertext()) for each in ElementTree.fromstring(drawn).iter() if each.tag.endswith("text")]
    for step, share in zip(plan.steps, found.lived_by(), strict=True):
        assert any(step.name in text for text in texts) and any(text.endswith(f"{100 * share:.0f} % live it") for text in texts)
    for share in found.parted()["not_planned"]:
        assert f"{100 * share:.0f} % not planned" in texts
    assert drawn.count("<title>") == len(found.places)
    nobody = replace(found, journeys=found.journeys[:0], places=found.places[:0], moves=found.moves[:0])
    ElementTree.fromstring(plan_svg(nobody, ground=False))
    page = plan_html(found, "here")
    assert "<ours>" not in page and "&lt;ours&gt;" in page and found.sentences()[0].split("'")[0] in page


def test_conformance_looks_through_either_lens(scenario):
    truth, seen = conform(scenario, n_replications=1), conform(scenario, n_replications=1, only_seen=True)
    assert len(truth.journeys) == len(seen.journeys)
    assert truth.variants()["journeys"].sum() == len(truth.journeys)
    assert truth.table()["journeys"].between(0, 1).all()
    assert not seen.table()["deviation"].str.contains("peers|rival|own work").any()
    assert all(line.endswith(".") for line in truth.sentences())


def write(tmp_path, text):
    file = tmp_path / "plan.yaml"
    file.write_text(text, encoding="utf-8")
    return read_plan(file)


def rules(plan, scenario=None):
    return {each.rule for each in lint(plan, scenario or Scenario()).warnings}


def test_a_step_that_says_nothing_is_asked_for_everything(tmp_path):
    plan = write(tmp_path, "steps:\n  - {name: something}\n")
    assert {"job", "channel", "owner", "role", "time", "capacity"} <= rules(plan)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (("owner: content", "owner: legal"), "no team 'legal'"),
        (("owner: content", "owner: qualifiers"), "has nobody in it"),
        (("asset: trend report", "asset: dream book"), "no asset 'dream book'"),
        (("asset: trend report", "asset: solution overview"), "is about solution"),
        (("asset: trend report", "asset: cost-of-waiting guide"), "written for economic"),
        (("role: champion", "role: wizard"), "no persona 'wizard'"),
        (("channel: content", "channel: peers"), "not ours to plan"),
        (("hours: 1", "hours: 900"), "hours a week"),
        (("days: 20", "days: 1"), "it is over after"),
    ],
)
def test_what_a_plan_relies_on_must_be_there(tmp_path, change, says):
    assert change[0] in GOOD
    found = lint(write(tmp_path, GOOD.replace(*change)), Scenario())
    assert any(says in each.text for each in found.warnings), found.sentences()
    assert not any(says in each.text for each in lint(write(tmp_path, GOOD), Scenario()).warnings)


def test_a_channel_that_is_switched_off_cannot_carry_a_step(tmp_path):
    plan = write(tmp_path, GOOD.replace("channel: content", "channel: ads"))
    assert any(
        "switched off" in e.text for e in lint(plan, Scenario().with_changes({"programme.marketing.ads": 0})).warnings
    )


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("title: x\n", "needs a list 'steps'"),
        ("steps:\n  - {jobb: problem}\n", "no 'jobb' here"),
        ("steps:\n  - {job: lunch}\n", "no job 'lunch'"),
        ("steps:\n  - {channel: pigeon}\n", "no channel 'pigeon'"),
        ("steps:\n  - {hours: many}\n", "'hours' must be a number"),
        ("steps:\n  - nothing\n", "a step is 'key: value' lines"),
    ],
)
def test_wrong_plans_are_refused_with_their_line(tmp_path, text, says):
    with pytest.raises(InputProblem, match=says):
        write(tmp_path, text)


def test_a_plan_that_somebody_sends_is_read_as_a_file_is(tmp_path):
    file = tmp_path / "plan.yaml"
    file.write_text(GOOD, encoding="utf-8")
    sent = plan_from_upload("../../else/plan.yml", GOOD.encode())
    assert [(step.name, step.job, step.channels) for step in sent.steps] == [
        (step.name, step.job, step.channels) for step in read_plan(file).steps
    ]
    with pytest.raises(InputProblem, match="too many; allowed are 200"):
        plan_from_upload("plan.yaml", b"steps:\n" + b"  - {job: problem}\n" * 201)
    with pytest.raises(InputProblem, match="larger than"):
        plan_from_upload("plan.yaml", b"#" * 1_100_000)


def test_the_scorecard_sums_what_other_analyses_and_outcomes_say(scenario):
    found, seen = scorecard(scenario, AB, 1), conform(scenario, AB, 1)
    share = {each.source: each.share.mean for each in found.measures}
    assert share["fitness"] == pytest.approx(seen.journeys["fitness"].mean())
    assert share["share_requests_missed"] == pytest.approx(1 - simulate(scenario).outcomes["share_requests_missed"])
    for failure in FAILURES:
        own = [each.share.mean for each in found.measures if each.failure == failure]
        assert found.score(failure) == pytest.approx(100 * sum(own) / len(own))
    worst = min(FAILURES, key=found.score)
    assert found.sentences()[0].startswith(f"What fails most is {worst};")


def test_whole_files_passed_on_score_higher_in_tying_sales(scenario):
    better = scenario.with_changes({"programme.memory.share_recorded": 1.0, "programme.memory.share_passed_on": 1.0,
                                    "programme.memory.share_tracked": 0.9})  # fmt: skip
    before, after = (scorecard(each, AB, 1).score(FAILURES[1]) for each in (scenario, better))
    assert after > before
