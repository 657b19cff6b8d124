"""Parts that several pages share: progress with a stop button, changed inputs, what can be taken away."""

import json
import re
import time
from collections.abc import Callable, Container, Iterable
from dataclasses import replace
from functools import partial
from hashlib import sha256
from typing import TYPE_CHECKING, Any

import streamlit as st

from buyermaze.screens.engine import compute
from buyermaze.screens.engine.store import kept
from buyermaze.screens.engine.turns import TURNS
from buyermaze.screens.export.figures import Sheet
from buyermaze.screens.export.origin import stamp
from buyermaze.screens.sidebar import choices
from buyermaze.screens.sidebar.sidebar import Setup
from buyermaze.screens.theme import label
from buyermaze.simulator.comparison.negligible import LOOKS
from buyermaze.simulator.core.pace import Pace, said_of
from buyermaze.simulator.core.plain_text import csv_of, for_markdown
from buyermaze.simulator.inputs.reading.uploads import to_yaml
from buyermaze.simulator.inputs.sheets.levers import lever_words
from buyermaze.simulator.inputs.sheets.scenario import Scenario, differences

if TYPE_CHECKING:
    import pandas

    from buyermaze.simulator.comparison.comparison import Comparison

AHEAD = 0.04  # seconds the browser has to draw the answer before it is given the rest of the page to draw
N_SHARPEST = LOOKS[-1]  # replications at which an answer stops sharpening by itself
PATIENCE = 0.8  # seconds before progress is shown
STRIDE = 0.25  # seconds between two movements of the bar, each of which makes the browser look at the whole page


def breathe(seconds: float) -> None:
    """Leave the processor to the browser, which may share it, until it has drawn what it was sent."""
    until = time.monotonic() + seconds
    with TURNS.aside():
        while (left := until - time.monotonic()) > 0:
            stays()
            time.sleep(min(left, 0.02))


def stays() -> None:
    """End this run here if its visitor has moved on, as any look at the session does."""
    st.session_state.get("stopped")


def progress_line(place: Any, mark: tuple[Any, ...], stages: int = 1) -> Callable[[int, int], None]:
    """Return what shows progress and a stop button in a place once a run takes longer than a moment.

    ``stages`` of work that come one after the other are told with it, since the time left is that of the present one.
    """
    began = time.monotonic()
    shown: dict[str, Any] = {}
    pace = Pace()

    def stop() -> None:
        st.session_state["stopped"] = mark

    def tick(done: int, of: int) -> None:
        stays()
        now = time.monotonic()
        seconds = pace.left(done, of, now)
        if now - began < PATIENCE or now - shown.get("at", began) < STRIDE:
            return
        if "bar" not in shown:
            with place.container(horizontal=True, vertical_alignment="center"):
                shown["bar"] = st.progress(0.0)
                st.button("Stop", on_click=stop, key=f"stop_{hash(mark)}", icon=":material/stop:")
        shown["at"] = now
        left = "" if seconds is None else f", about {seconds:.0f} s left"
        shown["bar"].progress(min(1.0, done / of), f"{done} of {of} runs{said_of(pace.stage, stages)}{left}")

    return tick


def asked_for(mark: tuple[Any, ...], at_hand: bool, offer: str, button: str, icon: str) -> Any:
    """Return a place for progress once a long answer is wanted: at hand already, or asked for here; else None.

    ``mark`` names the answer, its kind first. Whoever pressed *Stop* is told so and may ask again; what was worked out by
    then stays at hand.
    """
    kind = mark[0]
    if not at_hand and st.session_state.get(f"{kind}_asked") != mark:
        offered = st.empty()
        with offered.container():
            st.markdown(offer)
            if not st.button(button, key=f"{kind}_button", icon=icon):
                return None
        offered.empty()
        st.session_state[f"{kind}_asked"] = mark
    if st.session_state.get("stopped") == mark:
        st.session_state.pop(f"{kind}_asked", None)
        st.info("Stopped. What was worked out so far is kept, and asking again goes on from there.")
        return None
    return st.empty()


