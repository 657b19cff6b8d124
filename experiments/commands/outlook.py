"""The command that holds a plan against a target, and tells what the plan costs before it pays."""

import datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer

from buyermaze.experiments.commands.options import Name, typed
from buyermaze.experiments.commands.progress import progress
from buyermaze.experiments.commands.shared_options import ANSWERS, Given, takes
from buyermaze.simulator.core.errors import InputProblem

if TYPE_CHECKING:
    from buyermaze.experiments.commands.terminal import Screen
    from buyermaze.simulator.inputs.scenario import Scenario
    from buyermaze.simulator.inputs.target import Target
    from buyermaze.simulator.outlook.curves import Curves
    from buyermaze.simulator.outlook.outlook import Outlook

Amount = Annotated[str | None, typer.Option("--target", metavar="AMOUNT", help="What is to be reached: 1.2m, 800k.")]
What = Annotated[str | None, typer.Option("--what", metavar="bookings|n_wins|profit", help="What is added up.")]
Day = Annotated[str | None, typer.Option("--date", metavar="DAY", help="Day by whose end it is to be reached.")]
By = Annotated[str, typer.Option("--by", metavar="week|month|quarter|year", help="Periods in which odds are told.")]
Runs = Annotated[int, typer.Option("--replications", metavar="N", help="Runs of everything, under the same luck.")]
Quick = Annotated[bool, typer.Option("--quick", help="Odds and curve only: what moves the odds is not tried.")]
YEARS_END = (12, 31)


@takes("seed", "settings", "market", *ANSWERS, "quiet")
def outlook(
    given: Given, name: Name, target: Amount = None, what: What = None, date: Day = None, by: By = "quarter",
    replications: Runs = 64, quick: Quick = False,
) -> None:  # fmt: skip
    """Tell the odds of a target, what moves them, and when a plan with dates breaks even."""
    from buyermaze.simulator.outcomes.periods import checked_by

    scenario = given.scenario(name)
    aim = _target(scenario, target, what, date)
    checked_by(by)

    from buyermaze.experiments.commands.terminal import Screen
    from buyermaze.simulator.outlook.curves import timeline as drawn
    from buyermaze.simulator.outlook.outlook import outlook as held
    from buyermaze.simulator.runs.manifest import manifest

    with progress("Holding the plan against the target", given.quiet) as told:
        found = held(scenario, aim, by, replications, not quick, told)
    curve = None
    if scenario.timeline:
        with progress("Following the plan until it pays", given.quiet) as told:
            curve = drawn(scenario, "week", replications, progress=told)
    content = _record(found, curve, quick) | {"manifest": manifest([scenario], typed(given.context))}
    if not given.hand_out(content, {"periods": found.frame()}):
        return
    _show(Screen(), found, curve, quick)


def _target(scenario: "Scenario", amount: str | None, what: str | None, day: str | None) -> "Target":
    """Return the target of the scenario, or of its own kind as asked for."""
    from pydantic import ValidationError

    from buyermaze.simulator.inputs.error_messages import explained
    from buyermaze.simulator.inputs.target import Target, amount_of

    if amount is None and scenario.target is None:
        raise InputProblem("no target: the scenario has none; give --target 1.2m, and --date when it is due")
    data: dict[str, Any] = {"date": datetime.date(scenario.run.start.year, *YEARS_END)}
    data |= scenario.target.model_dump() if scenario.target else {}
    if amount is not None:
        data["amount"] = amount_of(amount)
    data |= {key: value for key, value in (("measure", what), ("date", day)) if value is not None}
    try:
        return Target(**data)
    except ValidationError as error:
        raise explained(error, Target, data) from None


def _record(found: "Outlook", curve: "Curves | None", quick: bool) -> dict[str, Any]:
    odds = found.odds()
    record: dict[str, Any] = {
        "target": found.target.model_dump(mode="json"),
        "odds": {"p": odds.p, "low": odds.low, "high": odds.high, "n": odds.n},
        "periods": found.frame().assign(since=lambda t: t["since"].astype(str)).to_dict("records"),
        "sentences": found.sentences(),
    }
    if not quick:
        record["moves"] = [_cells(move) for move in found.moves()]
        record["hiring"] = [{"date": str(day), **_cells(move)} for day, move in found.dates()]
    if curve is not None:
        dip = curve.dip()
        record["plan"] = {
            "depth": dip.depth, "weeks": dip.weeks, "break_even": dip.break_even, "ahead": dip.last.mean,
            "ahead_low": dip.last.low, "ahead_high": dip.last.high, "sentences": curve.sentences(),
        }  # fmt: skip
    return record


def _cells(move: Any) -> dict[str, Any]:
    return {
        "name": move.name, "odds": move.odds.mean, "odds_low": move.odds.low, "odds_high": move.odds.high,
        "amount": move.amount.mean, "amount_low": move.amount.low, "amount_high": move.amount.high,
    }  # fmt: skip


def _show(screen: "Screen", found: "Outlook", curve: "Curves | None", quick: bool) -> None:
    screen.heading(f"{found.scenario.name}: {found.scenario.title}")
    screen.paragraph(found.sentences()[:-1])
    rows = [
        (
            line.period, f"{line.p:.0%}", f"{line.p_low:.0%} to {line.p_high:.0%}",
            f"{line.q05:,.0f}", f"{line.q50:,.0f}", f"{line.q95:,.0f}",
        )
        for line in found.frame().itertuples()
    ]  # fmt: skip
    columns = ("by the end of", "odds", "interval", "one in 20 below", "half above", "one in 20 above")
    screen.table(f"Reached so far ({found.target.measure})", columns, rows, right=(1, 2, 3, 4, 5))
    if not quick:
        told = ("odds, points", "amount", "interval")
        moves = [(move.name, *_said(move)) for move in found.moves()]
        screen.table("What moves the odds, same luck", ("one thing more", *told), moves, (1, 2, 3))
        dates = [(str(day), *_said(move)) for day, move in found.dates()]
        screen.table("Two reps more, by date", ("from", *told), dates, (1, 2, 3))
    if curve is not None:
        screen.heading("The plan against no change")
        screen.paragraph(curve.sentences()[:-1])
    screen.paragraph(found.sentences()[-1:])


def _said(move: Any) -> tuple[str, str, str]:
    apart = move.amount
    return f"{100 * move.odds.mean:+.0f}", f"{apart.mean:+,.0f}", f"{apart.low:+,.0f} to {apart.high:+,.0f}"
