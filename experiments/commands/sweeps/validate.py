"""The command that holds the model against published numbers."""

from pathlib import Path
from typing import Annotated

import typer

from buyermaze.experiments.commands.shared.outputs import prepared
from buyermaze.experiments.commands.shared.progress import progress
from buyermaze.experiments.commands.shared.shared_options import ANSWERS, Given, takes

Report = Annotated[
    str | None, typer.Option("--report", metavar="FILE.md", help="Write the page with its picture beside it.")
]


@takes(*ANSWERS, "quiet")
def validate(
    given: Given,
    replications: Annotated[int, typer.Option("--replications", metavar="N", min=2, help="Runs to average.")] = 20,
    report: Report = None,
) -> None:
    """Hold the reference market under the baton pass against published numbers."""
    prepared(report=report)

    import pandas

    from buyermaze.experiments.commands.shared.terminal import Screen
    from buyermaze.experiments.validation.report import records, write_report
    from buyermaze.experiments.validation.table import share_inside, validated

    with progress("Simulating", given.quiet) as told:
        checked = validated(replications, told)
    rows = records(checked)
    if report is not None:
        write_report(checked, replications, Path(report).resolve())
    if not given.hand_out(rows, {"validation": pandas.DataFrame(rows)}):
        return
    screen = Screen()
    screen.table(
        "Published and simulated",
        ["fact", "published", "band", "simulated", "", "use", "trust"],
        [
            [
                row["fact"],
                row["published"],
                f"{row['low']:g} to {row['high']:g}",
                f"{row['simulated']:.2f} ({row['interval_low']:.2f} to {row['interval_high']:.2f})",
                "in" if row["inside"] else "out",
                row["use"],
                row["trust"],
            ]
            for row in rows
        ],
    )
    screen.text(
        f"In band: {100 * share_inside(checked, 'CAL'):.0f} % of the CAL facts, "
        f"{100 * share_inside(checked, 'DEV'):.0f} % of the DEV facts, which are never fitted."
    )
