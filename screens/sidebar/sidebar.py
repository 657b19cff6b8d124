"""The sidebar: market, programmes, baseline, levers, size of the run; every choice is kept in the link."""

from dataclasses import dataclass
from typing import Any

import streamlit as st

from buyermaze.screens.settings import MOST_JOURNEYS, Limits, limits
from buyermaze.screens.sidebar import levers as choices
from buyermaze.screens.sidebar.levers import MARKET_HANDLES, PROGRAMME_HANDLES, Handle
from buyermaze.screens.sidebar.uploads import offer, restored, share
from buyermaze.screens.theme import label
from buyermaze.simulator.inputs.levers import Lever
from buyermaze.simulator.inputs.scenario import Scenario
from buyermaze.simulator.inputs.timeline import n_simulated

KEPT = "setup"
MOST_ORGANISATIONS = 4


@dataclass(frozen=True)
class Setup:
    """What a visitor has chosen."""

    market: str
    scenarios: tuple[Scenario, ...]
    baseline: str
    n_replications: int
    n_changed: int
    unshared: tuple[str, ...] = ()  # own scenarios too large for the address
    origin: str = ""  # where a page's numbers come from when not from runs of these scenarios

    @property
    def names(self) -> list[str]:
        """Return the organisations' names in order."""
        return [scenario.name for scenario in self.scenarios]

    def scenario(self, name: str) -> Scenario:
        """Return a scenario by its name."""
        return next(scenario for scenario in self.scenarios if scenario.name == name)

    @property
    def base(self) -> Scenario:
        """Return the baseline."""
        return self.scenario(self.baseline)

    @property
    def challengers(self) -> list[str]:
        """Return all names but the baseline's."""
        return [name for name in self.names if name != self.baseline]


def current() -> Setup:
    """Return what the sidebar of this run says."""
    setup: Setup = st.session_state[KEPT]
    return setup


def sidebar() -> Setup:
    """Draw the sidebar and return what was chosen."""
    rules = limits()
    uploads = {} if rules.read_only else restored()
    with st.sidebar:
        market = st.selectbox(
            "Market",
            list(choices.markets()),
            format_func=lambda name: name.replace("_", " ").capitalize(),
            key="market",
            bind="query-params",
            help="Everything the company does not control: buyers, their money, their rivals.",
        )
        st.caption(choices.markets()[market].split(": ", 1)[-1].capitalize() + ".")
        options = [*choices.programmes(), *uploads]
        names = st.multiselect(
            "Organisations to compare",
            options,
            default=list(choices.FIRST),
            format_func=label,
            max_selections=MOST_ORGANISATIONS,
            key="programmes",
            bind="query-params",
            help="Two to four; all spend the same, all meet the same buyers with the same luck.",
        )[:MOST_ORGANISATIONS]
        if len(names) < 2:
            st.info("Choose two organisations or more; until then the standard pair is shown.")
            names = list(dict.fromkeys([*names, *choices.FIRST]))[:2]
        baseline = st.selectbox(
            "Baseline", names, format_func=label, key="baseline", bind="query-params",
            help="All differences are against this one.",
        )  # fmt: skip
        st.subheader("Levers")
        bases = {name: uploads.get(name) or choices.shipped(name, market) for name in names}
        if rules.read_only:
            st.caption("This view shows organisations and markets as they are shipped; levers do not move here.")
        more = [] if rules.read_only else st.multiselect(
            "More levers", list(choices.further()), format_func=choices.further().__getitem__, key="more_levers",
            bind="query-params",
            help="What is chosen here joins the levers below: of every organisation, or of the market.",
        )  # fmt: skip
        ours = [path for path in more if path.startswith("programme.")]
        theirs = [path for path in more if path.startswith("market.")]
        moved = {name: _levers(name, bases[name], PROGRAMME_HANDLES, ours, rules, market) for name in names}
        first = next(iter(bases))
        shared = _levers("market", bases[first], MARKET_HANDLES, theirs, rules, market, first)
        size = _run_size(rules, bases[first], len(names))
        run_changes = choices.run_changes(int(size["seed"]), size["weeks"])
        scenarios = []
        for name in names:
            changes = {**moved[name], **shared, **run_changes}
            key = None if name in uploads else (name, market)
            scenarios.append(choices.changed(bases[name], key, changes))
        unshared: list[str] = []
        if not rules.read_only:
            offer(uploads)
            unshared = share(uploads, names)
    setup = Setup(
        market,
        tuple(scenarios),
        bases[baseline].name,
        int(size["n_replications"]),
        len(shared) + sum(len(levers) for levers in moved.values()),
        tuple(unshared),
    )
    st.session_state[KEPT] = setup
    return setup


