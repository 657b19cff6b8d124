"""The command that brings a scenario in line with numbers a company knows."""

import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from buyermaze.experiments.commands.shared.options import Name, as_typed
from buyermaze.experiments.commands.shared.shared_options import ANSWERS, Given, takes
from buyermaze.simulator.core.errors import InputProblem


@takes("market", *ANSWERS, "quiet")
def calibrate(
    given: Given,
    scenario: Name,
    out: Annotated[str, typer.Option("--out", metavar="DIR", help="Folder for the results; run again, it goes on.")],
    know: Annotated[
        list[str] | None,
        typer.Option(
            "--know", metavar="NAME=VALUE", help="A number you know: win_rate=22%+-3%, days_to_close=90. Repeatable."
        ),
    ] = None,
    leads: Annotated[
        str | None,
        typer.Option("--leads", metavar="DIR", help="What 'buyermaze import --out' wrote; numbers are taken from it."),
    ] = None,
    vary: Annotated[
        list[str] | None,
        typer.Option(
            "--vary", metavar="PATH[=LOW..HIGH]", help="A parameter to find; default: five that matter. Repeatable."
        ),
    ] = None,
    against: Annotated[
        str | None, typer.Option("--against", metavar="NAME", help="A scenario the written study compares with.")
    ] = None,
    points: Annotated[int, typer.Option("--points", metavar="N", help="Points drawn from the ranges.")] = 1500,
    accounts: Annotated[int, typer.Option("--accounts", metavar="N", help="Accounts per run.")] = 200,
    seed: Annotated[int, typer.Option("--seed", metavar="N", help="Root of all luck.")] = 1,
) -> int:
    """Find the parameters that fit your own numbers, and say what they cannot tell."""
    from buyermaze.experiments.calibration.calibrate import calibrate as run
    from buyermaze.experiments.calibration.report import write_calibration
    from buyermaze.experiments.commands.shared.terminal import Screen
    from buyermaze.experiments.commands.sweeps.sweep import STOPPED_AND_SAID, tell_beforehand, told
    from buyermaze.experiments.sweeps.run import Interrupted

    numbers, remarks = _numbers(know or [], leads, scenario, given.market)
    with told(given.quiet) as tell:
        try:
            found = run(
                scenario,
                numbers,
                out,
                vary=[_factor(word) for word in vary] if vary else None,
                market=given.market,
                n=points,
                n_accounts=accounts,
                seed=seed,
                progress=tell,
                before=None if given.quiet else tell_beforehand,
            )
        except Interrupted as stop:
            print(f"buyermaze: stopped; {stop}. Go on with:  {as_typed(given.context)}", file=sys.stderr)
            return STOPPED_AND_SAID
    written = write_calibration(found, out, against)
    sentences = [*found.sentences(), *(f"{remark}." for remark in remarks)]
    tables = {"parameters": found.parameters, "checks": found.checks, "draws": found.draws}
    content = {"sentences": sentences, **tables, "files": [path.name for path in written]}
    if given.hand_out(content, tables):
        Screen().paragraph(sentences)
    if not given.quiet:
        print("Written: " + ", ".join(str(path) for path in written if path.suffix != ".svg"), file=sys.stderr)
    return 0


def _numbers(
    words: list[str], leads: str | None, scenario: str, market: str | None
) -> tuple[dict[str, Any], tuple[str, ...]]:
    """Gather numbers from a lead list and from what was typed, which goes first; and what has to be said of the list."""
    from buyermaze.experiments.calibration.lead_numbers import numbers_from_leads
    from buyermaze.experiments.calibration.targets import typed_numbers
    from buyermaze.experiments.importing.kept import read_leads
    from buyermaze.simulator.inputs.reading.loading import load

    typed = typed_numbers(words)
    if leads is None:
        return dict(typed), ()
    told = numbers_from_leads(read_leads(Path(leads)), load(scenario, market=market).run.calendar.office)
    return {**told.numbers, **typed}, told.remarks


def _factor(word: str) -> dict[str, Any]:
    path, sign, limits = word.partition("=")
    if not sign:
        return {"path": path.strip()}
    low, _, high = limits.partition("..")
    try:
        return {"path": path.strip(), "low": float(low), "high": float(high)}
    except ValueError:
        raise InputProblem(f"--vary {word}: write a path, '=' and a range, as in market.group.pace=0.5..2") from None
