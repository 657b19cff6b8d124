"""The form of a plan: lanes of dated changes, what can be added, and the target; all of it is kept in the address."""

from collections.abc import Collection
from datetime import date, timedelta
from typing import Final, get_args

import streamlit as st

from buyermaze.screens.components.lanes import Lane, lanes
from buyermaze.screens.settings import limits
from buyermaze.simulator.core.calendar import day_words
from buyermaze.simulator.core.errors import InputProblem
from buyermaze.simulator.core.plain_text import for_markdown
from buyermaze.simulator.inputs.plans.transitions import TRANSITIONS
from buyermaze.simulator.inputs.reading.plan_pieces import KINDS, MOST_PIECES, OWN, Piece, piece_of, pieces_of, planned
from buyermaze.simulator.inputs.sheets.scenario import Scenario
from buyermaze.simulator.inputs.sheets.target import Measured, amount_of, target_of
from buyermaze.simulator.outcomes.books.periods import measure_named, next_period

MONTHLY: Final = "month"
N_MONTHS: Final = 24  # in which dates may lie
AIM: Final = "aim"  # key of the target's lane
PLANS, LINK, SAID = "plans", "plan", "plan_said"
DUE, REACH, OF = "plan_due", "plan_target", "plan_measure_of"
MEASURED: Final[tuple[Measured, ...]] = get_args(Measured)


def plan_form(scenario: Scenario, towards: Collection[str] = ()) -> tuple[list[Piece], date, float | None, Measured]:
    """Draw the form; return the pieces of the plan, the day of the target, its amount if one was set, and what it is of.

    A plan to begin with leads, if one can, to one of the shipped organisations in ``towards``.
    """
    locked = limits().read_only
    months = _months(scenario.run.start)
    pieces = _pieces(scenario, months, towards)
    due = _due(scenario, months)
    for problem in st.session_state.get(SAID, []):
        st.warning(for_markdown(problem))
    with st.container(border=True):
        _draw_lanes(scenario, pieces, months, due, locked)
        with st.container(horizontal=True, vertical_alignment="bottom"):
            if not locked:
                with st.popover("Add a change", icon=":material/add:"):
                    _offer(scenario, pieces, months)
            amount, measure = _reach(scenario, due)
    if st.query_params.get_all(LINK) != (texts := [piece.text for piece in pieces]):
        st.query_params[LINK] = texts
    if st.query_params.get(DUE) != f"{due}":
        st.query_params[DUE] = f"{due}"
    return pieces, due, amount, measure


def _months(start: date) -> list[date]:
    """Return the first days of the months in which a plan may act, and of the one after them."""
    found = [next_period(start, MONTHLY)]
    while len(found) <= N_MONTHS:
        found.append(next_period(found[-1], MONTHLY))
    return found


def _pieces(scenario: Scenario, months: list[date], towards: Collection[str]) -> list[Piece]:
    """Return the plan as it stands: as the visitor left it, else of the address, else the scenario's own, else a first idea."""
    plans: dict[str, list[Piece]] = st.session_state.setdefault(PLANS, {})
    if scenario.name not in plans:
        plans[scenario.name] = _asked_for(scenario, months) or pieces_of(scenario) or _idea(scenario, months, towards)
    return plans[scenario.name]


def _asked_for(scenario: Scenario, months: list[date]) -> list[Piece]:
    """Return the plan in the address this page was opened with; what names nothing is said and left out.

    Where nothing may be moved the address is not asked.
    """
    if limits().read_only or st.session_state.get(PLANS) or SAID in st.session_state:
        return []
    said: list[str] = st.session_state.setdefault(SAID, [])
    found = []
    for text in st.query_params.get_all(LINK)[:MOST_PIECES]:
        try:
            piece = piece_of(text)
            if not scenario.run.start <= piece.day <= months[-1]:
                first, last = day_words(scenario.run.start), day_words(months[-1])
                raise InputProblem(f"'{text}' is not between {first} and {last}")
            if piece.kind == OWN and not 0 <= piece.size < len(own := pieces_of(scenario)):
                raise InputProblem(f"'{text}' is no change of the scenario, which brings {len(own)} of its own")
            found.append(piece)
        except InputProblem as problem:
            said.append(f"The address asks for a plan that cannot be read here: {problem}.".replace("?.", "?"))
    return found


def _idea(scenario: Scenario, months: list[date], towards: Collection[str]) -> list[Piece]:
    """Return a plan to begin with: a reorganisation that changes this company, first one to what it is compared with."""
    for kind in sorted(TRANSITIONS, key=lambda kind: TRANSITIONS[kind].becomes not in towards):
        pieces = [Piece(kind, months[5])]
        try:
            planned(scenario, pieces)
        except InputProblem:
            continue
        return pieces
    return [Piece("reps", months[8], 2)]


