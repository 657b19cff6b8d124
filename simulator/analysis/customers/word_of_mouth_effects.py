"""The advocacy ripple: customers talk, peers pass it on, and deals elsewhere are won or lost because of it.

The effect is found by living every replication again with the same luck, once with all customers silent and once with
only those silent who warn of us: whose detractors weigh more than their promoters.
"""

import math
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from buyermaze.simulator.analysis.customers.word_of_mouth import Voice, reached, voices, with_silence, words_heard
from buyermaze.simulator.comparison.paired_statistics import ALPHA, Difference, difference, holm
from buyermaze.simulator.comparison.phrasing import about_dollars, signed
from buyermaze.simulator.core import phrases
from buyermaze.simulator.core.calendar import HOURS_PER_DAY
from buyermaze.simulator.core.errors import InputProblem, remedy
from buyermaze.simulator.core.vocabulary import ABOUT_CHANGE, Channel, Kind, Status
from buyermaze.simulator.inputs.dates.timeline import clock_of
from buyermaze.simulator.outcomes.books.costs import deal_worth, price_of
from buyermaze.simulator.outcomes.books.tallies import HIGH_REGRET
from buyermaze.simulator.runs.replications import Progress, replications_of

if TYPE_CHECKING:
    import pandas

    from buyermaze.simulator.inputs.sheets.scenario import Scenario
    from buyermaze.simulator.runs.run import Run

SILENCED: Final = {"all": "all customers", "warning": "customers who warn of us"}
FEW_LEFT: Final = 0.5  # share of inquiries still to come below which hardly anybody is left to hear; assumption


