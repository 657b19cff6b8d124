"""The frame around every page: navigation, sidebar, and what to do when something goes wrong."""

import logging
import time
from dataclasses import replace
from functools import lru_cache, partial
from pathlib import Path
from typing import Any
from uuid import uuid4

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from buyermaze.screens.components.live_lever import noted
from buyermaze.screens.engine.compute import READY, affordable, start_warming
from buyermaze.screens.engine.crowd import answered, moved
from buyermaze.screens.engine.guard import guards
from buyermaze.screens.engine.purse import NEWCOMERS, SECONDS_TO_STAY, STAYS, VISITOR
from buyermaze.screens.engine.readers import read_once
from buyermaze.screens.engine.turns import ADDRESSES, TURNS
from buyermaze.screens.panels.shared import stays
from buyermaze.screens.settings import AFTERWARDS
from buyermaze.screens.sidebar.address import say_refused
from buyermaze.screens.sidebar.history import show_moved, step_of
from buyermaze.screens.sidebar.sidebar import KEPT, current, sidebar
from buyermaze.simulator.core.errors import InputProblem
from buyermaze.simulator.core.plain_text import for_markdown
from buyermaze.simulator.inputs.reading.uploads import from_upload

__all__ = ["guards", "show"]
PAGES = Path(__file__).parent / "pages"
TITLES = {  # of every page, and the question it answers
    "compare": (
        "Compare",
        "Under which organisation do more buyers choose us, how sure is that, and what would turn it?",
    ),
    "maze": ("The maze", "Where do buying groups go, where do they get stuck, and what of it do we see?"),
    "deal": ("One deal", "Why was this deal won or lost, and what would have saved it?"),
    "content": ("Content", "Which questions does our content leave open, and which answers are worth writing?"),
    "customers": ("Customers", "What do customers feel and say, and what does their talk do to other deals?"),
    "playbook": ("Playbook", "What usually fails in our journeys, and does the plan match what is lived?"),
    "attribution": ("Attribution", "What do channels truly add, and what do reports credit them with?"),
    "plans": ("Over time", "When does a reorganisation pay, and what are the odds of the target?"),
    "budget": ("Budget", "Where does the next money go?"),
    "learn": ("Learn", "What would I have predicted?"),
    "funnel": ("Funnel thinking", "What does it cost to plan and forecast this maze as a funnel?"),
    "company": ("My company", "What does this look like for a company like mine?"),
    "sweep": ("Sweeps", "Over which ranges does the answer hold, and where does it flip?"),
    "claims": ("Claims", "Is it true what people of the trade say, and where?"),
    "trust": ("Trust", "What is assumed, on whose word, and what is the model not for?"),
}
# beside something that is no style, so that it stands on the page before all it is for: styles alone come last
STYLE = f"<i class=bm-style></i><style>{(Path(__file__).parent / 'style.css').read_text(encoding='utf-8')}</style>"


def show() -> None:
    """Draw the page that was asked for, when its turn comes."""
    visitor = st.session_state.setdefault("visitor", uuid4().hex)
    has_stayed = time.monotonic() - st.session_state.setdefault("since", time.monotonic()) > SECONDS_TO_STAY
    VISITOR.set(visitor if has_stayed else NEWCOMERS)
    STAYS.set(stays)
    address = _page_asked_for(), sorted((name, st.query_params.get_all(name)) for name in st.query_params)
    first = "n_drawn" not in st.session_state
    _give_way_between_elements()
    with TURNS.turn(visitor if has_stayed or (first and address in ADDRESSES) else NEWCOMERS, stays):
        state = _draw(visitor)
        if first and state == "ready":
            ADDRESSES.add(address)
        if afterwards := st.session_state.pop(AFTERWARDS, None):  # which may ask for the page to be drawn once more
            afterwards()


def _give_way_between_elements() -> None:
    """Let a page that is due first be drawn before each element of this one."""
    run: Any = get_script_run_ctx(suppress_warning=True)
    say = getattr(run, "_enqueue", None)
    if say is None or say.__module__ == __name__:  # a Streamlit that says it otherwise, or a page drawn once more
        return

    def say_in_turn(message: Any) -> None:
        TURNS.give_way()
        say(message)

    run._enqueue = say_in_turn


