"""The blame ledger: over many deals, who truly answers for the losses, whom everybody blames, and what would have helped."""

from dataclasses import dataclass
from math import inf
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from buyermaze.simulator.analysis.deals.autopsy import Autopsy, autopsies
from buyermaze.simulator.analysis.deals.causes import BLAMED, logged_blames
from buyermaze.simulator.comparison.paired_statistics import Difference, difference
from buyermaze.simulator.core.vocabulary import N_INFO_JOBS, Job, words
from buyermaze.simulator.inputs.sheets.levers import within
from buyermaze.simulator.journal.seller_view import NOT_OURS
from buyermaze.simulator.runs.replications import Progress, paired_runs_of, replications_of

if TYPE_CHECKING:
    import pandas

    from buyermaze.simulator.inputs.sheets.scenario import Scenario
    from buyermaze.simulator.runs.run import Run

COLUMNS: Final = (
    "replication", "account", "outcome", "cause", "culprit", "who", "day", "logged", "logged_blames", "marketing_says",
    "marketing_blames", "sales_says", "sales_blames", "won_with",
)  # fmt: skip
WRITERS: Final = 4.0  # people who keep so many answers fresh; assumption
REMEDIES: Final = ("no gate", "many reps", "every answer", "full memory", "one voice")


@dataclass(frozen=True, eq=False)
class Blame:
    """The blame ledger of many deals that had a real project behind them."""

    scenario: "Scenario"
    deals: "pandas.DataFrame"
    remedies: dict[str, Difference]  # wins added per replication when a cause is taken away, same luck
    n_replications: int

    def table(self) -> "pandas.DataFrame":
        """Return one line per counted real account in every replication, columns ``COLUMNS``."""
        return self.deals

    def lost(self) -> "pandas.DataFrame":
        """Return the deals that were not won."""
        return self.deals[~self.deals["cause"].isin(["won", "open"])]

    def matrix(self) -> "pandas.DataFrame":
        """Return the blame matrix over deals not won.

        One line per function that could be blamed: ``truly`` (share of deals it answers for), ``logged``,
        ``marketing_says``, ``sales_says`` (shares of deals for which it is blamed), ``marketing_right``,
        ``sales_right``, ``logged_right`` (of the deals it truly answers for, the share in which each says so).
        """
        import pandas

        lost, lines = self.lost(), []
        voices = {"logged": "logged_blames", "marketing": "marketing_blames", "sales": "sales_blames"}
        for name in BLAMED:
            true = lost["culprit"] == name
            line: dict[str, Any] = {"blamed": name, "truly": float(true.mean()) if len(lost) else np.nan}
            for voice, column in voices.items():
                line[voice if voice == "logged" else f"{voice}_says"] = float((lost[column] == name).mean())
            for voice, column in voices.items():
                line[f"{voice}_right"] = float((lost[column][true] == name).mean()) if true.any() else np.nan
            lines.append(line)
        return pandas.DataFrame(lines)

    def causes(self) -> "pandas.DataFrame":
        """Return one line per true cause of deals not won: ``cause, culprit, deals`` (per replication), ``share``."""
        found = self.lost().groupby(["cause", "culprit"]).size().rename("deals").reset_index()
        found["share"] = found["deals"] / max(1, found["deals"].sum())
        found["deals"] = found["deals"] / self.n_replications
        return found.sort_values("deals", ascending=False, kind="stable").reset_index(drop=True)

    def remedy_table(self) -> "pandas.DataFrame":
        """Return one line per remedy: wins added with the same luck, and accounts won with it only, or without it only."""
        import pandas

        lines = []
        for name, found in self.remedies.items():
            turned = self.deals["won_with"].map(lambda said, name=name: name in said.split(", "))
            only_with = float((turned & (self.deals["cause"] != "won")).sum()) / self.n_replications
            lines.append((name, found.mean, found.low, found.high, found.p, only_with, only_with - found.mean))
        columns = ["remedy", "wins_added", "low", "high", "p", "won_only_with", "won_only_without"]
        return pandas.DataFrame(lines, columns=columns)

    def sentences(self) -> list[str]:
        """Say what truly stopped deals, how often each voice is right, and which remedy pays."""
        lost = self.lost()
        if not len(lost):
            return ["No deal was lost, so there is nobody to blame."]
        top = [f"{line['cause']} ({100 * line['share']:.0f} %)" for line in self.causes().head(3).to_dict("records")]
        lines = [
            f"Of {len(lost) / self.n_replications:.1f} deals not won per replication, most ended by: {', '.join(top)}."
        ]
        for voice, column in (
            ("Marketing", "marketing_blames"),
            ("Sales", "sales_blames"),
            ("The logged reason", "logged_blames"),
        ):
            right = float((lost[column] == lost["culprit"]).mean())
            own = voice.lower()
            guilty = lost["culprit"] == own
            admits = (
                f" and never blames itself, though it truly answers for {100 * guilty.mean():.0f} %"
                if guilty.any()
                else ""
            )
            admits = admits if own in BLAMED and not (lost[column] == own).any() else ""
            lines.append(f"{voice} names the right side in {100 * right:.0f} % of them{admits}.")
        unlogged = float((lost["logged"] == NOT_OURS).mean())
        lines.append(
            f"{100 * unlogged:.0f} % of the deals not won never became an opportunity, so nobody logs a reason."
        )
        if self.remedies:
            saved = float((lost["won_with"] != "").mean())
            lines.append(
                f"{100 * saved:.0f} % of them would have been won, with the same luck, under at least one remedy."
            )
        for name, found in self.remedies.items():
            told = found.n > 1 and found.p < 0.05
            verb = "adds" if found.mean > 0 else "costs"
            size = (
                f"{verb} {abs(found.mean):.1f} wins per replication (95 % interval {found.low:.1f} to {found.high:.1f})"
            )
            lines.append(f"Remedy '{name}' {size if told else 'makes no difference that can be told from luck'}.")
        return lines