@dataclass(frozen=True, eq=False)
class Ripple:
    """What customers said, who asked peers afterwards, and what came of it, over all replications."""

    scenario: "Scenario"
    n_replications: int
    said: "pandas.DataFrame"  # one line per customer heard
    effects: dict[str, Difference]  # by who is silenced: deals won as it is minus deals won with them silent
    turned: "pandas.DataFrame"  # one line per account that ends otherwise in one of the silent lives
    n_asked: float  # accounts per replication that asked peers about vendors after the first customer spoke
    share_to_come: float  # of the accounts, those that arrive after the first customer spoke
    words: dict[str, int]  # words heard where peers know each other by name, by how often

    def revenue(self, silenced: str) -> Difference:
        """Return what the talk of some customers is worth in first-term deals, USD per replication."""
        worth, found = deal_worth(self.scenario), self.effects[silenced]
        return Difference(
            worth * found.mean, worth * found.standard_error, worth * found.low, worth * found.high, found.n,
            found.n_undefined, found.correlation, found.p,
        )  # fmt: skip

    def distinguishable(self, silenced: str) -> bool:
        """Return whether an effect can be told from luck, at 5 % for both groups together (Holm)."""
        adjusted = dict(zip(self.effects, holm([each.p for each in self.effects.values()]), strict=True))
        return adjusted[silenced] < ALPHA

    def table(self) -> "pandas.DataFrame":
        """Return one line per group of customers: what their talk adds in deals won and in USD, and deals turned.

        ``deals`` and ``revenue`` are per replication, with 95 % intervals; ``lost`` counts deals per replication that are
        won only if they keep silent, ``won`` those that are won only because they talk; ``asked`` is the share of
        both in which a member asked peers after the first customer spoke.
        """
        import pandas

        lines = []
        for key, words in SILENCED.items():
            found, money = self.effects[key], self.revenue(key)
            turned = self.turned[self.turned["silenced"] == key]
            lines.append(
                {
                    "talk_of": words, "customers": self._n(key), "deals": found.mean, "deals_low": found.low,
                    "deals_high": found.high, "distinguishable": self.distinguishable(key), "revenue": money.mean,
                    "revenue_low": money.low, "revenue_high": money.high,
                    "lost": (turned["silent"] == "won").sum() / self.n_replications,
                    "won": (turned["as_it_is"] == "won").sum() / self.n_replications,
                    "asked": turned["asked"].mean() if len(turned) else math.nan,
                }
            )  # fmt: skip
        return pandas.DataFrame(lines)

    def _n(self, silenced: str) -> float:
        """Return how many customers of a kind were heard, per replication."""
        n = len(self.said) if silenced == "all" else int(self.said["warning"].sum())
        return n / self.n_replications

    def sentences(self) -> list[str]:
        """Say what was said, who was left to hear it, and what it did to deals elsewhere."""
        if not len(self.said):
            return ["No customer of ours was heard, so nothing was passed on."]
        promoters, detractors = (self.said[name].sum() for name in ("promoters", "detractors"))
        asked = promoters + detractors + self.said["passives"].sum()
        level = price_of(self.scenario, self.said.groupby("replication")["after"].last().mean())
        lines = [
            f"{self._n('all'):.1f} customers per replication were heard: {100 * promoters / asked:.0f} % of their members "
            f"would recommend us, {100 * detractors / asked:.0f} % would warn of us. In the end peers speak "
            f"{'better' if level >= 0 else 'worse'} of us than is true, "
            f"by as much as {about_dollars(abs(level))} off the price would do.",
            f"{self.n_asked:.0f} accounts per replication asked peers about vendors after the first customer had spoken; "
            f"{100 * self.share_to_come:.0f} % of all accounts arrived after that.",
        ]
        if self.words:
            total = sum(self.words.values())
            lines.append(
                "Heard by name: " + ", ".join(f"{word} {100 * n / total:.0f} %" for word, n in self.words.items()) + "."
            )
        if self.share_to_come < FEW_LEFT:
            lines.append(
                "Most accounts came too early to hear anything: talk needs a longer run (more accounts) to show."
            )
        return [*lines, self._on_all(), self._on_warning()]

    def _on_all(self) -> str:
        found, money = self.effects["all"], self.revenue("all")
        if found.n < 2:
            return "One replication cannot tell what the talk of customers does to deals."
        interval = f"95 % interval {found.low:+z.1f} to {found.high:+z.1f} deals"
        if not self.distinguishable("all"):
            return (
                f"Word of mouth makes no difference to deals won that can be told from luck ({interval}{_but(found)})."
            )
        verb = "adds" if found.mean > 0 else "costs"
        return (
            f"Word of mouth {verb} {abs(found.mean):.1f} deals per replication ({interval}), "
            f"USD {abs(money.mean):,.0f} in first terms."
        )

    def _on_warning(self) -> str:
        found, money, n = self.effects["warning"], self.revenue("warning"), self._n("warning")
        if n == 0:
            return "No customer warned of us on balance."
        regret = int((self.said["warning"] & self.said["regretful"]).sum()) / self.n_replications
        who = f"{n:.1f} customers per replication warn of us on balance, {regret:.1f} of whom regret the purchase"
        if found.n < 2:
            return f"{who}; one replication cannot tell what that costs us elsewhere."
        interval = f"95 % interval {found.low:+z.1f} to {found.high:+z.1f} deals"
        if not self.distinguishable("warning"):
            return f"{who}; that makes no difference to deals elsewhere that can be told from luck ({interval}{_but(found)})."
        verb = "wins" if found.mean > 0 else "costs"
        return (
            f"{who}; that {verb} us {abs(found.mean):.1f} deals elsewhere per replication ({interval}), "
            f"USD {abs(money.mean):,.0f} in first terms."
        )


