"""The answer on one page for a board, to take away."""

from collections.abc import Callable
from importlib.util import find_spec

import streamlit as st

from buyermaze.experiments.answers.board_page import BoardPage
from buyermaze.screens.export.origin import page_address, stamp, who_buys
from buyermaze.screens.sidebar.sidebar import Setup

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def board_buttons(setup: Setup, made: Callable[[str, str, str], BoardPage]) -> None:
    """Offer the page; ``made`` makes it, of who buys, where numbers come from and the address, when somebody takes it."""
    address = page_address()

    def page() -> BoardPage:
        return made(who_buys(setup), stamp(setup), address)

    with st.container(horizontal=True):
        st.download_button(
            "For the board: one page (HTML)", lambda: page().to_html(), "buyer-maze-for-the-board.html", "text/html",
            key="board_html", on_click="ignore", icon=":material/article:", help="Prints to one sheet of A4 or letter paper.",
        )  # fmt: skip
        if find_spec("docx") is not None:
            st.download_button(
                "For the board (Word)", lambda: page().to_docx(), "buyer-maze-for-the-board.docx", WORD,
                key="board_docx", on_click="ignore",
            )  # fmt: skip