def analysed(
    kind: str, function: Callable[..., Any], scenario: Scenario, n: int, offer: str, button: str, icon: str
) -> Any:
    """Return what a long analysis of the library says of ``n`` replications once it is wanted and there; else None."""
    mark = (kind, scenario.fingerprint, n)
    place = asked_for(mark, compute.is_at_hand(function, scenario, n), offer, button, icon)
    if place is None:
        return None
    found = compute.analysis(function, scenario, n, tick=progress_line(place, mark))
    place.empty()
    return found


def say(found: Any, heading: str, sheet: Sheet) -> None:
    """Say what an analysis found, a sentence a line, the first as its headline."""
    sheet.heading(heading)
    first, *others = found.sentences()
    for line in (first, *others):
        sheet.text(line)
    st.markdown(f"**{for_markdown(first)}**")
    st.markdown("\n".join(f"- {for_markdown(line)}" for line in others))


def tabled(found: Any, alt: str, sheet: Sheet) -> None:
    """Show an analysis as a table for people."""
    table = found.words_table()
    st.dataframe(table, hide_index=True, alt=alt)
    sheet.table(table)


def how_found(found: Any, sheet: Sheet, command: str = "") -> None:
    """Say how an analysis was made, and the command that makes it again where the page's own list does not hold it."""
    st.caption(" ".join(filter(None, (for_markdown(found.how()), again(command)))))
    sheet.text(found.how())


def again(command: str) -> str:
    """Say the command that gives what a part of a page shows, from the files at its end."""
    return f"On the command line: `buyermaze {command}`." if command else ""


def seen_so_far(setup: Setup, outcome: str) -> "tuple[Setup, Comparison]":
    """Return what is at hand of the comparison of wins, at least what was asked for, so that pages show the same levels.

    Beside it stands what was chosen with as many replications as that.
    """
    n = settled(setup, "p_win").n_replications if setup.sharpen else setup.n_replications
    return replace(setup, n_replications=n), compared(setup, outcome, n)


def settled(setup: Setup, outcome: str) -> "Comparison":
    """Return what was asked for, or more where it is at hand until the answer is settled.

    What others asked for beyond that changes nobody's answer: an address has one.
    """
    n, ready = setup.n_replications, min(N_SHARPEST, *(compute.available(scenario) for scenario in setup.scenarios))
    found = compared(setup, outcome, n)
    while not found.settled(outcome) and n + LOOKS.step <= ready:
        n += LOOKS.step
        found = compared(setup, outcome, n)
    return found


def compared(setup: Setup, outcome: str, n: int, tick: compute.Tick | None = None) -> "Comparison":
    """Return the comparison of ``n`` replications; one that goes on by itself has the intervals that hold at every look."""
    return compute.comparison(setup.scenarios, setup.baseline, outcome, n, tick, setup.sharpen)


def changed_inputs(setup: Setup, sheet: Sheet) -> None:
    """Show what differs between the inputs of the organisations."""
    table = _changed_inputs(setup.scenarios, setup.baseline)
    with st.expander(f"What differs between the inputs ({len(table)})"):
        st.dataframe(table, hide_index=True, alt="Parameters in which the organisations differ")
    sheet.heading("What differs between the inputs")
    sheet.table(table)


@kept
def _changed_inputs(scenarios: tuple[Scenario, ...], baseline: str) -> "pandas.DataFrame":
    import pandas

    base = next(scenario for scenario in scenarios if scenario.name == baseline)
    paths: dict[str, dict[str, Any]] = {}
    for other in (scenario for scenario in scenarios if scenario is not base):
        for path, here, there in differences(base, other):
            if not path.startswith("programme.library.assets"):
                paths.setdefault(path, {baseline: here})[other.name] = there
    lines, what = [], "parameter"
    heads = headed((s.name for s in scenarios), (what,))
    for path, sides in paths.items():
        values = {heads[s.name]: _shown(sides.get(s.name, sides[baseline])) for s in scenarios}
        lines.append({what: lever_words(path), **values})
    sizes = {heads[s.name]: str(len(s.programme.library.assets)) for s in scenarios}
    lines.append({what: "pieces of content", **sizes})
    return pandas.DataFrame(lines)