def blame(
    scenario: "Scenario", n_replications: int | None = None, remedies: bool = True, progress: Progress | None = None
) -> Blame:
    """Open up every counted real account, and test with the same luck what taking a cause away would have changed.

    Parameters
    ----------
    scenario : Scenario
        What to analyse.
    n_replications : int, optional
        Replications; default: the scenario's own.
    remedies : bool
        Also run every remedy (``REMEDIES``) and note for each deal not won which of them would have won it.
    progress : callable (done, total), optional
        Told after every finished run.
    """
    import pandas

    n = replications_of(scenario, n_replications)
    cures = {name: remedied(scenario, name) for name in REMEDIES} if remedies else {}
    lines: list[tuple[Any, ...]] = []
    wins = {name: np.zeros(n) for name in ("", *cures)}
    for replication, (run, *cured) in enumerate(paired_runs_of([scenario, *cures.values()], n, progress)):
        won_with: dict[int, list[str]] = {}
        for name, life in zip(cures, cured, strict=True):
            for account in _won(life):
                won_with.setdefault(account, []).append(name)
                wins[name][replication] += 1
        found = autopsies(run)
        wins[""][replication] = sum(each.cause == "won" for each in found)
        for each in found:
            saved = [] if each.cause == "won" else won_with.get(each.account, [])
            lines.append((replication, *_line(each), ", ".join(saved)))
    added = {name: difference(wins[name], wins[""]) for name in cures}
    return Blame(scenario, pandas.DataFrame(lines, columns=list(COLUMNS)), added, n)


def remedied(scenario: "Scenario", name: str) -> "Scenario":
    """Return a scenario in which one cause is taken away: see ``REMEDIES``; cost is not looked at."""
    changes: dict[str, Any] = {
        "no gate": {"programme.gate.closed": False},
        "many reps": within(scenario, {"programme.team.n_reps": 4 * scenario.programme.team.n_reps}),
        "full memory": {"programme.memory.share_recorded": 1.0, "programme.memory.share_passed_on": 1.0},
        "one voice": {"programme.message.gap": 0.0},
        "every answer": {},
    }
    if name == "every answer":
        assets = [
            {"name": f"{persona.name} {words(job)}", "job": words(job), "persona": persona.name, "quality": 1.0,
             "days_age": 0.0, "kit": job == Job.VALIDATION}
            for persona in scenario.market.personas for job in list(Job)[:N_INFO_JOBS]
        ]  # fmt: skip
        named = {tool.name for tool in scenario.programme.tools.assets}
        named |= {step.asset for epoch in scenario.epochs for step in epoch.scenario.programme.campaign.steps}
        books = [
            each.model_dump()
            for each in scenario.programme.library.assets
            if each.channel == "rep" or each.name in named
        ]
        changes[name] = {
            "programme.library.assets": [*assets, *books],
            **within(scenario, {"programme.library.n_assets_per_person": inf}),
            "programme.team.n_content": max(WRITERS, scenario.programme.team.n_content),
        }
    return scenario.with_changes(changes[name])


def _line(each: Autopsy) -> tuple[Any, ...]:
    return (
        each.account, each.outcome, each.cause, each.culprit, each.who, each.day, each.logged, logged_blames(each.logged),
        *each.marketing, *each.sales,
    )  # fmt: skip


def _won(run: "Run") -> list[int]:
    """Return the counted accounts that bought from us."""
    return [int(account) for account in np.intersect1d(run.won(), run.counted())]
