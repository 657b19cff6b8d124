"""What an assistant on the same machine may ask: names, comparisons, stories, what drives a result and what flips it.

Every tool reads and none writes; scenarios are the shipped ones, sweeps those below one folder. Every answer with numbers
carries its intervals and what has to be said with them. How much one call may cost is bounded here.
"""

import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from buyermaze.experiments.commands.shared.show_comparison import MAIN
from buyermaze.experiments.commands.shared.terminal import plain_content
from buyermaze.simulator.comparison.phrasing import BEYOND
from buyermaze.simulator.core.errors import InputProblem, remedy
from buyermaze.simulator.core.plain_text import readable
from buyermaze.simulator.outcomes.definitions import OUTCOMES, outcome_named, position

if TYPE_CHECKING:
    from buyermaze.experiments.sweeps.results import Sweep
    from buyermaze.simulator.inputs.sheets.scenario import Scenario

MOST_SCENARIOS: Final = 4  # in one comparison
MOST_REPLICATIONS: Final = 32
MOST_ACCOUNTS: Final = 300  # observed per replication
MOST_CHANGES: Final = 20
SIZE: Final = "run.n_accounts"
MOST_NAMES: Final = 40  # lines of a list
MOST_FACTORS: Final = 30
CAVEATS: Final = (
    "This is what the model says under its assumptions (most are graded 'assumption' or 'rule of thumb', see list_levers), "
    "not a measurement of the world.",
    "A difference whose 95 % interval holds 0, or that is not marked as told from luck, must not be reported as a difference.",
)
INSTRUCTIONS: Final = (
    "Buyer Maze simulates how groups of business buyers find their way to a purchase and compares organisations of marketing and "
    "sales under the same luck. Call list_scenarios, list_outcomes and list_levers for names before the other tools. Report "
    "intervals and caveats with every number. Nothing here writes files or reaches the network."
)


