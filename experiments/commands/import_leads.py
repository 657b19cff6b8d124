"""The command that reads a company's own leads, deals or event log."""

from pathlib import Path
from typing import Annotated

import typer

from buyermaze.experiments.commands.options import Json
from buyermaze.experiments.commands.outputs import prepared, to_standard
from buyermaze.simulator.core.errors import InputProblem, remedy

ORDERS = ("day-first", "month-first")


def import_(
    files: Annotated[
        list[str], typer.Argument(metavar="LEADS [DEALS...]", help="CSV, Parquet or XES; the first names the leads.")
    ],
    columns: Annotated[
        list[str] | None,
        typer.Option("--column", metavar="ROLE=NAME", help="Which column is what, where the guess is wrong."),
    ] = None,
    dates: Annotated[
        str | None, typer.Option("--dates", metavar="day-first|month-first", help="How 03/04/2026 is meant.")
    ] = None,
    out: Annotated[str | None, typer.Option("--out", metavar="DIR", help="Folder for leads and rejected rows.")] = None,
    json: Json = None,
) -> None:
    """Read your own leads and deals, or an event log; every row that cannot be used is named with its reason."""
    from buyermaze.experiments.commands.terminal import Screen, as_json
    from buyermaze.experiments.importing.columns import checked_mapping
    from buyermaze.experiments.importing.leads import import_leads

    if dates is not None and dates not in ORDERS:
        raise InputProblem(f"--dates {dates}: {remedy(dates, ORDERS)}")
    outputs = prepared(json=json)
    found = import_leads(files, checked_mapping(columns or []), dates)  # type: ignore[arg-type]
    if out:
        found.write(Path(out))
    if "json" in outputs:
        content = {
            "n_leads": len(found.leads),
            "n_won": found.n_won,
            "rejected": found.rejected.to_dict("records"),
            "reservations": found.remarked.to_dict("records"),
            "columns": found.mapping,
        }
        outputs["json"].write_text(as_json(content))
    if not to_standard(outputs):
        Screen().paragraph(found.sentences())
