"""The commands around study files: write an example, find those at hand, check one, print the schema."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from buyermaze.experiments.commands.shared.shared_options import ANSWERS, Given, takes
from buyermaze.simulator.core.errors import InputProblem

study = typer.Typer(
    help="Study files: write an example, find those at hand, check one.", no_args_is_help=True, rich_markup_mode="rich"
)
File = Annotated[str, typer.Argument(metavar="STUDY", help="Path of a study file.")]


@study.command()
@takes("quiet")
def new(
    given: Given,
    path: Annotated[
        str, typer.Argument(metavar="FILE", help="Where to write the example; by default standard output.")
    ] = "-",
) -> None:
    """Write a commented example study."""
    from buyermaze.experiments.studies.example import EXAMPLE

    if path == "-":
        sys.stdout.write(EXAMPLE)
        return
    from buyermaze.simulator.core.atomic_write import whole_file

    if Path(path).exists():
        raise InputProblem(f"'{path}' exists already and is left alone; choose another name")
    with whole_file(path) as unfinished:
        unfinished.write_text(EXAMPLE, encoding="utf-8")
    if not given.quiet:
        print(f"Written: {path}. Check it with 'buyermaze study check {path}'.", file=sys.stderr)


@study.command("list")
@takes(*ANSWERS, "quiet")
def list_(
    given: Given,
    folder: Annotated[str, typer.Argument(metavar="FOLDER", help="Where to look, also in folders of it.")] = ".",
) -> None:
    """List the study files of a folder: what each asks, and what varies."""
    import pandas

    from buyermaze.experiments.commands.shared.terminal import Screen
    from buyermaze.experiments.studies.nearby import studies_in

    found = studies_in(Path(folder))
    columns = ["study", "title", "factors", "question"]
    rows = [[str(path), study.title, len(study.factors), study.question] for path, study in found]
    table = pandas.DataFrame(rows, columns=columns)
    if not given.hand_out({"studies": table}, {"studies": table}):
        return
    screen = Screen()
    if rows:
        screen.table("Studies", columns[:3], [[str(cell) for cell in row[:3]] for row in rows], [2])
    if not given.quiet:
        screen.text(
            f"Check one with 'buyermaze study check {rows[0][0]}', run it with 'buyermaze sweep {rows[0][0]} --out sweep'."
            if rows
            else f"No study file in '{folder}'. 'buyermaze study new study.yaml' writes an example to begin with; the studies "
            "whose answers the documentation tells are in the folder docs/studies of the source, each beside its page."
        )


@study.command()
@takes(*ANSWERS, "quiet")
def check(given: Given, path: File) -> None:
    """Check a study: how many runs, about how long, and what is worth a second thought."""
    import pandas

    from buyermaze.experiments.commands.shared.terminal import Screen
    from buyermaze.experiments.plans.check import checked
    from buyermaze.experiments.plans.plan import planned
    from buyermaze.experiments.sweeps.progress import lasting

    plan = planned(path)
    found = checked(plan)
    columns = ["factor", "role", "values", "unit", "parameter"]
    rows = [[axis.name, axis.role, _range(axis), axis.unit, axis.path or "options"] for axis in plan.axes]
    factors = pandas.DataFrame(rows, columns=columns)
    if not given.hand_out({**vars(found), "factors": factors}, {"factors": factors}):
        return
    screen = Screen()
    screen.heading(plan.study.title or path)
    screen.table("What varies", columns, rows)
    screen.text(
        f"{found.n_points:,} points x {len(plan.model.scenario_names)} scenarios x {plan.study.replications} replications = "
        f"{found.n_runs:,} runs in {found.n_chunks:,} chunks: about {lasting(found.seconds)} on this machine, "
        f"{found.megabytes:,.1f} MB."
    )
    screen.paragraph(f"Note: {remark}." for remark in found.remarks)


@study.command()
@takes("quiet")
def schema(given: Given) -> None:
    """Print the JSON Schema of study files."""
    from buyermaze.experiments.commands.shared.terminal import as_json
    from buyermaze.experiments.studies.study_file import study_schema

    sys.stdout.write(as_json(study_schema()))


def _range(axis: "object") -> str:
    from buyermaze.experiments.studies.axis import Axis

    assert isinstance(axis, Axis)
    if axis.kind in ("levels", "choice"):
        return ", ".join(str(value) for value in axis.values)
    return f"{axis.low:g} to {axis.high:g}{' (log)' if axis.log else ''}"