@dataclass(frozen=True, eq=False)
class Trace:
    """One customer followed: the same replication with this customer heard and silent."""

    scenario: "Scenario"
    replication: int
    voice: Voice
    n_asked: int  # accounts that asked peers about vendors afterwards
    turned: "pandas.DataFrame"  # accounts that end otherwise: account, asked, silent, as_it_is, steps, amount
    n_reached: tuple[int, ...] = ()  # accounts that heard this customer by name, that heard one of those, and so on

    def _reach(self) -> str:
        """Say how far the talk went along those who know each other."""
        if not self.n_reached:
            return "Nobody heard it from this customer itself."
        first, later = self.n_reached[0], self.n_reached[1:]
        on = f"; {sum(later)} more from one of those, once it was a customer itself, in up to {len(self.n_reached)} steps"
        return f"{first} account{'s' * (first != 1)} heard it from this customer itself{on if later else ''}."

    @property
    def amount(self) -> float:
        """Return the revenue that this one customer's talk brought (or cost, below 0), USD in first terms."""
        return float(self.turned["amount"].sum())

    def table(self) -> "pandas.DataFrame":
        """Return one line per account that ends otherwise because of this customer.

        ``account``, ``asked`` (a member asked peers after this customer spoke), ``silent`` and ``as_it_is`` (how it ends
        without and with the talk), ``steps`` (1: heard this customer by name, 2: heard one who had; 0: neither), ``amount``
        (USD gained by the talk, below 0 if lost).
        """
        return self.turned

    def sentences(self) -> list[str]:
        """Say who spoke, what peers said before and after, who asked them, and which deals ended otherwise."""
        v, heard = self.voice, clock_of(self.scenario).words(self.voice.day)
        before, after = (about_dollars(price_of(self.scenario, said)) for said in (v.before, v.after))
        lines = [
            f"Account {v.account} was heard on {heard}, regret {v.regret:.0f} of 100: {v.promoters} of its "
            f"{v.promoters + v.passives + v.detractors} members would recommend us, {v.detractors} would warn of us. What "
            f"peers say about us beyond what is true moved from {before} to {after}, as an amount off the price.",
            f"{self.n_asked} accounts asked peers about vendors after that.",
            self._reach(),
        ]
        if not len(self.turned):
            lines.append("With this customer silent and the same luck, every account would have ended the same.")
        for line in self.turned.to_dict("records"):
            how = _how(line["steps"], line["asked"])
            money = f", {signed(line['amount'], 'USD')}" if line["amount"] else ""
            lines.append(f"Account {line['account']} ({how}): {line['as_it_is']} instead of {line['silent']}{money}.")
        lines.append(
            "This is one life under one luck: a small push can turn a deal either way. Only many replications say what "
            "such talk does on average."
        )
        return lines


def _how(steps: int, asked: bool) -> str:
    """Say how an account was reached: from a customer itself, in steps, or as one who asked peers."""
    if steps:
        return "heard it from this customer itself" if steps == 1 else f"heard of it in {steps} steps"
    return "asked peers" if asked else "did not ask peers, but shares our reps with those who did"


def ripple(scenario: "Scenario", n_replications: int | None = None, progress: Progress | None = None) -> Ripple:
    """Measure what the talk of customers does to deals elsewhere.

    Parameters
    ----------
    scenario : Scenario
        What to analyse. Talk needs time: customers are heard after the purchase and the days to first use.
    n_replications : int, optional
        Replications, each lived three times; default: the scenario's own.
    progress : callable (done, total), optional
        Told after every finished run.

    Returns
    -------
    Ripple
        Deals are those of serious accounts after the warm-up, as in all outcomes.
    """
    import pandas

    from buyermaze.simulator.runs.run import simulate

    n = replications_of(scenario, n_replications)
    kinds = {"all": _everybody, "warning": _warning}
    said, turned, n_asked, to_come = [], [], [], []
    words: Counter[str] = Counter()
    won = {key: np.zeros((2, n)) for key in kinds}
    for r in range(n):
        run = simulate(scenario, r)
        heard, ends = voices(run), _ends(run)
        first = heard[0].day if heard else math.inf
        asked = _asked(run, first)
        words.update(words_heard(run))
        said.append(said_frame(run).assign(replication=r))
        n_asked.append(len(asked))
        to_come.append(_arrive_after(run, first))
        for k, (key, silent) in enumerate(kinds.items()):
            life = _ends(with_silence(scenario, r, silent))
            won[key][:, r] = [sum(end == Status.WON for end in each.values()) for each in (ends, life)]
            turned.append(_turned(life, ends, asked).assign(silenced=key, replication=r))
            if progress:
                progress(r * 3 + k + 2, 3 * n)
    return Ripple(
        scenario, n, pandas.concat(said, ignore_index=True),
        {key: difference(*values) for key, values in won.items()},
        pandas.concat(turned, ignore_index=True), float(np.mean(n_asked)), float(np.mean(to_come)), dict(words.most_common()),
    )  # fmt: skip


