"""The command that puts claims of the trade to the test."""

from typing import TYPE_CHECKING, Annotated

import typer

from buyermaze.experiments.commands.shared import completion
from buyermaze.experiments.commands.shared.options import typed
from buyermaze.experiments.commands.shared.outputs import prepared
from buyermaze.experiments.commands.shared.progress import progress
from buyermaze.experiments.commands.shared.shared_options import ANSWERS, Given, takes
from buyermaze.simulator.core.errors import InputProblem, remedy

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas

    from buyermaze.experiments.commands.shared.outputs import Output

Key = Annotated[
    str | None,
    typer.Argument(
        metavar="CLAIM",
        help="Measure this one anew; without it all shipped answers.",
        autocompletion=completion.claims,
    ),
]
Fresh = Annotated[
    int,
    typer.Option(
        "--fresh", metavar="N", min=0, help="Also hold where it was found to hold against N worlds drawn anew; 0: not."
    ),
]
Draw = Annotated[int, typer.Option("--draw", metavar="N", min=1, help="Which fresh worlds and which luck.")]
EVERYWHERE = "all together"  # in the place of a market
MEASURING = ("replications", "fresh", "draw", "market", "accounts")  # options of what is measured anew
Report = Annotated[str | None, typer.Option("--report", metavar="FILE.md", help="Write the page of all claims.")]


@takes("market", "accounts", *ANSWERS, "quiet")
def claims(
    given: Given,
    key: Key = None,
    replications: Annotated[
        int, typer.Option("--replications", metavar="N", min=2, help="Runs per organisation.")
    ] = 10,
    report: Report = None,
    fresh: Fresh = 0,
    draw: Draw = 1,
) -> None:
    """Put sentences of the trade to the test: where they hold, where they are the other way round, what that hangs on."""
    outputs = prepared(report=report)
    typed_in = [name for name in MEASURING if _is_typed(given.context, name)]
    if key is None:
        if typed_in:
            raise InputProblem(f"--{typed_in[0]}: shipped answers are what they are; name the claim to measure anew")
        _tell_all(given, outputs)
    else:
        if report is not None:
            raise InputProblem("--report: writes the page of all claims; leave the claim's name out")
        _check(given, key, fresh, draw if "draw" in typed_in else None)
        _measure(given, key, replications, fresh, draw)


def _tell_all(given: Given, outputs: "Mapping[str, Output]") -> None:
    """Tell how all claims came out, as shipped."""
    from buyermaze.experiments.claims.book import CLAIMS
    from buyermaze.experiments.claims.claim import measured
    from buyermaze.experiments.claims.lab import shipped_answers
    from buyermaze.experiments.claims.page import LEGEND, page, sources, strip
    from buyermaze.experiments.commands.shared.terminal import Screen

    known = shipped_answers()
    if "report" in outputs:
        outputs["report"].write_text(page(known, typed(given.context)))
    rows = [
        {"claim": claim.key, "says": claim.says, "source": sources(claim), "market": market, **vars(found)}
        for claim in CLAIMS
        for market, found in (*known.markets[claim.key].items(), (EVERYWHERE, known.together[claim.key]))
    ]
    if not given.hand_out(rows, {"claims": lambda: _frame(rows)}):
        return
    screen = Screen()
    lines = [
        [claim.key, claim.says, strip(known.markets[claim.key]),
         *(measured(each, claim.test.unit) for each in (known.together[claim.key], known.markets[claim.key]["reference"]))]
        for claim in CLAIMS
    ]  # fmt: skip
    screen.table("Claims", ["claim", "what is said", "markets", "all together", "reference market"], lines)
    screen.text(f"{LEGEND}; markets in the order of 'buyermaze scenarios'.")
    if not known.is_current:
        screen.text("The rules have changed since these answers were computed: measure a claim anew by its name.")