@dataclass
class Assistant:
    """The answers, one at a time; ``sweeps`` is the folder whose sub-folders may be asked."""

    sweeps: Path | None = None
    _busy: threading.Lock = field(default_factory=threading.Lock, repr=False)

    def tools(self) -> tuple[Callable[..., dict[str, Any]], ...]:
        """Return every tool; its name, its arguments and its first lines are what the assistant reads."""
        return (
            self.list_scenarios, self.list_outcomes, self.list_levers, self.compare, self.tell_story, self.list_sweeps,
            self.what_drives, self.what_flips,
        )  # fmt: skip

    def list_scenarios(self) -> dict[str, Any]:
        """List the organisations that can be compared and the markets they can be put in, with a line on each."""
        from buyermaze.simulator.inputs.reading.shelves import available, available_markets

        shelves = {"scenarios": available(apart=True), "markets": available_markets(apart=True)}
        return {
            word: [{"name": entry.name, "title": entry.title} for entry in found] for word, found in shelves.items()
        }

    def list_outcomes(self, words: str = "") -> dict[str, Any]:
        """List what organisations are judged by: name, unit, which direction is better, meaning. Words narrow the list."""
        rows = [
            {"name": o.name, "label": o.label, "unit": o.unit, "better": {1: "more", -1: "less", 0: ""}[o.better],
             "meaning": o.meaning}
            for o in OUTCOMES
        ]  # fmt: skip
        return _list(rows, words, ("name", "label", "meaning"))

    def list_levers(self, words: str = "", scenario: str = "baton_pass") -> dict[str, Any]:
        """Find parameters by words of their path or meaning: value in a scenario, bounds, unit, source and grade.

        Grades: A peer-reviewed, B survey, C rule of thumb, D assumption.
        """
        from buyermaze.simulator.inputs.sheets.levers import unit_entered

        rows = [
            {"path": lever.path, "value": lever.value, "low": lever.low, "high": lever.high, "unit": unit_entered(lever),
             "meaning": lever.meaning, "source": lever.source, "grade": lever.grade}
            for lever in _scenario(scenario).levers()
        ]  # fmt: skip
        return _list(rows, words, ("path", "meaning"))

    def compare(
        self,
        scenarios: list[str],
        outcome: str = "wins",
        changes: dict[str, float | int | str | bool] | None = None,
        market: str | None = None,
        replications: int = 8,
        accounts: int = 100,
    ) -> dict[str, Any]:
        """Run two to four organisations with the same luck: levels, paired differences with 95 % intervals, a verdict.

        The first is the baseline. ``changes`` sets parameters by path in all of them (see list_levers); up to 32
        replications of up to 300 accounts.
        """
        from buyermaze.simulator.comparison.comparison import compare

        if not 2 <= len(scenarios) <= MOST_SCENARIOS or len(set(scenarios)) < len(scenarios):
            raise InputProblem(f"scenarios: name between 2 and {MOST_SCENARIOS} different ones")
        _within("replications", replications, 2, MOST_REPLICATIONS)
        _within("accounts", accounts, 10, MOST_ACCOUNTS)
        chosen = outcome_named(outcome)
        loaded = [_scenario(name, market, {**(changes or {}), SIZE: accounts}) for name in scenarios]
        _check_cost(loaded, replications)
        with self._busy:
            found = compare(loaded, outcome=chosen, n_replications=replications, command="mcp: compare")
        content = found.to_dict()
        names = list(dict.fromkeys((chosen, *MAIN)))
        shares = {name for name in names if OUTCOMES[position(name)].unit == "share"}
        levels = {who: {name: each[name] for name in names} for who, each in content["scenarios"].items()}
        beyond = any(_reaches_beyond(levels[who][name]) for who in levels for name in shares)
        return plain_content({
            "verdict": content["verdict"],
            "baseline": found.baseline,
            "levels": levels,
            "differences": {who: {name: each[name] for name in names} for who, each in content["pairs"].items()},
            "n_replications": found.n_replications,
            "n_accounts": accounts,
            "inputs": {each.name: each.fingerprint for each in found.scenarios},
            "caveats": [*CAVEATS, *([BEYOND] if beyond else [])],
        })  # fmt: skip

    def tell_story(self, scenario: str, account: int | None = None, replication: int = 0) -> dict[str, Any]:
        """Tell one account's journey in sentences; without a number, one that is worth telling."""
        from buyermaze.simulator.journal.story import interesting_account, story
        from buyermaze.simulator.runs.run import simulate

        _within("replication", replication, 0, MOST_REPLICATIONS)
        loaded = _scenario(scenario, None, {SIZE: MOST_ACCOUNTS // 3})
        with self._busy:
            run = simulate(loaded, replication)
        last = int(run.journal.account.max(initial=-1))
        if account is not None:
            _within("account", account, 0, last)
        chosen = interesting_account(run) if account is None else account
        return {
            "account": chosen,
            "accounts_run_to": last,
            "story": story(run, chosen),
            "caveats": ["One account of one replication is an example, not a rule.", CAVEATS[0]],
        }

    def list_sweeps(self) -> dict[str, Any]:
        """List the stored experiments that what_drives and what_flips can be asked about."""
        from buyermaze.experiments.sweeps.results import Sweep

        if self.sweeps is None:
            return {"sweeps": [], "note": "no folder of sweeps was given; start with  buyermaze mcp --sweeps DIR"}
        rows = []
        for folder in self._folders():
            sweep = Sweep(folder)
            rows.append(
                {"sweep": folder.name, "title": sweep.study.title, "question": sweep.study.question,
                 "scenarios": list(sweep.scenario_names), "outcomes": list(sweep.outcomes),
                 "factors": [axis.name for axis in sweep.axes], "complete": sweep.is_complete}
            )  # fmt: skip
        return {"sweeps": rows}

    def what_drives(
        self, sweep: str, outcome: str | None = None, scenario: str | None = None, baseline: str | None = None
    ) -> dict[str, Any]:
        """Say which factors of a stored experiment drive an outcome, or the difference between two organisations."""
        from buyermaze.experiments.answers.sensitivity import sensitivity

        with self._busy:
            found = sensitivity(self._sweep(sweep), outcome, scenario, baseline)
        return plain_content(
            {"about": found.contrast.said, "method": found.method, "answer": found.sentences(),
             "table": found.table.head(MOST_FACTORS), "share_of_luck": found.noise, "caveats": list(CAVEATS)}
        )  # fmt: skip

    def what_flips(
        self,
        sweep: str,
        outcome: str | None = None,
        scenario: str | None = None,
        baseline: str | None = None,
        threshold: float = 0.0,
    ) -> dict[str, Any]:
        """Say how far each assumption of a stored experiment must move before the verdict between two reverses."""
        from buyermaze.experiments.answers.break_even import flip

        with self._busy:
            found = flip(self._sweep(sweep), outcome, scenario, baseline, threshold)
        return plain_content(
            {"about": found.contrast.said, "answer": found.sentences(), "now": found.now,
             "now_interval": [found.low, found.high], "table": found.table.head(MOST_FACTORS), "caveats": list(CAVEATS)}
        )  # fmt: skip

    def _folders(self) -> list[Path]:
        from buyermaze.experiments.sweeps.folder import MANIFEST

        if self.sweeps is None:
            return []
        found = (path.parent for path in self.sweeps.glob(f"*/{MANIFEST}"))
        return sorted(folder for folder in found if folder.name == readable(folder.name))[:MOST_NAMES]

    def _sweep(self, name: str) -> "Sweep":
        """Open a sweep by the name of its folder; nothing outside the folder of sweeps can be named."""
        from buyermaze.experiments.sweeps.results import Sweep

        known = {folder.name: folder for folder in self._folders()}
        if name not in known:
            raise InputProblem(f"sweep: there is no '{name}'; {remedy(name, known)}" if known else
                               "sweep: there are none; start with  buyermaze mcp --sweeps DIR")  # fmt: skip
        return Sweep(known[name])


def _scenario(name: str, market: str | None = None, changes: Mapping[str, Any] | None = None) -> "Scenario":
    """Load a shipped scenario in a shipped market; files are not opened for others."""
    from buyermaze.simulator.inputs.reading.loading import load
    from buyermaze.simulator.inputs.reading.shelves import available, available_markets

    for word, given, shelf in (("scenario", name, available(apart=True)), ("market", market, available_markets(apart=True))):
        names = [entry.name for entry in shelf]
        if given is not None and given not in names:
            raise InputProblem(f"{word}: there is no '{given}'; {remedy(given, names)}")
    if changes and len(changes) > MOST_CHANGES:
        raise InputProblem(f"changes: {len(changes)} are too many, up to {MOST_CHANGES} are taken")
    for path in changes or {}:
        if path.strip().startswith("run.") and path != SIZE:
            raise InputProblem(f"changes: {path} decides what a call costs and is not changed here")
    return load(name, market=market, changes=dict(changes or {}))


def _check_cost(scenarios: "Sequence[Scenario]", replications: int) -> None:
    """Refuse what keeps everybody else waiting: levers within their bounds may cost two hundred times the usual."""
    from buyermaze.simulator.runs import cost

    each = [cost.events_per_account(scenario) for scenario in scenarios]
    for scenario, n in zip(scenarios, each, strict=True):
        cost.check_cost(scenario, n)
    together = sum(cost.events_per_run(scenario, n) for scenario, n in zip(scenarios, each, strict=True))
    if together * replications > cost.MOST_EVENTS:
        raise InputProblem(
            f"replications: {replications} take about {together * replications:,.0f} events, allowed are {cost.MOST_EVENTS:,}; "
            f"ask for {int(cost.MOST_EVENTS / together)}, or for fewer accounts"
        )


def _within(name: str, value: int, low: int, high: int) -> None:
    if not low <= value <= high:
        raise InputProblem(f"{name}: {value} is out of bounds; between {low} and {high} are taken")


def _reaches_beyond(level: Mapping[str, Any]) -> bool:
    low, high = level["interval"]
    return low is not None and high is not None and not 0 <= low <= high <= 1


def _list(rows: Sequence[dict[str, Any]], words: str, where: tuple[str, ...]) -> dict[str, Any]:
    """Return the rows that hold all words, and how many more there are than are shown."""
    wanted = words.lower().replace("_", " ").split()
    found = [
        row for row in rows if all(w in " ".join(str(row[n]) for n in where).lower().replace("_", " ") for w in wanted)
    ]
    return plain_content({"found": found[:MOST_NAMES], "n_found": len(found), "n_shown": min(len(found), MOST_NAMES)})
