"""Parts of somebody's own: in every run, in the mark of what was run, on the engines they are for, and refused in a sentence."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import buyermaze as bm
from buyermaze import extend
from buyermaze.experiments.commands.main import main
from buyermaze.simulator.core.errors import InputProblem
from buyermaze.simulator.core.vocabulary import Kind, Status
from buyermaze.simulator.outcomes.definitions import NAMES, OUTCOMES, position
from buyermaze.simulator.runs.manifest import manifest
from tests.worlds import cohort

ROOT = Path(__file__).resolve().parents[2]
SMALL = {**cohort(8), "run.n_batches": 2}
ALONE = SMALL | {"run.engine": "reference"}


def base(**changes: Any) -> bm.Scenario:
    return bm.load("merged", changes=SMALL | changes)


def all_known(world: Any, hours: float, own: Any) -> None:
    for account, people in extend.open_accounts(world):
        if extend.luck(account, "all_known") < own.share:
            people.on_file[:] = 1.0
            account.kit = 1


class Often(extend.Regular):
    """Parameters of a mechanism."""

    share: float = extend.number(1.0, 0, 1, "share", "Groups it reaches.")


@pytest.fixture
def mechanism() -> None:
    extend.mechanism("all_known", Often, meaning="All open groups are known and have a kit.")(all_known)


def test_a_mechanism_does_the_same_on_both_engines_and_costs_what_it_says(mechanism: None) -> None:
    plain, with_it = base(), base(**{"parts.all_known.days_between": 2.0, "parts.all_known.cost": 50_000.0})
    runs = [bm.simulate(with_it, engine=engine) for engine in ("compiled", "reference")]
    assert runs[0].journal.tobytes() == runs[1].journal.tobytes()
    assert runs[0].journal.tobytes() != bm.simulate(plain).journal.tobytes()
    free = bm.simulate(base(**{"parts.all_known.days_between": 2.0}))
    assert runs[0].outcomes["cost_total"] - free.outcomes["cost_total"] == pytest.approx(50_000.0)


def test_a_part_in_use_counts_for_the_fingerprint_and_stands_in_the_manifest(mechanism: None) -> None:
    one, other = base(**{"parts.all_known": "on"}), base(**{"parts.all_known.share": 0.25})
    assert len({base().fingerprint, one.fingerprint, other.fingerprint}) == 3
    told = manifest([other])
    assert told["scenarios"]["merged"]["parts"]["all_known"]["parameters"]["share"] == 0.25
    assert len(told["extensions"]["all_known"]["code"]) == 12
    assert "extensions" not in manifest([base()]) and json.dumps(told)
    assert base(**{"parts.all_known": "off"}).fingerprint == base().fingerprint


def test_the_same_name_with_other_code_is_another_scenario() -> None:
    prints = []
    for share in (0.3, 0.6):
        code = f"def part(world, hours, own):\n    'Does a thing.'\n    return {share}\n"
        space: dict[str, Any] = {"__name__": "typed"}
        exec(code, space)
        extend.mechanism("typed")(space["part"])
        prints.append(base(**{"parts.typed": "on"}).fingerprint)
    assert prints[0] != prints[1]


def test_parameters_of_a_part_are_levers_with_bounds_and_can_be_swept(mechanism: None, tmp_path: Path) -> None:
    lever = next(each for each in base(**{"parts.all_known": "on"}).levers() if each.path == "parts.all_known.share")
    assert (lever.low, lever.high, lever.unit, lever.meaning) == (0, 1, "share", "Groups it reaches.")
    with pytest.raises(InputProblem, match=r"^parts.all_known.share: 3 is out of bounds; allowed is 0 to 1 share"):
        base(**{"parts.all_known.share": 3})
    with pytest.raises(InputProblem, match=r"^parts.all_known.shre: there is no 'shre'.*did you mean 'share'"):
        base(**{"parts.all_known.shre": 0.3})
    with pytest.raises(InputProblem, match=r"^parts.all_known: is a group of parameters.*cost, share"):
        base(**{"parts.all_known": "{share: 0.3}"})
    file = tmp_path / "far.yaml"
    file.write_text("schema_version: 1\nextends: merged\nparts:\n  all_known: {share: 3}\n")
    with pytest.raises(InputProblem, match=r"far.yaml, line 4: parts.all_known.share: 3 is out of bounds"):
        bm.load(str(file))
    study = {
        "schema_version": 1, "scenarios": ["merged"], "changes": SMALL | {"parts.all_known": "on"}, "outcomes": ["p_win"],
        "factors": [{"path": "parts.all_known.share", "levels": 2}], "design": {"kind": "grid"}, "replications": 1,
    }  # fmt: skip
    found = bm.sweep(study, tmp_path / "s", n_threads=1)
    assert found.axes[0].role == "lever" and sorted(found.table(["p_win"])["share"]) == [0.0, 1.0]
    assert found.scenarios[0].parts["all_known"]["share"] == 1.0
    helps = r"merged has no parameter 'parts.all_known.share'; .*'changes: {parts.all_known: on}'"
    with pytest.raises(InputProblem, match=helps):
        bm.sweep(study | {"changes": SMALL}, tmp_path / "off")
    with pytest.raises(InputProblem, match=r"no parameter 'parts.all_known.shar'; did you mean 'parts.all_known.share'"):
        bm.sweep(study | {"factors": [{"path": "parts.all_known.shar"}]}, tmp_path / "off")


def test_a_scenario_file_names_its_parts(mechanism: None, tmp_path: Path) -> None:
    file = tmp_path / "mine.yaml"
    file.write_text("schema_version: 1\nextends: merged\nparts: {all_known: {share: 0.5}}\n")
    assert bm.load(file).parts["all_known"]["share"] == 0.5
    file.write_text("schema_version: 1\nextends: merged\nparts: {al_known: {}}\n")
    with pytest.raises(
        InputProblem, match=r"mine.yaml.*no extension brings the part 'al_known'; did you mean 'all_known'"
    ):
        bm.load(file)


def test_an_intervention_happens_once_at_its_moment_on_both_engines() -> None:
    seen: list[float] = []

    @extend.intervention("noted", meaning="Notes when it happens.")
    def noted(world: Any, hours: float, own: Any) -> None:
        seen.append(hours)
        for account, _ in extend.open_accounts(world):
            account.frozen_until = hours + 80.0

    frozen = base(**{"parts.noted": {"week": 3}})
    runs = [bm.simulate(frozen, engine=engine).journal for engine in ("compiled", "reference")]
    assert runs[0].tobytes() == runs[1].tobytes() and seen == [120.0, 120.0]
    before = bm.simulate(base()).journal
    n = int((before.time <= 120.0).sum())
    assert runs[0][:n].tobytes() == before[:n].tobytes() and runs[0].tobytes() != before.tobytes()
    with pytest.raises(InputProblem, match=r"a date or a week"):
        base(**{"parts.noted": {}})


def test_parts_for_the_reference_engine_are_refused_by_the_compiled_one() -> None:
    @extend.rep_policy("last", meaning="The last free rep.")
    def last(model: Any, account: int) -> int:
        return max(n for n, rep in enumerate(model.world.reps) if rep.busy == 0)

    with pytest.raises(InputProblem, match=r"compiled engine cannot run 'last', a rep policy.*run.engine to reference"):
        base(**{"parts.last": "on"})
    run = bm.simulate(bm.load("merged", changes=ALONE | {"parts.last": "on"}))
    served = run.journal[run.journal.kind == Kind.SERVED]
    assert len(served) and run.journal.tobytes() != bm.simulate(base()).journal.tobytes()
    with pytest.raises(InputProblem, match=r"compiled engine cannot run 'last'"):
        bm.simulate(run.scenario, engine="compiled")


def test_a_decision_rule_decides_instead_of_the_rulebook() -> None:
    verdicts: list[Any] = [False]
    extend.decision_rule("fixed", meaning="Says what the test says.")(lambda model, account, yes: verdicts[0])
    scenario = bm.load("merged", changes=ALONE | {"parts.fixed": "on"})
    dropped = bm.simulate(scenario).endings()
    assert "won" not in dropped and dropped["no decision"] > 0
    verdicts[0] = True
    bought = bm.simulate(scenario)
    assert bought.endings().get("no decision", 0) < dropped["no decision"]
    assert (bought.journal.kind == Kind.VOTE).any()
    verdicts[0] = "perhaps"
    with pytest.raises(InputProblem, match=r"True .buy., False .drop it. or None"):
        bm.simulate(scenario)


def test_classes_of_ones_own_take_the_place_of_people_and_groups() -> None:
    met: list[int] = []

    @extend.committee("counted", meaning="A group that counts its meetings.")
    class Counted(extend.Committee):
        def meet(self) -> None:
            met.append(self.account)
            super().meet()

    @extend.stakeholder("idle", meaning="Somebody who never visits anything.")
    class Idle(extend.Stakeholder):
        def visit(self) -> Any:
            self.state.n_plans += 1
            yield self.pause(2_000.0, extend_event())

    def extend_event() -> Any:
        from buyermaze.simulator.core.agenda import Event

        return Event.DONE

    few = ALONE | {"run.n_accounts": 3, "run.weeks_follow_up": 60.0}
    both = bm.simulate(bm.load("merged", changes=few | {"parts.counted": "on", "parts.idle": "on"}))
    assert met and not (both.journal.kind == Kind.TOUCH).any()
    extend.committee("other", meaning="Another group.")(Counted)
    with pytest.raises(InputProblem, match=r"are both a committee; use one of them"):
        bm.load("merged", changes=ALONE | {"parts": {"counted": {}, "other": {}}})


def test_an_outcome_of_ones_own_is_compared_and_swept_and_marks_the_sweep(tmp_path: Path) -> None:
    def enter(times: float) -> None:
        @extend.outcome(
            "share_won_again", unit="share", better=1, label="wins counted again", meaning="Wins, by our count."
        )
        def counted(journal: Any, scenario: Any) -> tuple[float, float]:
            decided = journal[journal.kind == Kind.DECISION]
            serious = journal[(journal.kind == Kind.ARRIVED) & (journal.detail == 1.0)]
            return times * float((decided.detail == Status.WON).sum()), float(len(serious))

    enter(1.0)
    run = bm.simulate(base())
    assert run.outcomes["share_won_again"] == pytest.approx(run.outcomes["p_win"], nan_ok=True)
    pair = [base(), bm.load("baton_pass", changes=SMALL)]
    found = bm.compare(pair, n_replications=2, outcome="wins counted again")
    assert found.means["merged", "share_won_again"].mean == pytest.approx(found.means["merged", "p_win"].mean)
    study = {
        "schema_version": 1, "scenarios": ["merged"], "changes": SMALL, "outcomes": ["share_won_again", "cost_total"],
        "factors": [{"path": "programme.memory.share_recorded", "levels": 2}], "design": {"kind": "grid"}, "replications": 2,
    }  # fmt: skip
    first = bm.sweep(study, tmp_path / "one", n_threads=1)
    assert first.rows()["share_won_again"].notna().any()
    enter(1.0)
    assert bm.sweep(study, tmp_path / "one", n_threads=1).rows().equals(first.rows()), "the same code goes on"
    enter(2.0)
    with pytest.raises(InputProblem, match=r"one' holds another sweep .the code of 'share_won_again' is another"):
        bm.sweep(study, tmp_path / "one", n_threads=1)
    enter(2.0)
    assert (
        OUTCOMES[position("share_won_again")].meaning == "Wins, by our count." and NAMES.count("share_won_again") == 1
    )


def test_an_outcome_that_stops_says_so_where_it_is_asked_for_and_breaks_nothing_else() -> None:
    @extend.outcome("n_broken", meaning="Divides by nothing.")
    def broken(journal: Any, scenario: Any) -> float:
        return 1.0 / 0.0

    assert np.isnan(bm.simulate(base()).outcomes["n_broken"])
    pair = [base(), bm.load("baton_pass", changes=SMALL)]
    assert np.isfinite(bm.compare(pair, n_replications=1).means["merged", "cost_total"].mean)
    with pytest.raises(InputProblem, match=r"the outcome 'n_broken' of .* stopped with ZeroDivisionError"):
        bm.compare(pair, n_replications=1, outcome="n_broken")


def test_names_that_are_taken_or_no_names_are_refused() -> None:
    with pytest.raises(InputProblem, match=r"there is an outcome of this name"):
        extend.outcome("p_win", meaning="Mine.")(lambda journal, scenario: 1.0)
    with pytest.raises(InputProblem, match=r"letters, digits and underscores"):
        extend.mechanism("deal desk", meaning="Mine.")(all_known)
    with pytest.raises(InputProblem, match=r"say in a sentence what it does"):
        extend.mechanism("silent")(lambda world, hours, own: None)


def test_a_replay_with_one_change_keeps_the_parts_of_its_run_on_both_engines(mechanism: None) -> None:
    from buyermaze.simulator.runs.interventions import Intervention, checked
    from buyermaze.simulator.runs.run import simulate_with

    scenario = base(**{"parts.all_known.days_between": 3})
    day, account = 6.0, int(bm.simulate(scenario).journal.account[0])
    change = checked(Intervention("freeze", account, day, amount=5.0))
    both = [simulate_with(scenario, change, engine=engine).journal for engine in ("compiled", "reference")]
    plain = bm.simulate(scenario).journal
    n = int((plain.time <= 8.0 * day).sum())
    assert both[0].tobytes() == both[1].tobytes() != plain.tobytes()
    assert both[0][:n].tobytes() == plain[:n].tobytes()


def test_curves_of_plans_with_parts_are_those_of_separate_runs(mechanism: None) -> None:
    from buyermaze.simulator.outcomes.books.periods import period_edges, period_table
    from buyermaze.simulator.outlook.futures import futures_table, lasting

    edges = period_edges(base(), "month", 12 * 40.0)
    plans = [lasting(base(**more), float(edges[-1])) for more in ({}, {"parts.all_known.cost": 5e5})]
    found = futures_table(plans, range(1), edges, n_threads=1)
    alone = futures_table(plans[:1], range(1), edges, n_threads=1)
    assert np.array_equal(found[0], alone[0], equal_nan=True)
    assert np.array_equal(found[1, 0], period_table(bm.simulate(plans[1]).journal, plans[1], edges), equal_nan=True)
    assert not np.array_equal(found[0], found[1], equal_nan=True)


def test_analyses_that_live_on_from_a_copy_of_the_world_refuse_scenarios_with_parts(mechanism: None) -> None:
    from buyermaze.simulator.runs.lives import standing

    with pytest.raises(InputProblem, match=r"cannot follow parts of your own .all_known."):
        next(standing(base(**{"parts.all_known": "on"}), 0, [5.0]))


def test_parts_and_outcomes_of_ones_own_are_optimized(mechanism: None, tmp_path: Path) -> None:
    @extend.outcome("share_with_kit", unit="share", better=1, meaning="Groups that are given a kit.")
    def share_with_kit(journal: Any, scenario: Any) -> tuple[float, float]:
        return scenario.parts["all_known"]["share"] * len(journal), float(len(journal))

    few = SMALL | {"run.n_accounts": 4, "run.weeks_follow_up": 4.0, "parts.all_known.days_between": 50}
    study = {
        "schema_version": 1, "scenarios": ["merged"], "changes": few,
        "outcomes": ["share_with_kit", "cost_total"], "factors": [{"path": "parts.all_known.share", "low": 0.1, "high": 1}],
        "design": {"kind": "latin_hypercube", "n": 6}, "replications": 2,
    }  # fmt: skip
    folder = bm.sweep(study, tmp_path / "s", n_threads=1)
    found = bm.optimize(folder, "share_with_kit", most_runs=60)
    assert found.goal == "share_with_kit"
    assert found.reached.mean == pytest.approx(found.winner["share"])
    assert found.winner["share"] > folder.rows()["share_with_kit"].max() - 0.05


def test_an_analyser_is_asked_by_name() -> None:
    extend.analyser("kinds", meaning="Rows by kind.")(
        lambda run: (
            __import__("pandas").Series(run.journal.kind).value_counts().rename_axis("kind").reset_index(name="n")
        )
    )
    table = bm.analyse("kinds", base(), n_replications=2)
    assert list(table.columns) == ["replication", "kind", "n"] and set(table["replication"]) == {0, 1}
    extend.analyser("nothing", meaning="No table.")(lambda run: 3)
    with pytest.raises(InputProblem, match=r"returned int; it must be a pandas DataFrame"):
        bm.analyse("nothing", base())
    with pytest.raises(InputProblem, match=r"no extension brings the analyser 'kindz'; did you mean 'kinds'"):
        bm.analyse("kindz", base())


class Named:
    """A model whose parameters have names."""

    scenario_names, outcomes, seconds_per_run = ("only",), ("y",), 1e-6

    def run(self, scenario: int, values: Any, luck: Any) -> np.ndarray:
        return np.array([[10 * values["slope"] + values["start"]] for _ in luck])

    def identity(self) -> dict[str, Any]:
        return {"named": 1}


FACTORS = [{"name": "b", "path": "slope", "low": 0, "high": 1}, {"name": "a", "path": "start", "low": 5, "high": 6}]
STUDY: dict[str, Any] = {"schema_version": 1, "factors": FACTORS, "design": {"n": 5}, "replications": 2}


def test_a_model_gets_its_parameters_by_path_whatever_its_factors_are_called(tmp_path: Path) -> None:
    rows = bm.sweep(STUDY, tmp_path / "s", model=Named(), n_threads=1).table()
    assert rows["error"].isna().all() and np.allclose(rows["y"], 10 * rows["b"] + rows["a"])


def test_factors_that_a_model_does_not_have_are_refused(tmp_path: Path) -> None:
    class Strict(Named):
        parameters = ("slope", "beginning")

    with pytest.raises(InputProblem, match=r"the model has no parameter 'start'"):
        bm.sweep(STUDY, tmp_path / "s", model=Strict())
    assert not (tmp_path / "s").exists()


def test_numbers_of_another_shape_are_an_error_of_their_run(tmp_path: Path) -> None:
    class Flat(Named):
        def run(self, scenario: int, values: Any, luck: Any) -> np.ndarray:
            return np.array([1.0 for _ in luck])

    rows = bm.sweep(STUDY, tmp_path / "s", model=Flat(), n_threads=1).rows()
    assert rows["error"].str.contains("shape").all() and rows["y"].isna().all()


PODCAST = (
    "from buyermaze import extend\n"
    "extend.channel('podcast', owner='ours', label='Podcasts', claims=True, hours=0.5, appeal=3.0, gain={'problem': 0.3})\n"
)


def ran(program: str, *arguments: str, **environment: str) -> "subprocess.CompletedProcess[str]":
    where = os.environ | {"PYTHONPATH": str(ROOT), "BUYERMAZE_JIT": "off", **environment}
    command = [sys.executable, "-c", program] if program else [sys.executable, "-m", "buyermaze", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False, env=where, timeout=600)


def test_a_channel_of_ones_own_is_visited_alike_on_both_engines() -> None:
    told = ran(
        PODCAST + "from buyermaze import load, simulate\n"
        "from buyermaze.simulator.core.vocabulary import Channel, Kind, OURS, CLAIMS\n"
        "from buyermaze.simulator.model.compiler.disk_cache import rulebook_version\n"
        "small = load('merged', changes={'run.n_accounts': 3, 'run.weeks_warm_up': 0.0, 'run.arrivals_continue': False})\n"
        "one, two = (simulate(small, engine=engine).journal for engine in ('compiled', 'reference'))\n"
        "seen = (one.kind == Kind.TOUCH) & (one.channel == Channel.PODCAST)\n"
        "print(bool(seen.any()), one.tobytes() == two.tobytes(), OURS[Channel.PODCAST], CLAIMS[Channel.PODCAST],"
        " rulebook_version())\n"
    )
    assert told.returncode == 0, told.stderr[-2000:]
    *found, version = told.stdout.split()
    assert found == ["True", "True", "1", "1"]
    from buyermaze.simulator.model.compiler.disk_cache import rulebook_version

    assert version != rulebook_version()  # code compiled for other channels is never taken for this


def test_a_channel_is_declared_before_anything_is_loaded() -> None:
    with pytest.raises(InputProblem, match=r"the model is loaded already"):
        extend.channel("podcast")
    with pytest.raises(InputProblem, match=r"ours, independent or rival"):
        extend.channel("podcast", owner="mine")
    with pytest.raises(InputProblem, match=r"there is a channel of this name"):
        extend.channel("peers")
    told = ran(
        "from buyermaze import extend\nextend.channel('podcast', hours=900)\nimport buyermaze as bm\nbm.load('merged')"
    )
    assert re.search(r"channel 'podcast': hours: 900 is out of bounds; allowed is 0.01 to 40 h", told.stderr)


def package(folder: Path, name: str, code: str) -> None:
    """Install a tiny package that brings an extension: a module, and the note of what it brings."""
    (folder / f"{name}.py").write_text(code, encoding="utf-8")
    about = folder / f"{name}-1.2.dist-info"
    about.mkdir()
    (about / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.2\n", encoding="utf-8")
    (about / "entry_points.txt").write_text(f"[buyermaze.extensions]\n{name} = {name}\n", encoding="utf-8")


def test_a_package_brings_its_parts_and_a_broken_one_is_named_and_left_out(tmp_path: Path) -> None:
    package(tmp_path, "acme_rooms", "from buyermaze import extend\n"
            "@extend.mechanism('acme', meaning='Does what Acme does.')\ndef acme(world, hours, own):\n    pass\n")  # fmt: skip
    package(tmp_path, "acme_ruin", "raise RuntimeError('no licence')\n")
    path = os.pathsep.join([str(tmp_path), str(ROOT)])
    told = ran("", "extensions", "--json", "-", PYTHONPATH=path)
    assert told.returncode == 0, told.stderr
    listed = json.loads(told.stdout)
    part = next(each for each in listed["parts"] if each["name"] == "acme")
    assert (part["kind"], part["engines"], part["from"]) == ("mechanism", "both", "acme_rooms 1.2")
    sentence = "the extension 'acme_ruin' of acme_ruin 1.2 is left out: RuntimeError: no licence"
    assert listed["problems"] == [sentence] and told.stderr.strip() == f"buyermaze: {sentence}"
    told = ran("", "show", "merged", "--set", "parts.acme.days_between=3", PYTHONPATH=path)
    assert told.returncode == 0 and "parts.acme" in told.stdout


def test_a_file_brings_its_parts_on_the_command_line(tmp_path: Path, capsys: Any, monkeypatch: Any) -> None:
    monkeypatch.setenv("BUYERMAZE_EXTENSIONS", "")
    file = tmp_path / "parts.py"
    file.write_text(
        "from buyermaze import extend\n"
        "@extend.analyser('endings', meaning='How deals ended.')\n"
        "def endings(run):\n    import pandas\n    return pandas.DataFrame({'n': [sum(run.endings().values())]})\n"
    )
    sized = ["--accounts", "6", "--set", "run.weeks_warm_up=0", "--set", "run.arrivals_continue=no"]
    with pytest.raises(SystemExit) as left:
        main(["--extension", str(file), "analyse", "endings", "merged", *sized, "--json", "-"])
    told = json.loads(capsys.readouterr().out)
    assert left.value.code == 0 and told["table"][0]["n"] >= 1 and "--extension" in told["manifest"]["command"]
    file.write_text("1 / 0\n")
    with pytest.raises(SystemExit) as left:
        main(["--extension", str(tmp_path / "none.py"), "outcomes"])
    assert left.value.code == 2 and "there is no such file" in capsys.readouterr().err


def test_the_page_keeps_its_word_that_a_part_is_ten_lines_at_most() -> None:
    page = (ROOT / "docs" / "extending.md").read_text(encoding="utf-8")
    decorated = re.findall(
        r"(?:^class \w+\(extend\.Regular\):\n(?:    .*\n)+\n)?^@extend.*\n(?:.+\n)+", page, re.MULTILINE
    )
    assert len(decorated) >= 8 and all(len(part.strip().splitlines()) <= 10 for part in decorated)
