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
    import pandas

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

    from buyermaze.experiments.claims.book import BY_KEY, CLAIMS
    from buyermaze.experiments.claims.lab import LEAST_WORLDS, confirmed, examine, shipped_answers
    from buyermaze.experiments.claims.page import LEGEND, came_out, measured, page, sources, strip
    from buyermaze.experiments.commands.shared.terminal import Screen
    from buyermaze.simulator.inputs.reading.shelves import available_markets

    known = shipped_answers()
    typed_in = [name for name in MEASURING if _is_typed(given.context, name)]
    if key is None:
        if typed_in:
            raise InputProblem(f"--{typed_in[0]}: shipped answers are what they are; name the claim to measure anew")
        if report is not None:
            outputs["report"].write_text(page(known, typed(given.context)))
        rows = [
            {"claim": claim.key, "says": claim.says, "source": sources(claim), "market": market, **vars(found)}
            for claim in CLAIMS
            for market, found in known.markets[claim.key].items()
        ]
        if not given.hand_out(rows, {"claims": lambda: _frame(rows)}):
            return
        screen = Screen()
        lines = [
            [claim.key, claim.says, strip(known.markets[claim.key]),
             measured(known.markets[claim.key]["reference"], claim.test.unit)] for claim in CLAIMS
        ]  # fmt: skip
        screen.table("Claims", ["claim", "what is said", "markets", "reference market"], lines)
        screen.text(f"{LEGEND}; markets in the order of 'buyermaze scenarios'.")
        if not known.is_current:
            screen.text("The rules have changed since these answers were computed: measure a claim anew by its name.")
        return
    if key not in BY_KEY:
        raise InputProblem(f"claims: nobody here says '{key}'; {remedy(key, list(BY_KEY))}")
    if report is not None:
        raise InputProblem("--report: writes the page of all claims; leave the claim's name out")
    if 0 < fresh < 2 * LEAST_WORLDS:
        raise InputProblem(
            f"--fresh {fresh}: give 0 or at least {2 * LEAST_WORLDS} worlds; fewer cannot tell two sides apart"
        )
    if "draw" in typed_in and not fresh:
        raise InputProblem(
            f"--draw {draw}: says which fresh worlds are drawn; say how many with --fresh {4 * LEAST_WORLDS}"
        )
    claim = BY_KEY[key]
    names = [entry.name for entry in available_markets()]
    if given.market is not None and given.market not in names:
        near = remedy(given.market, names)
        raise InputProblem(f"--market: claims are tested in shipped markets, not in '{given.market}'; {near}")
    changes = {} if given.accounts is None else {"run.n_accounts": given.accounts}
    with progress("Simulating", given.quiet) as told:
        found = examine([claim], [given.market] if given.market else names, replications, changes, told)[key]
    region = known.regions[key]
    anew = None
    if fresh:
        with progress("Drawing fresh worlds", given.quiet) as told:
            anew = confirmed([claim], known.regions, fresh, draw, changes, told)[key]
    before = known.markets[key]
    there = {f"fresh_{name}": value for name, value in vars(anew).items()} if anew else {}
    rows = [
        {"claim": key, "market": market, **vars(one), "shipped_verdict": before[market].verdict, **there}
        for market, one in found.items()
    ]
    if not given.hand_out(rows, {"claims": lambda: _frame(rows)}):
        return
    from buyermaze.experiments.claims.claim import VERDICTS

    screen = Screen()
    screen.heading(claim.says)
    said_by = sources(claim)
    screen.text(f"{said_by[:1].upper()}{said_by[1:]}. Tested: {claim.test.says()}; above 0 it holds.")
    screen.table(
        "Measured now", ["market", "tested number", "the claim", "as shipped"],
        [[market, measured(one, claim.test.unit), came_out(one, len(found)), VERDICTS[before[market].verdict]]
         for market, one in found.items()],
    )  # fmt: skip
    again = f"Shipped answers come from {known.n_replications} replications: --replications {known.n_replications} gives the same."
    if given.accounts is not None:
        again = "Shipped answers come from each market's own window, not from so many accounts."
    elif given.market is not None:
        again = f"Chances by luck are those of this market alone; shipped ones are adjusted for {len(names)}."
    words = [*([again] if known.is_current else []), region.sentence(), *([anew.sentence(region, claim.test.unit)] if anew else [])]
    screen.paragraph([*words, *([f"Left out: {claim.note}."] if claim.note else [])])


def _is_typed(context: typer.Context, name: str) -> bool:
    """Say whether an option was given, be it with the value it has without."""
    source = context.get_parameter_source(name)
    return source is not None and source.name == "COMMANDLINE"


def _frame(rows: list[dict[str, object]]) -> "pandas.DataFrame":
    import pandas

    return pandas.DataFrame(rows)