def trace(run: "Run", account: int | None = None) -> Trace:
    """Follow what one customer says through peers to deals that end otherwise.

    Parameters
    ----------
    run
        What ``simulate`` returns.
    account : int, optional
        A customer of ours that was heard in this run; default: the one with the most regret.

    Raises
    ------
    InputProblem
        If no customer was heard, or this account is none.
    """
    scenario, replication = run.scenario, run.replication
    heard = {voice.account: voice for voice in voices(run)}
    if not heard:
        raise InputProblem(f"ripple: no customer was heard in replication {replication}; run more accounts")
    if account is None:
        account = max(heard, key=lambda each: heard[each].regret)
    if account not in heard:
        choice = remedy(str(account), [str(each) for each in heard])
        raise InputProblem(f"account: {account} is no customer that was heard in replication {replication}; {choice}")
    voice, asked = heard[account], _asked(run, heard[account].day)
    life = _ends(with_silence(scenario, replication, lambda each: each.account == account))
    turned, worth = _turned(life, _ends(run), asked), scenario.market.offer.deal_value
    rings = reached(run, account)
    steps = {each: 1 + k for k, ring in enumerate(rings) for each in ring}
    turned["steps"] = [steps.get(int(each), 0) for each in turned["account"]]
    gained = (turned["as_it_is"] == "won").astype(float) - (turned["silent"] == "won")
    return Trace(scenario, replication, voice, len(asked), turned.assign(amount=worth * gained), tuple(map(len, rings)))


def said_frame(run: "Run") -> "pandas.DataFrame":
    """Return the customers of a run in the order in which they were heard.

    Returns
    -------
    DataFrame
        The fields of ``Voice``, ``regretful`` (above 50 of 100), ``warning`` (balance below 0) and ``asked``: the accounts
        that asked peers about vendors after this customer was heard.
    """
    import pandas

    heard = voices(run)
    table = pandas.DataFrame([vars(voice) for voice in heard], columns=list(Voice.__dataclass_fields__))
    return table.assign(
        regretful=table["regret"].astype(float) > HIGH_REGRET,
        warning=table["balance"].astype(float) < 0,
        asked=[len(_asked(run, voice.day)) for voice in heard],
    )


def _but(found: Difference) -> str:
    """Explain an interval that leaves 0 out and still does not count, because two are looked at together."""
    return "; of two such intervals one may miss 0 by luck, more replications would tell" if found.p < ALPHA else ""


def _everybody(voice: Voice) -> bool:
    return True


def _warning(voice: Voice) -> bool:
    return voice.balance < 0


def _ends(run: "Run") -> dict[int, int]:
    """Return how every counted serious account ended; accounts still open are left out."""
    rows = run.journal
    ended = rows[(rows["kind"] == Kind.DECISION) & np.isin(rows["account"], run.counted_real())]
    return dict(zip(ended["account"].tolist(), ended["detail"].astype(int).tolist(), strict=True))


def _asked(run: "Run", day: float) -> set[int]:
    """Return the accounts that asked peers about vendors after a working day: talk about us reaches them there."""
    touches = run.of_kind(Kind.TOUCH)
    peers = touches[(touches["channel"] == Channel.PEERS) & (touches["time"] > day * HOURS_PER_DAY)]
    return set(peers["account"][np.take(ABOUT_CHANGE, peers["job"]) == 0].tolist())


def _arrive_after(run: "Run", day: float) -> float:
    arrived = run.of_kind(Kind.ARRIVED)["time"]
    return float((arrived > day * HOURS_PER_DAY).mean()) if arrived.size else float("nan")


def _turned(silent: dict[int, int], as_it_is: dict[int, int], asked: set[int]) -> "pandas.DataFrame":
    """Return the accounts that end otherwise: ``account, asked, silent, as_it_is``."""
    import pandas

    open_end = int(Status.OPEN)
    ends = {a: (silent.get(a, open_end), as_it_is.get(a, open_end)) for a in sorted({*silent, *as_it_is})}
    lines = [
        (a, a in asked, phrases.outcome(end[0]), phrases.outcome(end[1])) for a, end in ends.items() if end[0] != end[1]
    ]
    return pandas.DataFrame(lines, columns=["account", "asked", "silent", "as_it_is"])