def _shown(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value:g}" if isinstance(value, int | float) else "" if value is None else str(value)


def take_away(
    setup: Setup,
    sheet: Sheet,
    found: "Comparison | None" = None,
    last: Callable[[], None] = lambda: None,
    words: Callable[[Setup], str] | None = None,
    note: str = "",
) -> None:
    """Offer the page as a report, the numbers as data, the scenarios as files, and say how to make it all again.

    ``last`` draws what takes so long that all else is drawn before it; the report is offered when the page is whole.
    ``words`` says the command that gives the same numbers, where it is not that of a comparison; empty where none does.
    ``note`` says what commands do not give, and why.
    """
    st.markdown("---\n\n**Take it with you**")
    with st.container(horizontal=True):
        report = st.empty()
        if found is not None:
            st.download_button(
                "All outcomes (CSV)", lambda: f"# {stamp(setup)}\n" + csv_of(as_files(found).table()),
                "comparison.csv", "text/csv", key="csv_all", on_click="ignore",
            )  # fmt: skip
            st.download_button(
                "All outcomes (JSON)", lambda: json.dumps(as_files(found).to_dict(), indent=2),
                "comparison.json", "application/json", key="json_all", on_click="ignore",
            )  # fmt: skip
        with st.popover("Scenario files (YAML)", key="take_yaml", on_change="rerun") as box:
            for scenario in setup.scenarios if box.open else ():
                st.download_button(
                    scenario.name, partial(to_yaml, scenario), f"{file_of(scenario.name)}.yaml", "application/yaml",
                    key=f"yaml_{scenario.name}", on_click="ignore",
                )  # fmt: skip
    owners = for_markdown(" and ".join(setup.unshared))
    files = f" except the file{'s' if len(setup.unshared) > 1 else ''} of {owners}: send that too"
    again = words(setup) if words else command(setup, found.outcome if found is not None else "p_win")
    typed = f"On the command line, with the files above: `{again}` " if again else ""
    st.caption(
        f"The address of this page holds every lever{files if setup.unshared else ': send it'} and others see the same. "
        f"{typed}{note}\n\n{for_markdown(stamp(setup))}"
    )
    last()
    with report:
        sheet.report_button()


def asks(what: str, scenario: Scenario, n: int, more: str = "") -> str:
    """Return the command that asks an analysis about the downloaded file of one organisation."""
    return f"{what} {file_of(scenario.name)}.yaml{more} --replications {n}"


def command(setup: Setup, judged_by: str = "p_win") -> str:
    """Return the command that gives the same numbers, and the same verdict, from the downloaded files."""
    files = " ".join(f"{file_of(name)}.yaml" for name in (setup.baseline, *setup.challengers))
    looks = " --any-time" if setup.sharpen else ""
    judged = f" --outcome {judged_by}" if judged_by != "p_win" else ""
    return f"buyermaze compare {files} --replications {setup.n_replications}{judged}{looks}"


def headed(names: Iterable[str], ours: Container[str]) -> dict[str, str]:
    """Return what the column of each organisation is called in a table whose other columns are called as ``ours`` are."""
    heads: dict[str, str] = {}
    for name in names:
        head = name
        while head in ours or head in heads.values():
            head += " (organisation)"
        heads[name] = head
    return heads


def as_files(found: "Comparison") -> "Comparison":
    """Return a comparison in which organisations are called by their files, as the command of the page calls them."""
    called = tuple(each.model_copy(update={"name": file_of(each.name)}) for each in found.scenarios)
    return replace(found, scenarios=called, baseline=file_of(found.baseline))


def file_of(name: str) -> str:
    """Return what the file of an organisation is called: a word that a command line takes as it stands, of each name another.

    A name that is neither a file's own nor that of a shipped organisation gets a mark: others may lose the same signs.
    """
    word = re.sub(r"[^\w.]+", "_", name.lower()).strip("_.") or "scenario"
    if name == word or (word in choices.programmes() and name == label(word)):
        return word
    return f"{word}_{sha256(name.encode('utf-8', 'surrogatepass')).hexdigest()[:4]}"