def _page_asked_for() -> tuple[str, str]:
    """Return what tells pages apart before any is drawn, as Streamlit has it: the name in the address, or its mark of a page."""
    asked = getattr(get_script_run_ctx(suppress_warning=True), "pages_manager", None)
    return getattr(asked, "intended_page_name", None) or "", getattr(asked, "intended_page_script_hash", None) or ""


def _draw(visitor: str) -> str:
    """Draw sidebar and page; return how that went."""
    st.set_page_config(page_title="Buyer Maze", page_icon=_icon(), layout="wide")
    start_warming()
    st.html(STYLE)
    pages = {
        name: st.Page(
            PAGES / f"{name}.py", title=title, url_path=name if name != "compare" else None, default=name == "compare"
        )
        for name, (title, _) in TITLES.items()
    }
    page = st.navigation(list(pages.values()), position="top")
    _overview(pages)
    state = "ready"
    try:
        st.session_state.pop(AFTERWARDS, None)
        moved(visitor)
        setup = sidebar(partial(read_once, from_upload))
        refused = st.container(key="refused")
        say_refused(refused, setup.lever_names)
        show_moved(setup)
        noted(step_of(setup))
        _wait_for_engine()
        _within_means()
        page.run()
        say_refused(refused, setup.lever_names)
    except InputProblem as problem:
        state = "refused"
        st.error(for_markdown(str(problem)))
    except Exception as error:
        if type(error).__module__.startswith("streamlit.runtime.scriptrunner"):
            raise
        logging.getLogger("buyermaze.app").exception("page failed")
        state = "failed"
        st.error(
            "Something went wrong on our side while drawing this page. Change a lever or reload; the details are in the log."
        )
    finally:
        answered(visitor)
    _declare(page.url_path or "compare", state)
    return state


def _overview(pages: dict[str, Any]) -> None:
    """Offer every page by the question it answers; what is closed costs nothing at a move of a lever."""
    with st.sidebar.expander("What can I ask here?", key="overview", on_change="rerun") as box:
        for name, page in pages.items() if box.open else ():
            title, question = TITLES[name]
            st.page_link(page, label=f"**{title}** {question}")


def _declare(page: str, state: str) -> None:
    """Say on the page, for programs that watch it, that all of it has been sent, and which drawing of it this is."""
    st.session_state["n_drawn"] = n_drawn = st.session_state.get("n_drawn", 0) + 1
    with st.container(key="state"):
        st.html(f'<i data-testid="bm-page" data-page="{page}" data-state="{state}" data-drawn="{n_drawn}"></i>')


def _wait_for_engine() -> None:
    """Say what is going on while the engine is compiled, which happens once after an update."""
    note = st.empty()  # a place that is there in every drawing, so that what comes later keeps its own
    if READY.wait(0.3):
        return
    note.info(
        "Getting the simulator ready. After an update this takes up to a minute, once.", icon=":material/hourglass_top:"
    )
    with TURNS.aside():
        READY.wait(300)
    note.empty()


def _within_means() -> None:
    """Cut the replications to what one visitor may ask for where levers make accounts costly, and say so."""
    setup, note = current(), st.empty()
    n, times = affordable(setup.scenarios, setup.n_replications)
    if n < setup.n_replications:
        note.info(
            f"These settings make an account cost about {times:,.0f} times the usual work, so {n} of {setup.n_replications} "
            "replications are run. The command line runs them all."
        )
        st.session_state[KEPT] = replace(setup, n_replications=n)


@lru_cache(maxsize=1)
def _icon() -> Any:
    """Return a small maze as page icon, drawn here so that none is fetched."""
    from PIL import Image, ImageDraw

    image = Image.new("RGBA", (32, 32), (0, 0, 0, 0))
    draw = ImageDraw.Draw(image)
    for inset in (2, 9):
        draw.rectangle((inset, inset, 31 - inset, 31 - inset), outline="#2F7EC7", width=3)
    draw.rectangle((13, 0, 18, 5), fill=(0, 0, 0, 0))
    draw.rectangle((13, 26, 18, 31), fill=(0, 0, 0, 0))
    draw.ellipse((13, 13, 18, 18), fill="#2F7EC7")
    return image
