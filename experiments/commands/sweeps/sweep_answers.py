"""The commands that ask a sweep folder, finished or still growing."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from buyermaze.experiments.commands.shared import completion
from buyermaze.experiments.commands.shared.shared_options import ANSWERS, Given, takes
from buyermaze.simulator.core.errors import InputProblem

if TYPE_CHECKING:
    import pandas

Folder = Annotated[str, typer.Argument(metavar="DIR", help="Folder of a sweep, finished or still growing.")]
OutcomeName = Annotated[
    str | None,
    typer.Option(
        "--outcome",
        metavar="NAME",
        help="What is asked about; default: the study's first outcome.",
        autocompletion=completion.outcomes,
    ),
]
Scenario = Annotated[
    str | None, typer.Option("--scenario", metavar="NAME", help="Which scenario; alone, it is asked about by itself.")
]
Baseline = Annotated[
    str | None, typer.Option("--baseline", metavar="NAME", help="The scenario it is compared with; default: the first.")
]
Threshold = Annotated[
    float, typer.Option("--threshold", metavar="X", help="What a difference (or an outcome) must pass.")
]


@takes(*ANSWERS, "quiet")
def sensitivity(
    given: Given,
    folder: Folder,
    outcome: OutcomeName = None,
    scenario: Scenario = None,
    baseline: Baseline = None,
    method: Annotated[
        str | None, typer.Option("--method", metavar="sobol|morris|pawn", help="Default: the design's.")
    ] = None,
) -> None:
    """What drives an outcome, or the difference between two scenarios."""
    from buyermaze.experiments.answers.sensitivity import MEANINGS
    from buyermaze.experiments.answers.sensitivity import sensitivity as ask
    from buyermaze.simulator.core.errors import remedy

    if method is not None and method not in MEANINGS:
        raise InputProblem(f"--method {method}: {remedy(method, MEANINGS)}")
    found = ask(folder, outcome, scenario, baseline, method)  # type: ignore[arg-type]
    about = {"contrast": found.contrast.said, "method": found.method, "noise": found.noise, "n_used": found.n_used}
    _tell(given, found.sentences(), found.table, about)


@takes(*ANSWERS, "quiet")
def discover(
    given: Given,
    folder: Folder,
    outcome: OutcomeName = None,
    scenario: Scenario = None,
    baseline: Baseline = None,
    threshold: Threshold = 0.0,
    density: Annotated[
        float, typer.Option("--density", metavar="X", help="How pure the region should be, 0 to 1.")
    ] = 0.8,
) -> None:
    """In which region one organisation does better than another."""
    from buyermaze.experiments.answers.scenario_discovery import discover as ask

    found = ask(folder, outcome, scenario, baseline, threshold, density)
    _tell(given, found.sentences(), found.leaves, {"contrast": found.contrast.said, "share": found.share})


@takes(*ANSWERS, "quiet")
def flip(
    given: Given,
    folder: Folder,
    outcome: OutcomeName = None,
    scenario: Scenario = None,
    baseline: Baseline = None,
    threshold: Threshold = 0.0,
) -> None:
    """How far each assumption must move before the verdict reverses."""
    from buyermaze.experiments.answers.break_even import flip as ask

    found = ask(folder, outcome, scenario, baseline, threshold)
    now = {"now": found.now, "now_low": found.low, "now_high": found.high}
    _tell(given, found.sentences(), found.table, {"contrast": found.contrast.said, **now})


@takes(*ANSWERS, "quiet")
def profile(
    given: Given,
    folder: Folder,
    factor: Annotated[str, typer.Argument(metavar="FACTOR", help="The factor whose levels are compared.")],
    outcome: OutcomeName = None,
    scenario: Scenario = None,
    baseline: Baseline = None,
) -> None:
    """An outcome, or the difference between two scenarios, at every level of one factor."""
    from buyermaze.experiments.answers.profile import profile as ask

    found = ask(folder, factor, outcome, scenario, baseline)
    _tell(given, found.sentences(), found.table, {"contrast": found.contrast.said, "factor": found.factor})


@takes(*ANSWERS, "quiet")
def frontier(
    given: Given,
    folder: Folder,
    goals: Annotated[
        list[str] | None,
        typer.Option(
            "--goal", metavar="NAME", help="An outcome to be good at; repeatable.", autocompletion=completion.outcomes
        ),
    ] = None,
) -> None:
    """Programmes that no other beats on everything: wins, regret, cost."""
    from buyermaze.experiments.answers.frontier import frontier as ask

    found = ask(folder, goals)
    _tell(given, found.sentences(), found.best, {"goals": list(found.goals)})


@takes(*ANSWERS, "quiet")
def optimize(
    given: Given,
    folder: Folder,
    goal: Annotated[
        str | None,
        typer.Option(
            "--goal", metavar="NAME", help="What to be best at; default: the first.", autocompletion=completion.outcomes
        ),
    ] = None,
    budget: Annotated[
        float | None, typer.Option("--budget", metavar="USD", help="Most that cost_total may be.")
    ] = None,
    measure: Annotated[
        str, typer.Option("--measure", metavar="mean|worst_fifth", help="Best on average, or when luck is unkind.")
    ] = "mean",
    runs: Annotated[int, typer.Option("--runs", metavar="N", help="Runs for the final selection.")] = 2000,
    seed: Annotated[int, typer.Option("--seed", metavar="N", help="Decides what is proposed.")] = 0,
) -> None:
    """Search the levers for the best programme within a budget; the winner is told from luck."""
    from buyermaze.experiments.answers.optimize import MEASURES
    from buyermaze.experiments.answers.optimize import optimize as ask
    from buyermaze.experiments.commands.shared.progress import progress
    from buyermaze.simulator.core.errors import remedy

    if measure not in MEASURES:
        raise InputProblem(f"--measure {measure}: {remedy(measure, MEASURES)}")
    with progress("Runs of the search", given.quiet) as tell:
        found = ask(
            folder,
            goal,
            budget,
            measure,  # type: ignore[arg-type]
            runs,
            seed,
            progress=tell,
            before=None if given.quiet else _tell_of_search,
        )
    reached = {name: getattr(found.reached, name) for name in ("mean", "low", "high")}
    about = {"goal": found.goal, "winner": found.winner, "cost": found.cost, "reached": reached, "ahead": found.ahead}
    _tell(given, found.sentences(), found.table, {**about, "n_runs": found.n_runs}, {"mean": found.goal})


@takes(*ANSWERS, "quiet")
def memo(
    given: Given,
    folder: Folder,
    out: Annotated[
        str | None, typer.Option("--out", metavar="DIR", help="Where to; default: memo within the sweep's folder.")
    ] = None,
    outcome: OutcomeName = None,
    scenario: Scenario = None,
    baseline: Baseline = None,
) -> None:
    """Write one page, Markdown and HTML: question, answer, how sure, where it flips, what drives it, how it was run."""
    import sys

    import pandas

    from buyermaze.experiments.answers.memo import memo_page
    from buyermaze.experiments.sweeps.results import open_sweep

    sweep = open_sweep(folder)
    page = memo_page(sweep, outcome, scenario, baseline)
    files = page.write(Path(out) if out else sweep.folder / "memo", "memo")
    told = page.told()
    rows = [(part, sentence) for part, sentences in told.items() for sentence in sentences]
    content = {"title": page.title, "text": told, "files": [path.name for path in files]}
    given.hand_out(content, {"memo": pandas.DataFrame(rows, columns=["part", "text"])})
    if not given.quiet:
        for path in files:
            print(f"Written: {path}", file=sys.stderr)


def _tell_of_search(most: int, seconds: float) -> None:
    """Say on standard error how long a search takes at most, where that is long enough to go away."""
    import sys

    from buyermaze.experiments.commands.sweeps.sweep import LONG_ENOUGH_TO_SAY
    from buyermaze.experiments.sweeps.progress import lasting

    if seconds >= LONG_ENOUGH_TO_SAY:
        less = "a smaller --runs takes less, and so do fewer accounts in the study"
        print(f"buyermaze: at most {most:,} runs, about {lasting(seconds)}; {less}", file=sys.stderr, flush=True)


def _tell(
    given: Given,
    sentences: list[str],
    table: "pandas.DataFrame",
    about: dict[str, Any],
    measure: dict[str, str] | None = None,
) -> None:
    from buyermaze.experiments.commands.shared.show_findings import show_table
    from buyermaze.experiments.commands.shared.terminal import Screen

    if not given.hand_out(about | {"answer": sentences, "table": table}, {"answer": table}):
        return
    screen = Screen()
    screen.paragraph(sentences)
    show_table(screen, "", table, measure)