def _levers(
    name: str,
    base: Scenario,
    handles: tuple[Handle, ...],
    more: list[str],
    rules: Limits,
    market: str,
    card_of: str | None = None,
) -> dict[str, Any]:
    """Draw the levers of one organisation, or of the market, and return those that were moved.

    In a closed group only moved levers are drawn: every slider on a page costs time at every move of another.
    """
    changes: dict[str, Any] = {}
    words = "Market" if name == "market" else label(name)
    with st.expander(words, key=f"levers.{name}", on_change="rerun") as group:
        for handle in handles:
            lever = choices.card(base, card_of or name, market, handle.path)
            value = lever.value
            # The market is part of the key: another market has other defaults.
            key = f"{name}.{handle.short}" if name != "market" else f"{market}.{handle.short}"
            if not group.open and (rules.read_only or not _moved(key, value)):
                continue
            number: type = int if lever.kind == "count" else float
            step = handle.step if not rules.classroom else max(handle.step, (handle.high - handle.low) / 10)
            chosen = st.slider(
                f"{handle.words} ({lever.unit})" if lever.unit not in ("share", "probability") else handle.words,
                number(min(handle.low, value)),
                number(max(handle.high, value)),
                number(value),
                number(max(1, round(step))) if number is int else float(step),
                format="percent" if lever.unit in ("share", "probability") else None,
                help=choices.card_text(lever),
                **_about(key, rules),
            )
            if not rules.read_only and abs(chosen - value) > 1e-9:
                changes[handle.path] = chosen if number is int else round(chosen, 4)
        for path in more:
            lever = choices.card(base, card_of or name, market, path)
            key = f"{name if name != 'market' else market}.{path.split('.', 1)[1]}"
            if group.open or _moved(key, lever.value):
                found = _any_lever(lever, key, rules)
                if found != lever.value:
                    changes[path] = found
        if changes:
            st.caption(f"{len(changes)} moved from the preset.")
    return changes


def _moved(key: str, value: Any) -> bool:
    """Say whether a lever was moved from a value, by hand or by the link that opened the page."""
    return key in st.query_params or st.session_state.get(key, value) != value


def _about(key: str, rules: Limits) -> dict[str, Any]:
    """Return how a control is kept: in the link, or, where nothing may be moved, nowhere, and nobody reads its value."""
    return {"key": f"shown.{key}", "disabled": True} if rules.read_only else {"key": key, "bind": "query-params"}


def _any_lever(lever: Lever, key: str, rules: Limits) -> Any:
    """Draw a lever that has no handle, in the form that suits it, and return its value."""
    words = choices.lever_words(lever.path)
    about = {"help": choices.card_text(lever), **_about(key, rules)}
    if lever.kind == "switch":
        return st.toggle(words, lever.value, **about)
    if lever.kind == "choice":
        return st.selectbox(words, lever.choices, lever.choices.index(lever.value), **about)
    number: type = int if lever.kind == "count" else float
    low, high = number(lever.low), number(lever.high)
    words = f"{words} ({lever.unit})"
    if high - low > choices.WIDE:
        return number(st.number_input(words, low, high, number(lever.value), **about))
    step = number(1) if number is int else (high - low) / (10 if rules.classroom else 100)
    found = st.slider(words, low, high, number(lever.value), step, **about)
    return lever.value if abs(found - lever.value) < 1e-9 else found if number is int else round(found, 4)


def _run_size(rules: Limits, base: Scenario, n_programmes: int) -> dict[str, float]:
    with st.expander("Time of the run and luck"):
        stretch = st.select_slider(
            "Observation window", rules.stretches, rules.usual[0], **_about("window", rules),
            format_func=lambda each: f"{each * base.run.weeks:g} weeks",
            help=f"Begins after {base.run.weeks_warm_up:g} weeks of warm-up; who sets out within it is counted and followed to "
            "the end. A longer window narrows the intervals and changes nothing else.",
        )  # fmt: skip
        weeks = stretch * base.run.weeks
        n_journeys = n_programmes * n_simulated(base.with_changes(choices.run_changes(1, weeks)))
        seed = st.number_input(
            "Seed", 0, 2**31, 1, **_about("seed", rules),
            help="Root of all luck: the same seed gives the same buyers to every organisation.",
        )  # fmt: skip
        offered = [n for n in rules.replications if n * n_journeys <= MOST_JOURNEYS]
        n_replications = st.select_slider(
            "Replications", offered, rules.usual[1], **_about("replications", rules),
            help="Independent repetitions with different luck; more of them narrow the intervals.",
        )  # fmt: skip
    if rules.read_only:
        return {"weeks": rules.usual[0] * base.run.weeks, "seed": 1, "n_replications": rules.usual[1]}
    return {"weeks": weeks, "seed": seed, "n_replications": n_replications}
