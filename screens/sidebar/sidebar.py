"""The sidebar: market, programmes, baseline, levers, size of the run; every choice is kept in the link."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import streamlit as st

from buyermaze.screens.settings import MOST_JOURNEYS, Limits, limits
from buyermaze.screens.sidebar import choices
from buyermaze.screens.sidebar.address import unknown_words
from buyermaze.screens.sidebar.choices import MARKET_HANDLES, PROGRAMME_HANDLES, Handle
from buyermaze.screens.sidebar.uploads import Reader, offer, restored, share
from buyermaze.screens.theme import label
from buyermaze.simulator.comparison.comparison import SAME_RUN
from buyermaze.simulator.core.plain_text import for_markdown
from buyermaze.simulator.inputs.dates.timeline import n_simulated
from buyermaze.simulator.inputs.reading.uploads import from_upload
from buyermaze.simulator.inputs.sheets.levers import IN_PERCENT, Lever, lever_words, named_with_unit, value_words
from buyermaze.simulator.inputs.sheets.scenario import Scenario

KEPT, DEFAULTS, TODAYS = "setup", "lever_defaults", "lever_todays"


@dataclass(frozen=True)
class Moved:
    """A lever that is not where it is today."""

    key: str  # of its control
    words: str
    value: Any
    said: str
    today: str


@dataclass(frozen=True)
class Setup:
    """What a visitor has chosen."""

    market: str
    scenarios: tuple[Scenario, ...]
    baseline: str
    n_replications: int
    n_changed: int
    unshared: tuple[str, ...] = ()  # own scenarios too large for the address
    moved: tuple[Moved, ...] = ()
    sharpen: bool = False  # answers go on sharpening by themselves
    keys: Mapping[str, str] = field(default_factory=dict)  # what an organisation is called in links, by its name
    paid: tuple[str, ...] = ()  # what gave or got so that moved levers stay within today's budget
    own_market: bool = False  # the baseline meets buyers of its own, not those of the market chosen
    origin: str = ""  # where a page's numbers come from when not from runs of these scenarios

    @property
    def codes(self) -> dict[str, str]:
        """Return the shipped organisation behind every name; empty for those a visitor brought."""
        return {name: key if key in choices.programmes() else "" for name, key in self.keys.items()}

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

    @property
    def place(self) -> str:
        """Return in words where the organisations sell."""
        shipped = f"{self.market.replace('_', ' ').capitalize()} market"
        return f"The market of {self.baseline}" if self.own_market else shipped

    def lever_names(self) -> list[str]:
        """Return what an address calls the levers that can be moved here."""
        paths = *(handle.path for handle in (*PROGRAMME_HANDLES, *MARKET_HANDLES)), *choices.further()
        owners = {"programme": self.keys.values(), "market": [self.market]}
        return [f"{owner}.{path.split('.', 1)[1]}" for path in paths for owner in owners[path.split(".")[0]]]


def current() -> Setup:
    """Return what the sidebar of this run says."""
    setup: Setup = st.session_state[KEPT]
    return setup


def sidebar(read: Reader = from_upload) -> Setup:
    """Draw the sidebar and return what was chosen; ``read`` reads scenario files that are brought."""
    rules = limits()
    uploads = {} if rules.read_only else restored()
    for problem in unknown_words(uploads):
        st.warning(for_markdown(problem))
    with st.sidebar:
        market = _market()
        names = _organisations(uploads)
        baseline = st.selectbox(
            "Baseline", names, format_func=label, key="baseline", bind="query-params",
            help="All differences are against this one.",
        )  # fmt: skip
        bases = _with_same_buyers({name: uploads.get(name) or choices.shipped(name, market) for name in names}, market)
        st.header("Levers")
        if rules.read_only:
            st.caption("This view shows organisations and markets as they are shipped; levers do not move here.")
        group = _Group(market, rules, [])
        moved, shared, binds = _all_levers(group, bases)
        size = _run_size(rules, bases[names[0]], len(names))
        same_run = {
            f"run.{field}": getattr(bases[baseline].run, field) for field in SAME_RUN
        }  # a file may have its own
        shared_by_all = {**shared, **same_run, **choices.run_changes(int(size["seed"]), size["weeks"])}
        scenarios, paid = [], []
        for name in names:
            key = None if name in uploads else (name, market)
            scenario, said = _moved_scenario(bases[name], key, moved[name], shared_by_all, binds)
            scenarios.append(scenario)
            paid += [f"{scenario.name}. {said}"] if said else []
        unshared: list[str] = []
        if not rules.read_only:
            offer(uploads, read)
            unshared = share(uploads, names)
    setup = Setup(
        market,
        tuple(scenarios),
        bases[baseline].name,
        int(size["n_replications"]),
        len(shared) + sum(len(levers) for levers in moved.values()),
        tuple(unshared),
        tuple(group.moved),
        bool(size["sharpen"]),
        {bases[name].name: name for name in names},
        paid=tuple(paid),
        own_market=bases[baseline].market != choices.shipped(choices.FIRST[0], market).market,
    )
    st.session_state[KEPT] = setup
    return setup


def _market() -> str:
    """Let the visitor choose a market and return its key."""
    market: str = st.selectbox(
        "Market", list(choices.markets()), format_func=lambda name: name.replace("_", " ").capitalize(),
        key="market", bind="query-params", help="Everything the company does not control: buyers, their money, their rivals.",
    )  # fmt: skip
    st.caption(choices.markets()[market].split(": ", 1)[-1].capitalize() + ".")
    return market


def _organisations(uploads: Mapping[str, Scenario]) -> list[str]:
    """Let the visitor choose organisations and return the keys of two to four."""
    chosen = st.multiselect(
        "Organisations to compare", [*choices.programmes(), *uploads], default=list(choices.FIRST), format_func=label,
        max_selections=choices.MOST_ORGANISATIONS, key="programmes", bind="query-params",
        help="Two to four; all spend the same, all meet the same buyers with the same luck.",
    )  # fmt: skip
    names = list(dict.fromkeys(chosen))[: choices.MOST_ORGANISATIONS]
    if len(names) < 2:
        alone, names = names, list(dict.fromkeys([*names, *choices.FIRST]))[:2]
        beside = f"{label(names[1])} stands beside it" if alone else "the standard pair is shown"
        st.info(for_markdown(f"Choose two organisations or more; until then {beside}."))
    return names


def _with_same_buyers(bases: dict[str, Scenario], market: str) -> dict[str, Scenario]:
    """Offer, where a scenario brings a market of its own, to let all meet the buyers of the one that was chosen."""
    if all(base.market == choices.shipped(choices.FIRST[0], market).market for base in bases.values()):
        return bases
    same = st.toggle(
        "The same buyers for all", key="same_buyers", bind="query-params",
        help="A scenario of your own brings its own market. With this, all meet the buyers of the market above.",
    )  # fmt: skip
    return {name: _in_market(base, market) for name, base in bases.items()} if same else bases


def _all_levers(
    group: "_Group", bases: Mapping[str, Scenario]
) -> tuple[dict[str, dict[str, Any]], dict[str, Any], bool]:
    """Draw every lever; return what was moved of each organisation, of the market, and whether the budget binds."""
    names, first = list(bases), next(iter(bases))
    whose = st.segmented_control(
        "Whose", names, format_func=label, default=names[1], key="whose", label_visibility="collapsed"
    )
    whose = whose if whose in names else names[1]
    plain_own = _draw(group, whose, bases[whose], choices.PLAIN_OF_ONE, whose)
    plain_all = _draw(group, group.market, bases[first], choices.PLAIN_OF_ALL, first)
    binds = not group.rules.read_only and st.toggle(
        "Keep to today's budget", key="same_budget", bind="query-params",
        help="What is moved and costs money is paid for by content people and media in proportion; what saves goes to them.",
    )  # fmt: skip
    ours, theirs = ([], []) if group.rules.read_only else _more_levers()
    plain_own |= _draw_more(group, whose, bases[whose], ours, whose)
    plain_all |= _draw_more(group, group.market, bases[first], theirs, first)
    moved = {}
    for name in names:
        handles = [h for h in PROGRAMME_HANDLES if name != whose or h not in choices.PLAIN_OF_ONE]
        moved[name] = _levers(group, name, bases[name], handles, ours if name != whose else [])
    moved[whose] |= plain_own
    handles = [h for h in MARKET_HANDLES if h not in choices.PLAIN_OF_ALL]
    shared = plain_all | _levers(group, first, bases[first], handles, [], of_market=True)
    return moved, shared, binds


def _moved_scenario(
    base: Scenario, key: tuple[str, str] | None, own: Mapping[str, Any], shared: Mapping[str, Any], binds: bool
) -> tuple[Scenario, str]:
    """Return an organisation with its levers moved and, where the budget binds, a sentence on what paid for them."""
    changes = {**own, **shared}
    scenario = choices.changed(base, key, changes)
    return choices.within(base, scenario, key, changes) if binds and own else (scenario, "")


def _in_market(scenario: Scenario, market: str) -> Scenario:
    """Return a scenario in a shipped market."""
    theirs = choices.shipped(choices.FIRST[0], market).market
    if scenario.market == theirs:
        return scenario
    return scenario.with_changes({"market": theirs.model_dump()})


def _more_levers() -> tuple[list[str], list[str]]:
    """Let the visitor look for further levers by what they do; return those chosen, of organisations and of the market."""
    sought = st.text_input(
        "Look for a lever by what it does", key="lever_search", placeholder="for example: reply time, trust, discount"
    )
    kept = [path for path in st.session_state.get("more_levers", []) if path in choices.further()]
    found = choices.about(sought)
    options = list(dict.fromkeys([*kept, *found.further])) if sought else list(choices.further())
    chosen = st.multiselect(
        "More levers", options, format_func=choices.further().__getitem__, key="more_levers", bind="query-params",
        help="What is chosen here joins the levers: of the organisation chosen above right below, of the others in their groups.",
        placeholder=f"{len(options)} to choose from" if sought else "Choose; look for words above",
    )  # fmt: skip
    if found.told:
        st.caption("  \n".join(for_markdown(line) for line in found.told))
    if found.at_hand:
        st.caption(for_markdown(f"Among the levers here already: {', '.join(found.at_hand)}."))
    if sought and not (found.further or found.at_hand):
        st.caption("No lever does that; try another word.")
    elif found.missed:
        st.caption(for_markdown(f"Nothing here speaks of '{', '.join(found.missed)}'; shown is what the other words lead to."))
    return [p for p in chosen if p.startswith("programme.")], [p for p in chosen if p.startswith("market.")]


@dataclass(frozen=True)
class _Group:
    """What drawing levers needs to know, and the list it fills."""

    market: str
    rules: Limits
    moved: list[Moved]


def _levers(
    group: _Group, card_of: str, base: Scenario, handles: Sequence[Handle], more: list[str], of_market: bool = False
) -> dict[str, Any]:
    """Draw the levers of one organisation, or of the market, and return those that were moved.

    In a closed group only moved levers are drawn: every slider on a page costs time at every move of another.
    """
    name, words = (group.market, "Market") if of_market else (card_of, label(card_of))
    with st.expander(for_markdown(words), key="levers.market" if of_market else f"levers.{name}", on_change="rerun") as box:
        changes = _draw(group, name, base, handles, card_of, bool(box.open))
        changes |= _draw_more(group, name, base, more, card_of, bool(box.open))
        if changes:
            st.caption(f"{len(changes)} moved from the preset.")
    return changes


def _draw_more(
    group: _Group, name: str, base: Scenario, more: Sequence[str], card_of: str, is_open: bool = True
) -> dict[str, Any]:
    """Draw levers that somebody looked for, and return those that were moved."""
    changes: dict[str, Any] = {}
    for path in more:
        lever = choices.card(base, card_of, group.market, path)
        key = f"{name}.{path.split('.', 1)[1]}"
        _go_along(key, lever.value)
        if is_open or _moved(key, lever.value):
            found = _any_lever(lever, key, group.rules)
            if found != lever.value:
                changes[path] = found
                _note(group, key, lever_words(path), lever, found, base, name)
    return changes


def _draw(
    group: _Group, name: str, base: Scenario, handles: Sequence[Handle], card_of: str, is_open: bool | None = None
) -> dict[str, Any]:
    """Draw levers that have a handle and return those that were moved; always open ones get a mark for today."""
    changes: dict[str, Any] = {}
    rules = group.rules
    for handle in handles:
        lever = choices.card(base, card_of, group.market, handle.path)
        value = lever.value
        # The market is part of the key of its levers: another market has other defaults.
        key = f"{name}.{handle.short}"
        _go_along(key, value)
        if is_open is False and (rules.read_only or not _moved(key, value)):
            continue
        number: type = int if lever.kind == "count" else float
        step = handle.step if not rules.classroom else max(handle.step, (handle.high - handle.low) / 10)
        low, high = number(min(handle.low, value)), number(max(handle.high, value))
        chosen = st.slider(
            named_with_unit(handle.words, lever),
            low, high, number(value), number(max(1, round(step))) if number is int else float(step),
            format="percent" if lever.unit in IN_PERCENT else "%g" if number is float else None,
            help=choices.card_text(lever), **_about(key, rules),
        )  # fmt: skip
        if is_open is None:
            at = 100 * (value - low) / (high - low)
            st.html(
                f'<div class="bm-today" style="--at:{at:.1f}%"><span>today {value_words(lever, value)}</span></div>'
            )
        if not rules.read_only and abs(chosen - value) > 1e-9:
            changes[handle.path] = chosen if number is int else round(chosen, 4)
            _note(group, key, handle.words, lever, chosen, base, name)
    return changes


def _note(group: _Group, key: str, words: str, lever: Lever, found: Any, base: Scenario, name: str) -> None:
    """Note a lever that is not where it is today, and where that is."""
    whose = "" if name == group.market else f"{base.name}, "
    words = f"{whose}{words[:1].lower() + words[1:] if whose else words}"
    said, today = (value_words(lever, value) for value in (found, lever.value))
    group.moved.append(Moved(key, words, found, said, today))
    st.session_state.setdefault(DEFAULTS, {})[key] = lever.value


def _go_along(key: str, value: Any) -> None:
    """Let a lever that stands where it was today go along when another scenario comes to stand under its name."""
    todays: dict[str, Any] = st.session_state.setdefault(TODAYS, {})
    before = todays.get(key, value)
    todays[key] = value
    if before != value and st.session_state.get(key) == before:
        st.session_state[key] = value


def _moved(key: str, value: Any) -> bool:
    """Say whether a lever was moved from a value, by hand or by the link that opened the page."""
    return key in st.query_params or st.session_state.get(key, value) != value


def _about(key: str, rules: Limits) -> dict[str, Any]:
    """Return how a control is kept: in the link, or, where nothing may be moved, nowhere, and nobody reads its value."""
    return {"key": f"shown.{key}", "disabled": True} if rules.read_only else {"key": key, "bind": "query-params"}


def _any_lever(lever: Lever, key: str, rules: Limits) -> Any:
    """Draw a lever that has no handle, in the form that suits it, and return its value."""
    words = for_markdown(lever_words(lever.path))
    about = {"help": choices.card_text(lever), **_about(key, rules)}
    if lever.kind == "switch":
        return st.toggle(words, lever.value, **about)
    if lever.kind == "choice":
        return st.selectbox(words, lever.choices, lever.choices.index(lever.value), **about)
    number: type = int if lever.kind == "count" else float
    low, high = number(lever.low), number(lever.high)
    words = named_with_unit(words, lever)
    if high - low > choices.WIDE:
        return number(st.number_input(words, low, high, number(lever.value), **about))
    step = number(1) if number is int else (high - low) / (10 if rules.classroom else 100)
    percent = "percent" if lever.unit in IN_PERCENT else None
    found = st.slider(words, low, high, number(lever.value), step, percent, **about)
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
        sharpen = not rules.classroom and st.toggle(
            "Go on until the answer is clear", True, key="sharpen", bind="query-params",
            help="Answers sharpen by themselves until they are told from luck or bounded.",
        )  # fmt: skip
    if rules.read_only:
        return {
            "sharpen": sharpen,
            "weeks": rules.usual[0] * base.run.weeks,
            "seed": 1,
            "n_replications": rules.usual[1],
        }
    return {"sharpen": sharpen, "weeks": weeks, "seed": seed, "n_replications": n_replications}