def _due(scenario: Scenario, months: list[date]) -> date:
    """Return the day of the target, the last of a month: as the visitor left it, of the address, or the scenario's own.

    A day that is none, or is not held as it was asked for, is said.
    """
    if DUE not in st.session_state:
        asked = "" if limits().read_only else st.query_params.get(DUE, "")
        day = own = scenario.target.date if scenario.target else date(scenario.run.start.year, 12, 31)
        said: list[str] = st.session_state.setdefault(SAID, [])
        try:
            day = date.fromisoformat(asked) if asked else own
        except ValueError:
            said.append(f"The address asks for a target by '{asked[:40]}', which is no day such as {own}.")
        st.session_state[DUE] = min(max(day, scenario.run.start), months[-1])
        if (held := _last_of_month(st.session_state[DUE], months)) != day:
            first, last = day_words(scenario.run.start), day_words(months[-1] - timedelta(days=1))
            said.append(
                f"The target of {day_words(day)} is held by {day_words(held)}: here are whole months from {first} to {last}."
            )
    return _last_of_month(st.session_state[DUE], months)


def _last_of_month(day: date, months: list[date]) -> date:
    return min(next_period(day, MONTHLY), months[-1]) - timedelta(days=1)


def _draw_lanes(scenario: Scenario, pieces: list[Piece], months: list[date], due: date, locked: bool) -> None:
    found = [Lane(f"{k}", _capital(piece.words(scenario)), piece.day) for k, piece in enumerate(pieces)]
    found.append(Lane(AIM, "The target is due", due, removable=False, aim=True))

    def moved(key: str, day: date | None) -> None:
        plans: dict[str, list[Piece]] = st.session_state[PLANS]
        if key == AIM:
            st.session_state[DUE] = day or due
        elif day is None:
            plans[scenario.name] = [piece for k, piece in enumerate(pieces) if f"{k}" != key]
        else:
            plans[scenario.name] = [piece.on(day) if f"{k}" == key else piece for k, piece in enumerate(pieces)]

    lanes(found, scenario.run.start, months[-1] - timedelta(days=1), locked, moved)


def _offer(scenario: Scenario, pieces: list[Piece], months: list[date]) -> None:
    """Offer what can be added: a kind of change, how much of it, and the month from which on."""
    kinds = {
        **{name: each.title for name, each in TRANSITIONS.items()},
        **{name: each.title for name, each in KINDS.items()},
    }
    kind = st.selectbox(
        "What",
        list(kinds),
        index=list(kinds).index("reps"),
        key="plan_kind",
        format_func=lambda name: _capital(kinds[name]),
    )
    size = 0.0
    if about := KINDS.get(kind):
        size = st.number_input(
            f"How much, {about.unit}", float(about.low), float(about.high), float(about.usual), float(about.step), format="%g",
            key=f"plan_size_{kind}",
        )  # fmt: skip
    when = st.selectbox("From", months[:-1], index=8, key="plan_from", format_func=day_words)

    def add() -> None:
        st.session_state[PLANS][scenario.name] = [*pieces, Piece(kind, when, size)]

    full = len(pieces) >= MOST_PIECES
    st.button(
        "Add to the plan", key="plan_add", on_click=add, disabled=full or (kind in KINDS and not size),
        help=f"A plan of more than {MOST_PIECES} parts is a file of its own." if full else None,
    )  # fmt: skip


def _reach(scenario: Scenario, due: date) -> tuple[float | None, Measured]:
    """Let the visitor say what is to be reached, and of what; no amount: about what is reached if nothing changes."""
    own = scenario.target
    measure = st.selectbox(
        "Target of", MEASURED, index=MEASURED.index(own.measure) if own else 0, key=OF, bind="query-params", width=210,
        format_func=lambda name: _capital(measure_named(name).label),
    )  # fmt: skip
    text = st.text_input(
        "To be reached from the beginning on", f"{own.amount:.10g}" if own else "", key=REACH, bind="query-params", width=330,
        placeholder="about what no change would reach", max_chars=30,
        help="As people write it: 1.2m, 800k, 1,200,000. Left empty: the middle of the first runs without the plan, to two digits.",
    )  # fmt: skip
    if not text.strip():
        return None, measure
    try:
        return target_of({"amount": amount_of(text), "measure": measure, "date": due}).amount, measure
    except InputProblem as problem:
        st.warning(for_markdown(f"{problem}. Until then it is about what no change would reach."))
        return None, measure


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