def _check(given: Given, key: str, fresh: int, draw: int | None) -> None:
    """Refuse a claim that nobody makes, and settings under which it cannot be measured."""
    from buyermaze.experiments.claims.book import BY_KEY
    from buyermaze.experiments.claims.lab import LEAST_WORLDS

    if key not in BY_KEY:
        raise InputProblem(f"claims: nobody here says '{key}'; {remedy(key, list(BY_KEY))}")
    if 0 < fresh < 2 * LEAST_WORLDS:
        raise InputProblem(
            f"--fresh {fresh}: give 0 or at least {2 * LEAST_WORLDS} worlds; fewer cannot tell two sides apart"
        )
    if draw is not None and not fresh:
        raise InputProblem(
            f"--draw {draw}: says which fresh worlds are drawn; say how many with --fresh {4 * LEAST_WORLDS}"
        )
    names = _markets()
    if given.market is not None and given.market not in names:
        near = remedy(given.market, names)
        raise InputProblem(f"--market: claims are tested in shipped markets, not in '{given.market}'; {near}")


def _measure(given: Given, key: str, replications: int, fresh: int, draw: int) -> None:
    """Measure a claim anew and tell it beside what is shipped."""
    from buyermaze.experiments.claims.book import BY_KEY
    from buyermaze.experiments.claims.claim import VERDICTS, measured
    from buyermaze.experiments.claims.lab import confirmed, examine, shipped_answers
    from buyermaze.experiments.claims.page import came_out, sources
    from buyermaze.experiments.commands.shared.terminal import Screen

    claim, known = BY_KEY[key], shipped_answers()
    before, region, anew = known.markets[key], known.regions[key], None
    changes = {} if given.accounts is None else {"run.n_accounts": given.accounts}
    with progress("Simulating", given.quiet) as told:
        every, over = examine([claim], [given.market] if given.market else _markets(), replications, changes, told)
    found, together = every[key], over[key]
    if fresh:
        with progress("Drawing fresh worlds", given.quiet) as told:
            anew = confirmed([claim], known.regions, fresh, draw, changes, told)[key]
    there = {f"fresh_{name}": value for name, value in vars(anew).items()} if anew else {}
    told_of = {**before, EVERYWHERE: known.together[key]}
    everywhere = {EVERYWHERE: together} if len(found) > 1 else {}
    rows = [
        {"claim": key, "market": market, **vars(one), "shipped_verdict": told_of[market].verdict, **there}
        for market, one in (found | everywhere).items()
    ]
    if not given.hand_out(rows, {"claims": lambda: _frame(rows)}):
        return
    screen = Screen()
    screen.heading(claim.says)
    said_by = sources(claim)
    screen.text(f"{said_by[:1].upper()}{said_by[1:]}. Tested: {claim.test.says()}; above 0 it holds.")
    screen.table(
        "Measured now", ["market", "tested number", "the claim", "as shipped"],
        [[market, measured(one, claim.test.unit), came_out(one, len(found)), VERDICTS[before[market].verdict]]
         for market, one in found.items()],
    )  # fmt: skip
    unit = claim.test.unit
    over_all = f"Over all of them together it {VERDICTS[together.verdict]}: {measured(together, unit)}."
    words = [over_all] if len(found) > 1 else []
    words += [_beside(given, known.n_replications)] if known.is_current else []
    words += [region.plain(unit), region.sentence(), known.worlds.sentence(key, unit)]
    words += [anew.sentence(region, unit)] if anew else []
    screen.paragraph([*words, *([f"Left out: {claim.note}."] if claim.note else [])])


def _beside(given: Given, n_replications: int) -> str:
    """Say how what was measured now stands to what is shipped."""
    if given.accounts is not None:
        return "Shipped answers come from each market's own window, not from so many accounts."
    if given.market is not None:
        return f"Chances by luck are those of this market alone; shipped ones are adjusted for {len(_markets())}."
    return f"Shipped answers come from {n_replications} replications: --replications {n_replications} gives the same."


def _markets() -> list[str]:
    from buyermaze.simulator.inputs.reading.shelves import available_markets

    return [entry.name for entry in available_markets()]


def _is_typed(context: typer.Context, name: str) -> bool:
    """Say whether an option was given, be it with the value it has without."""
    source = context.get_parameter_source(name)
    return source is not None and source.name == "COMMANDLINE"


def _frame(rows: list[dict[str, object]]) -> "pandas.DataFrame":
    import pandas

    return pandas.DataFrame(rows)
