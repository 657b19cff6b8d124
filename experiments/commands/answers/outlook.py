"""The command that holds a plan against a target, and tells what the plan costs before it pays."""

import datetime
import math
from typing import TYPE_CHECKING, Annotated, Any

import typer

from buyermaze.experiments.commands.shared.options import Name, typed
from buyermaze.experiments.commands.shared.outputs import WORD_SUFFIX
from buyermaze.experiments.commands.shared.progress import progress
from buyermaze.experiments.commands.shared.shared_options import ANSWERS, Given, takes
from buyermaze.simulator.core.errors import InputProblem

if TYPE_CHECKING:
    from buyermaze.experiments.commands.shared.outputs import Output
    from buyermaze.experiments.commands.shared.terminal import Screen
    from buyermaze.simulator.inputs.sheets.scenario import Scenario
    from buyermaze.simulator.inputs.sheets.target import Target
    from buyermaze.simulator.outlook.curves import Curves
    from buyermaze.simulator.outlook.hinges import Hinges
    from buyermaze.simulator.outlook.outlook import Outlook

Amount = Annotated[str | None, typer.Option("--target", metavar="AMOUNT", help="What is to be reached: 1.2m, 800k.")]
What = Annotated[str | None, typer.Option("--what", metavar="bookings|n_wins|profit", help="What is added up.")]
Day = Annotated[str | None, typer.Option("--date", metavar="DAY", help="Day by whose end it is to be reached.")]
By = Annotated[str, typer.Option("--by", metavar="week|month|quarter|year", help="Periods in which odds are told.")]
Runs = Annotated[int, typer.Option("--replications", metavar="N", help="Runs of everything, under the same luck.")]
Quick = Annotated[bool, typer.Option("--quick", help="Odds and curve only: what moves the odds is not tried.")]
YEARS_END = (12, 31)
WEEKS_BETWEEN = 13  # two bars of the J-curve


@takes("seed", "settings", "market", *ANSWERS, "board", "quiet")
def outlook(
    given: Given, name: Name, target: Amount = None, what: What = None, date: Day = None, by: By = "quarter",
    replications: Runs = 64, quick: Quick = False,
) -> None:  # fmt: skip
    """Tell the odds of a target, what moves them, and when a plan with dates breaks even."""
    from buyermaze.simulator.outcomes.books.periods import checked_by

    scenario = given.scenario(name)
    aim = _target(scenario, target, what, date)
    checked_by(by)

    from buyermaze.experiments.commands.shared.terminal import Screen
    from buyermaze.simulator.inputs.plans.plan_parts import parts_of
    from buyermaze.simulator.outlook.curves import timeline as drawn
    from buyermaze.simulator.outlook.hinges import N_REPLICATIONS, hinges_of
    from buyermaze.simulator.outlook.outlook import outlook as held
    from buyermaze.simulator.runs.manifest import manifest

    with progress("Holding the plan against the target", given.quiet) as told:
        found = held(scenario, aim, by, replications, not quick, told)
    curve, hung = None, []
    if scenario.timeline:
        with progress("Following the plan until it pays", given.quiet) as told:
            curve = drawn(scenario, "week", replications, progress=told)
    if not quick and any(part.transition for part in parts_of(scenario)):
        with progress("Trying what the reorganisation hangs on", given.quiet) as told:
            hung = hinges_of(scenario, min(replications, N_REPLICATIONS), told)
    if "board" in given.outputs:
        _write_page(given.outputs["board"], curve or found.curves, found, hung, typed(given.context))
    content = _record(found, curve, hung, quick) | {"manifest": manifest([scenario], typed(given.context))}
    tables = {"periods": found.frame(), **({"curve": curve.frame()} if curve else {})}
    if not given.hand_out(content, tables):
        return
    _show(Screen(), found, curve, hung, quick)


def _write_page(page: "Output", curve: "Curves", found: "Outlook", hung: "list[Hinges]", typed_in: str) -> None:
    """Write the page for the board, as Word or as HTML by the ending of its name."""
    from buyermaze.experiments.answers.plan_page import plan_page
    from buyermaze.simulator.model.compiler.disk_cache import rulebook_version
    from buyermaze.simulator.runs.manifest import package_version

    made = plan_page(
        curve, found, hung, origin=f"Buyer Maze {package_version()}, rules {rulebook_version()}; {typed_in}"
    )
    if page.place.lower().endswith(WORD_SUFFIX):
        document = made.to_docx()
        page.write_file(lambda path: path.write_bytes(document))
    else:
        page.write_text(made.to_html())


