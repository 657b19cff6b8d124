"""Scenarios that a visitor brings: as a file, or in the address that somebody sent."""

from collections.abc import Callable, Sequence

import streamlit as st

from buyermaze.screens.sidebar import choices
from buyermaze.screens.theme import label
from buyermaze.simulator.core.errors import InputProblem
from buyermaze.simulator.core.plain_text import for_markdown
from buyermaze.simulator.inputs.reading.links import LONGEST, from_link, to_link
from buyermaze.simulator.inputs.sheets.scenario import Scenario

OWN = "own"  # the address's word for scenarios that are not shipped
UPLOADS, CODES, TRIED, PROBLEMS = "uploads", "upload_codes", "links_tried", "link_problems"
BEFORE = "compared_before"
Reader = Callable[[str, bytes], Scenario]  # of a scenario file's name and content


def restored() -> dict[str, Scenario]:
    """Return the visitor's own scenarios by name, those in the address taken up before anything is drawn."""
    uploads: dict[str, Scenario] = st.session_state.setdefault(UPLOADS, {})
    tried: set[str] = st.session_state.setdefault(TRIED, set())
    for code in st.query_params.get_all(OWN)[:4]:
        if code in tried:
            continue
        tried.add(code)
        try:
            _keep(uploads, from_link(code))
        except InputProblem as problem:
            st.session_state.setdefault(PROBLEMS, []).append(for_markdown(str(problem)))
    return uploads


def offer(uploads: dict[str, Scenario], read: Reader) -> None:
    """Draw the place for a file that ``read`` reads, and say what is wrong with the last one or with the address."""
    for problem in st.session_state.get(PROBLEMS, []):
        st.warning(f"The address names a scenario that cannot be used. {problem}")
    with st.expander("Bring your own scenario"):
        file = st.file_uploader(
            "Scenario file (YAML)", type=["yaml", "yml"], key="upload", max_upload_size=1,
            help="Checked exactly as on the command line; it stays in this session and in the address of the page.",
        )  # fmt: skip
        if file is None:
            return
        try:
            scenario = read(file.name, file.getvalue())
        except InputProblem as problem:
            st.error(f"This file cannot be used. {for_markdown(str(problem))}")
            return
        name, is_new = _keep(uploads, scenario)
        if is_new:
            st.rerun()
        st.success(for_markdown(f"'{label(name)}' can now be chosen above. Its own market comes with it."))


def share(uploads: dict[str, Scenario], names: Sequence[str]) -> list[str]:
    """Put the chosen scenarios of the visitor into the address; return the names of those that do not fit."""
    codes: dict[str, str] = st.session_state.get(CODES, {})
    wanted: list[str] = []
    unshared = []
    for name in names:
        if name in uploads and len("".join(wanted)) + len(codes[name]) <= LONGEST:
            wanted.append(codes[name])
        elif name in uploads:
            unshared.append(label(name))
            st.info(
                for_markdown(f"'{label(name)}' is too large for the address of this page; send its file along with the link.")
            )
    if st.query_params.get_all(OWN) != wanted:
        st.query_params[OWN] = wanted
    return unshared


def take_in(scenarios: Sequence[Scenario]) -> None:
    """Add scenarios made here and compare them from the next drawing on; what was compared before can be had back."""
    uploads: dict[str, Scenario] = st.session_state.setdefault(UPLOADS, {})
    st.session_state.setdefault(BEFORE, list(st.session_state.get("programmes", choices.FIRST)))
    st.session_state["programmes"] = [_keep(uploads, scenario)[0] for scenario in scenarios]


def put_back() -> None:
    """Compare again what was compared before ``take_in``."""
    st.session_state["programmes"] = st.session_state.pop(BEFORE, list(choices.FIRST))


def is_taken_in() -> bool:
    """Say whether something can be put back."""
    return BEFORE in st.session_state


def _keep(uploads: dict[str, Scenario], scenario: Scenario) -> tuple[str, bool]:
    """Add a scenario under a name that no shipped one has; return the name and whether it is new or has changed."""
    scenario = scenario.with_changes({"run.engine": "compiled"})  # the other gives the same, to the bit, but slowly
    name = scenario.name if scenario.name not in choices.programmes() else f"{scenario.name} (yours)"
    if name in uploads and uploads[name].fingerprint == scenario.fingerprint:
        return name, False
    uploads[name] = scenario.model_copy(update={"name": label(name)})
    st.session_state.setdefault(CODES, {})[name] = to_link(scenario)
    return name, True
