"""The page of claims: what is said, who says it, how it came out in every market, and what it hangs on."""

from typing import Final

from buyermaze.experiments.claims.book import CLAIMS
from buyermaze.experiments.claims.claim import VERDICTS, Claim, Finding, measured
from buyermaze.experiments.claims.lab import N_FRESH, Answers

TRUST: Final = {
    "A": "peer-reviewed or observed",
    "B": "a named survey or records",
    "C": "widely quoted without a public method",
    "X": "contested",
}
MARKS: Final = {"true": "●", "reversed": "○", "no real difference": "=", "not told": "·"}
ELSEWHERE: Final = (
    "Two more need whole journals: that 53 % of loyalty comes from the experience with sales is put to the test by "
    "`buyermaze drivers`, that half as many again speak against us after hard purchases by `buyermaze aftermath`; "
    "both are on Customers in the app."
)
LEGEND: Final = "; ".join(f"{MARKS[verdict]} {words}" for verdict, words in VERDICTS.items())


def came_out(found: Finding, n_markets: int) -> str:
    """Say how a claim came out in a market, and why an interval that leaves 0 out may not tell: it is one of several."""
    one_of_many = found.verdict == "not told" and n_markets > 1 and (found.low > 0 or found.high < 0)
    return VERDICTS[found.verdict] + (f": one of {n_markets} markets may leave 0 out by luck" if one_of_many else "")


def by_market(claim: Claim, found: dict[str, Finding]) -> list[tuple[str, str, str]]:
    """Say of every market what was measured there and how the claim came out."""
    return [
        (market.replace("_", " "), measured(here, claim.test.unit), came_out(here, len(found)))
        for market, here in found.items()
    ]


def strip(by_market: dict[str, Finding]) -> str:
    """Draw how a claim came out, a mark per market, in the order of the markets."""
    return "".join(MARKS[found.verdict] for found in by_market.values())


def sources(claim: Claim) -> str:
    """Say who claims it and how far that may be trusted."""
    return f"{claim.origin}; trust {claim.trust}, {TRUST[claim.trust]}"


def page(answers: Answers, command: str) -> str:
    """Return the page as Markdown."""
    markets = list(next(iter(answers.markets.values())))
    lines = [
        "# What is claimed, and what the model finds",
        "",
        f"{len(CLAIMS)} sentences of the sources and of the trade, each put to a test. None is built in. The tested number "
        f"is above 0 where a claim holds; means of {answers.n_replications} replications, same luck, 95 % intervals, chances "
        f"by luck adjusted for the {len(markets)} markets of a claim (Holm); over all markets together each counts alike. "
        "What is not told of a market may be so all the same: *Compare* in the app, which lives on until two organisations are "
        f"settled, can be surer of one. Then {answers.n_worlds} worlds around the reference market, each lived once with luck of "
        "its own, so that the share of worlds in which a claim is told to hold is one over luck too; "
        "behind it its 95 % interval (Wilson); luck alone would have it hold in one of forty, and be the other way round in as "
        "many. They are searched for the assumption a claim hangs on, and for the line that divides it best; "
        f"{answers.n_worlds} worlds drawn anew have to confirm it, adjusted for the {len(CLAIMS)} claims (Holm): what "
        f"these do not confirm is not told. Last, every region is held against {N_FRESH} worlds more, which "
        f"`buyermaze claims KEY --fresh {N_FRESH}` draws as well; half as many worlds overlook a line that is there more often. "
        "A claim that fails here fails in this model, whose limits are on [the validation page](validation.md).",
        "",
        ELSEWHERE,
        "",
        f"Written by `{command}` from the answers that come with the package; `buyermaze claims KEY` measures one anew.",
        "",
        f"Markets, in this order: {', '.join(name.replace('_', ' ') for name in markets)}. {LEGEND}.",
        "",
        "| claim | markets | all markets together | reference market |",
        "|---|---|---|---|",
    ]
    for claim in CLAIMS:
        found = answers.markets[claim.key]
        levels = (measured(each, claim.test.unit) for each in (answers.together[claim.key], found["reference"]))
        lines.append(f"| [{claim.says}](#{claim.key}) | {strip(found)} | {' | '.join(levels)} |")
    for claim in CLAIMS:
        lines += ["", f'<a id="{claim.key}"></a>', "", f"## {claim.says}", ""]
        lines += [f"*{sources(claim)}.* Tested: {claim.test.says()}.", ""]
        lines += answers.sentences(claim.key)
        if claim.note:
            lines.append(f"Left out: {claim.note}.")
        lines += ["", "| market | tested number | |", "|---|---|---|"]
        lines += [f"| {' | '.join(row)} |" for row in by_market(claim, answers.markets[claim.key])]
    return "\n".join(lines) + "\n"