def _target(scenario: "Scenario", amount: str | None, what: str | None, day: str | None) -> "Target":
    """Return the target of the scenario, or of its own kind as asked for."""
    from buyermaze.simulator.inputs.sheets.target import amount_of, target_of

    if amount is None and scenario.target is None:
        raise InputProblem("no target: the scenario has none; give --target 1.2m, and --date when it is due")
    data: dict[str, Any] = {"date": datetime.date(scenario.run.start.year, *YEARS_END)}
    data |= scenario.target.model_dump() if scenario.target else {}
    if amount is not None:
        data["amount"] = amount_of(amount)
    data |= {key: value for key, value in (("measure", what), ("date", day)) if value is not None}
    return target_of(data)


def _record(found: "Outlook", curve: "Curves | None", hung: "list[Hinges]", quick: bool) -> dict[str, Any]:
    from buyermaze.simulator.outlook.memo import memo

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
        record["memo"] = memo(curve, found)
        record["hinges"] = [
            {"transition": each.name, "sizes": each.frame(), "sentences": each.sentences()} for each in hung
        ]
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


def _show(screen: "Screen", found: "Outlook", curve: "Curves | None", hung: "list[Hinges]", quick: bool) -> None:
    from buyermaze.simulator.core.calendar import day_words
    from buyermaze.simulator.outlook.memo import memo

    title = found.scenario.title
    screen.heading(title if title == found.scenario.name else f"{found.scenario.name}: {title}")
    if curve is not None:
        screen.paragraph(memo(curve, found)[:-1])
        screen.heading("The plan against no change")
        screen.paragraph(curve.sentences()[:-1])
        _show_curve(screen, curve)
    screen.heading("The target")
    screen.paragraph(found.sentences()[:-1])
    rows = [
        (
            line.period, f"{100 * line.p:.0f} %", f"{100 * line.p_low:.0f} to {100 * line.p_high:.0f}",
            found.about(line.q05), found.about(line.q50), found.about(line.q95),
        )
        for line in found.frame().itertuples()
    ]  # fmt: skip
    columns = ("by the end of", "odds", "interval", "one in 20 below", "half above", "one in 20 above")
    from buyermaze.simulator.outcomes.books.periods import measure_named

    screen.table(f"Reached so far ({measure_named(found.target.measure).label})", columns, rows, right=(1, 2, 3, 4, 5))
    if not quick:
        told = ("odds, points", "amount", "interval")
        moves = [(move.name, *_said(found, move)) for move in found.moves()]
        screen.table("What moves the odds, same luck", ("one thing more", *told), moves, (1, 2, 3))
        dates = [(day_words(day), *_said(found, move)) for day, move in found.dates()]
        screen.table("Two reps more, by date", ("from", *told), dates, (1, 2, 3))
    for each in hung:
        _show_hinges(screen, each)
    screen.paragraph(found.sentences()[-1:])


def _show_curve(screen: "Screen", curve: "Curves") -> None:
    """Draw the J-curve: every quarter of a year how far the plan is ahead, or behind, on the line of no change."""
    from buyermaze.simulator.comparison.phrasing import about_dollars
    from buyermaze.simulator.core.calendar import HOURS_PER_WEEK, day_words
    from buyermaze.simulator.inputs.dates.epochs import day_of

    start = max(curve.first_change, curve.edges[0])
    bars = {}
    for hours, ahead in zip(curve.edges[1:], curve.ahead(), strict=True):
        week = math.ceil((hours - start) / HOURS_PER_WEEK)
        if week > 0 and (
            week % WEEKS_BETWEEN == 0 or hours == curve.edges[-1]
        ):  # a week cut in two has one bar, its later
            interval = f"{about_dollars(ahead.low)} to {about_dollars(ahead.high)}"
            bars[week] = (f"week {week}, {day_words(day_of(curve.scenario, hours))}", ahead.mean, interval)
    heads = ("from the first change", "ahead", "interval")
    screen.bars("Ahead of no change, summed up", heads, list(bars.values()), about_dollars)


def _show_hinges(screen: "Screen", hung: "Hinges") -> None:
    from buyermaze.simulator.comparison.phrasing import about_dollars
    from buyermaze.simulator.outlook.hinges import size_said, size_words

    screen.heading(f"What '{hung.title}' hangs on")
    screen.paragraph(hung.sentences()[:-1])
    rows = [
        (
            size_words(each.name), size_said(each.name, each.low), about_dollars(each.at_low.last.mean),
            size_said(each.name, each.high), about_dollars(each.at_high.last.mean),
        )
        for each in hung.hinges
    ]  # fmt: skip
    columns = ("size", "low end", "ahead there", "high end", "ahead there")
    screen.table("One size moved at a time, same luck", columns, rows, (1, 2, 3, 4))


def _said(found: "Outlook", move: Any) -> tuple[str, str, str]:
    apart = move.amount
    return (
        f"{100 * move.odds.mean:+.0f}",
        found.signed(apart.mean),
        f"{found.signed(apart.low)} to {found.signed(apart.high)}",
    )
