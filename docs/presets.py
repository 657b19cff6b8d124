"""The page about shipped programmes and markets, written from their files: ``python -m docs.presets``."""

from pathlib import Path

from buyermaze.simulator.inputs.dates.timeline import n_observed
from buyermaze.simulator.inputs.reading.loading import load
from buyermaze.simulator.inputs.reading.shelves import Described, available, available_markets
from buyermaze.simulator.inputs.sheets.scenario import Scenario
from buyermaze.simulator.outcomes.books.costs import yearly_spend

PAGE = Path(__file__).resolve().parents[1] / "docs" / "presets.md"
HEAD = """\
# Programmes and markets

<!-- written by `python -m docs.presets` from the files in scenarios/; edit those -->

A programme is what a company decides, a market is what it finds. Any programme can be run in any market:

```
buyermaze compare baton_pass merged --market turbulent
```

Every programme spends the same on people, media and governing in a year, to the dollar, so that a difference between
two of them is a difference in what the money was turned into. Mails and survey invitations are billed by the piece on
top of it and are part of every cost reported. No story says who wins: that is what the runs are for.

"""
TOGETHER = """\
## Where everything happens

In the programmes and markets above most of [what may happen](model.md) is off: nobody leaves, calls first, bargains or asks
an assistant. In these two all of it is on but campaigns, which [an example](examples/programmes/campaign_runs.yaml) runs. They load
as all others do and are listed last; answers "in all markets" are of those above.
What each happening alone does there is [measured](happenings.md).

"""


def page() -> str:
    """Return the whole page as Markdown."""
    programmes = [(found, load(found.name)) for found in available()]
    apart = [*available(apart=True)[len(programmes) :], *available_markets(apart=True)[len(available_markets()) :]]
    markets = [(found, load("merged", market=found.name)) for found in available_markets()]
    parts = [
        HEAD,
        "## Programmes\n\n",
        _programme_table(programmes),
        "\n",
        _stories([found for found, _ in programmes]),
    ]
    parts += ["## Markets\n\n", _market_table(markets), "\n", _stories([found for found, _ in markets])]
    parts += [TOGETHER, _stories(apart)]
    return "".join(parts).rstrip() + "\n"


def lesson(story: str) -> str:
    """Return what a story says it teaches or asks for; the last sentence when it says neither."""
    sentences = [f"{sentence.rstrip('.')}." for sentence in story.split(". ")]
    told = [sentence for sentence in sentences if sentence.startswith(("It teaches ", "It asks "))]
    return told[-1] if told else sentences[-1]


def _programme_table(programmes: list[tuple[Described, Scenario]]) -> str:
    head = ["programme", "reps", "qualifiers", "content people", "media", "governing", "a year", "what it teaches"]
    lines = []
    for found, scenario in programmes:
        programme = scenario.programme
        team, media = programme.team, programme.marketing
        spent = (
            media.email * media.cost_email
            + media.ads * media.cost_ads
            + media.events * media.cost_events
            + media.priming * media.cost_priming
        )
        lines.append(
            [
                _link(found.name),
                f"{team.n_reps}",
                f"{team.n_qualifiers}",
                f"{team.n_content:g}",
                f"${spent:,.0f}",
                f"${programme.governance.in_force.cost:,.0f}",
                f"${yearly_spend(programme):,.0f}",
                lesson(found.story),
            ]
        )
    return _table(head, lines)


def _market_table(markets: list[tuple[Described, Scenario]]) -> str:
    head = ["market", "people", "deal", "inquiries a week", "without a project", "signatures", "accounts observed"]
    lines = []
    for found, scenario in markets:
        market = scenario.market
        lines.append(
            [
                _link(found.name),
                f"{market.group.n_people_mean:g}",
                f"${market.offer.deal_value:,.0f}",
                f"{market.demand.n_accounts_per_week:g}",
                f"{100 * market.demand.share_not_serious:g} %",
                f"{len(market.approvals)}",
                f"{n_observed(scenario)}",
                lesson(found.story),
            ]
        )
    return _table([*head, "what it asks for"], lines)


def _table(head: list[str], lines: list[list[str]]) -> str:
    rows = [head, ["---"] * len(head), *lines]
    return "".join(f"| {' | '.join(row)} |\n" for row in rows)


def _stories(entries: list[Described]) -> str:
    return "".join(f"### {entry.name}\n\n**{entry.title}.** {entry.story}\n\n" for entry in entries)


def _link(name: str) -> str:
    return f"[{name}](#{name})"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
