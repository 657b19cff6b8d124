"""My company in five minutes: numbers one knows, or a CRM export, and everything re-based on the company they make."""

from functools import partial

import streamlit as st

from buyermaze.experiments.calibration.company import N_POINTS, QUESTIONS, Company, my_company
from buyermaze.screens.engine import compute
from buyermaze.screens.panels.lead_list import lead_list, said_numbers
from buyermaze.screens.panels.shared import file_of
from buyermaze.screens.settings import limits
from buyermaze.screens.sidebar import choices
from buyermaze.screens.sidebar.sidebar import current
from buyermaze.screens.sidebar.uploads import is_taken_in, put_back, take_in
from buyermaze.screens.theme import label
from buyermaze.simulator.core.errors import InputProblem
from buyermaze.simulator.core.plain_text import for_markdown
from buyermaze.simulator.inputs.reading.uploads import to_yaml

MADE = "company_made"
SECONDS = 40.0  # about what the search takes of one core


def page() -> None:
    setup = current()
    st.header("Which company is yours?", anchor=False)
    st.markdown(
        "Fill in what you know and leave the rest empty. The simulator looks for companies that come out with your numbers, says "
        "what the numbers pin down and what they do not, and compares from then on in your market and at your size."
    )
    if setup.own_market and MADE not in st.session_state:
        words = f"In use on every page: {setup.baseline}, with a market of its own, as the address has it."
        st.info(for_markdown(f"{words} What you fill in here makes another company."))
        st.button("Undo: back to organisations as shipped", key="company_back", on_click=put_back)
    if limits().read_only:
        st.info("This view shows organisations and markets as they are shipped; nothing is brought in here.")
        return
    numbers = lead_list(setup.base.run.calendar.office)
    with st.form("company", border=True):
        cells = st.columns(2)
        name = cells[0].text_input("What is it called?", "My company", key="company_name", max_chars=40)
        like = cells[1].selectbox(
            "Which of these is it most like today?", list(choices.programmes()), format_func=label, key="company_like",
            help="The market on the left is where the search begins.",
        )  # fmt: skip
        typed = _questions(said_numbers(numbers))
        asked = st.form_submit_button("Make it my company", type="primary")
    if asked:
        # what was only read from the file keeps the error the file gives it
        known = {key: numbers[key] if key in numbers and abs(said_numbers(numbers)[key] - value) < 1e-6 else value
                 for key, value in typed.items()}  # fmt: skip
        place = st.empty()

        def tick(done: int, of: int) -> None:
            words = "Looking for companies that come out with your numbers; this takes a minute or two"
            place.progress(min(1.0, done / max(1, of)), words)

        work = partial(my_company, name, known, like, setup.market, progress=compute.report_chunks)
        try:
            made = compute.remembered(
                lambda: compute.in_turn(work, SECONDS, tick, long=True),
                my_company, name, str(sorted(known.items())), like, setup.market,
            )  # fmt: skip
        except InputProblem as problem:
            place.empty()
            st.warning(for_markdown(str(problem).capitalize()))
            return
        place.empty()
        st.session_state[MADE] = made
    if MADE in st.session_state:
        _show(st.session_state[MADE], like)


def _questions(read: dict[str, float]) -> dict[str, float]:
    """Draw the questions in two columns, filled in with what a file told, and return the answers given."""
    cells, answers = st.columns(2), {}
    for k, question in enumerate(QUESTIONS):
        scale = 100.0 if question.is_share else 1.0
        told = read.get(question.name)
        value = cells[k % 2].number_input(
            f"{question.words} ({question.unit})", float(question.low), float(question.high),
            None if told is None else float(min(question.high, max(question.low, round(scale * told, 2)))),
            key=f"company_{question.name}_{told}", placeholder=f"such as {question.example:g}", help=question.about,
        )  # fmt: skip
        if value is not None:
            answers[question.name] = told if told is not None and abs(value - scale * told) < 0.006 else value / scale
    return answers


def _show(made: Company, like: str) -> None:
    st.subheader(for_markdown(made.scenario.name))
    st.markdown("\n".join(f"- {for_markdown(line)}" for line in made.pinned()))
    st.caption(
        f"Held against {N_POINTS} runs over wide ranges; checked on runs with other luck. Behind the likeliest company stand "
        f"{len(made.found.draws)} others that fit as well; they are in the download."
    )
    other = next(name for name in (*choices.FIRST, *choices.programmes()) if name != like)
    other = st.selectbox(
        "Compare it with", [n for n in choices.programmes() if n != like],
        index=[n for n in choices.programmes() if n != like].index("merged" if like != "merged" else other),
        format_func=label, key="company_other", help="In your market, with as many people at the same pay.",
    )  # fmt: skip
    with st.container(horizontal=True):
        st.button(
            "Use it on every page", type="primary", key="company_use", on_click=take_in,
            args=([made.scenario, made.rebased(other, label(other))],),
        )  # fmt: skip
        if is_taken_in():
            st.button("Undo: back to what was compared before", key="company_undo", on_click=put_back)
        st.download_button(
            "The company (YAML)", lambda: to_yaml(made.scenario), f"{file_of(made.scenario.name)}.yaml", "application/yaml",
            key="company_yaml", on_click="ignore",
        )  # fmt: skip
        st.download_button(
            "All companies that fit (CSV)", lambda: made.found.draws.to_csv(index=False), "companies-that-fit.csv", "text/csv",
            key="company_draws", on_click="ignore",
        )  # fmt: skip
    if is_taken_in():
        st.success(
            "Every page now shows your company; it is in the address of the page, which you can send, and in the file above."
        )


page()
