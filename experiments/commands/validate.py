"""The command that holds the model against published numbers."""

from pathlib import Path
from typing import Annotated

import typer

from buyermaze.experiments.commands.options import Csv, Json, Quiet
from buyermaze.experiments.commands.outputs import prepared, to_standard
from buyermaze.experiments.commands.progress import progress
from buyermaze.simulator.core.plain_text import csv_of

Report = Annotated[
    str | None, typer.Option("--report", metavar="FILE.md", help="Write the page with its picture beside it.")
]


def validate(
    replications: Annotated[int, typer.Option("--replications", metavar="N", min=2, help="Runs to average.")] = 20,
    report: Report = None,
    json: Json = None,
    csv: Csv = None,
    quiet: Quiet = False,
) -> None:
    """Hold the reference market under the baton pass against published numbers."""
    outputs = prepared(json=json, csv=csv, report=report)

    import pandas

    from buyermaze.experiments.commands.terminal import Screen, as_json
    from buyermaze.experiments.validation.report import records, write_report
    from buyermaze.experiments.validation.table import share_inside, validated

    with progress("Simulating", quiet) as told:
        checked = validated(replications, told)
    rows = records(checked)
    if "json" in outputs:
        outputs["json"].write_text(as_json(rows))
    if "csv" in outputs:
        outputs["csv"].write_text(csv_of(pandas.DataFrame(rows)))
    if report is not None:
        write_report(checked, replications, Path(report).resolve())
    if to_standard(outputs):
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
