"""The command that compares organisations under the same luck."""

from typing import TYPE_CHECKING, Annotated, Final

import typer

from buyermaze.experiments.commands.shared import completion
from buyermaze.experiments.commands.shared.options import typed
from buyermaze.experiments.commands.shared.progress import progress
from buyermaze.experiments.commands.shared.shared_options import USUAL, Given, takes
from buyermaze.simulator.core.errors import InputProblem

if TYPE_CHECKING:
    from buyermaze.simulator.inputs.sheets.scenario import Scenario

Names = Annotated[
    list[str],
    typer.Argument(
        metavar="NAME", help="Shipped scenarios, or paths of YAML files.", autocompletion=completion.scenarios
    ),
]
Baseline = Annotated[
    str | None,
    typer.Option(
        "--baseline",
        metavar="NAME",
        help="Compare the others with this one; default: the first.",
        autocompletion=completion.scenarios,
    ),
]
HalfWidth = Annotated[
    float | None,
    typer.Option(
        "--until-half-width",
        metavar="X",
        help="Replicate until every difference is known to within X (in the outcome's unit; 0.01 is a point of a share).",
    ),
]
UntilTold = Annotated[
    bool,
    typer.Option(
        "--until-told",
        help="Replicate until every difference is told from luck or too small to speak of; intervals hold at every look.",
    ),
]
AnyTime = Annotated[
    bool,
    typer.Option(
        "--any-time",
        help="Differences with intervals that hold however often one looks, as the app shows them while it goes on.",
    ),
]
MainOutcome = Annotated[
    str,
    typer.Option(
        "--outcome", metavar="NAME", help="What the comparison is mainly about.", autocompletion=completion.outcomes
    ),
]
Everything = Annotated[bool, typer.Option("--all", help="Every outcome, not only the main ones.")]


@takes(*USUAL)
def compare(
    given: Given,
    names: Names,
    baseline: Baseline = None,
    until_half_width: HalfWidth = None,
    until_told: UntilTold = False,
    any_time: AnyTime = False,
    outcome: MainOutcome = "wins",
    everything: Everything = False,
) -> None:
    """Compare organisations under the same luck: levels, paired differences, and what can be told from luck."""
    from buyermaze.simulator.outcomes.definitions import outcome_named

    if len(names) < 2:
        raise InputProblem("compare: two scenarios or more are needed; 'buyermaze run' is for one")
    scenarios = [given.scenario(name) for name in names]
    _refuse_different_luck(scenarios)

    from buyermaze.experiments.commands.shared.show_comparison import beyond, changed_inputs, comparison_tables, how_run
    from buyermaze.experiments.commands.shared.terminal import Screen
    from buyermaze.simulator.comparison.comparison import compare as compare_scenarios

    with progress("Simulating", given.quiet) as report:
        comparison = compare_scenarios(
            scenarios,
            baseline=baseline,
            n_replications=given.replications,
            until_half_width=until_half_width,
            outcome=outcome_named(outcome),
            progress=report,
            command=typed(given.context),
            until_told=until_told,
            any_time=any_time,
        )
    if not given.hand_out(comparison.to_dict(), {"comparison": comparison.table}):
        return
    screen = Screen()
    comparison_tables(screen, comparison, everything)
    beyond(screen, comparison)
    screen.heading("Verdict")
    screen.paragraph(comparison.verdict())
    changed_inputs(screen, comparison)
    how_run(screen, comparison)


@takes(*USUAL)
def why(
    given: Given,
    first: Annotated[
        str,
        typer.Argument(
            metavar="A", help="Where the changes start from: a scenario or a file.", autocompletion=completion.scenarios
        ),
    ],
    second: Annotated[
        str, typer.Argument(metavar="B", help="Where they lead to.", autocompletion=completion.scenarios)
    ],
    outcome: MainOutcome = "wins",
    orders: Annotated[
        int, typer.Option("--orders", metavar="N", min=2, help="Orders tried where all of them would take more runs.")
    ] = 8,
) -> None:
    """Say what each difference between two organisations adds, in the outcome and in money, and which need each other."""
    from buyermaze.experiments.commands.shared.show_findings import found
    from buyermaze.simulator.analysis.why import n_stages
    from buyermaze.simulator.analysis.why import why as explain
    from buyermaze.simulator.outcomes.definitions import outcome_named

    before, after = given.scenario(first), given.scenario(second)
    _refuse_different_luck([before, after])
    with progress("Simulating", given.quiet, n_stages(before, after, orders)) as report:
        result = explain(before, after, outcome_named(outcome), n_orders=orders, progress=report)
    sentences = [*result.sentences(), result.how()]
    tables = {"parts": result.table(), "pairs": result.pair_table()}
    shown = {"parts": result.words_table().drop(columns="inputs")}
    title = f"Why {after.name} differs from {before.name}"
    found(given, title, sentences, tables, [before, after], shown=shown)


OPTION: Final = {"seed": "--seed", "n_accounts": "--accounts", "weeks": "--weeks"}


def _refuse_different_luck(scenarios: "list[Scenario]") -> None:
    """Paired differences need the same luck and the same buyers on all sides."""
    from buyermaze.simulator.comparison.comparison import SAME_RUN

    for option, field in [(OPTION.get(field, f"--set run.{field}"), field) for field in SAME_RUN]:
        values = {getattr(scenario.run, field) for scenario in scenarios}
        if len(values) > 1:
            found = " and ".join(str(value) for value in sorted(values))
            raise InputProblem(
                f"run.{field}: the scenarios differ in it ({found}); give all of them the same with {option}"
            )
