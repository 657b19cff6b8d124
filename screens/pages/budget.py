"""Where the next money goes: what each lever brings at equal spend, and which swaps pay."""

import streamlit as st

from buyermaze.screens.export.figures import Sheet
from buyermaze.screens.panels.money.governing import governing
from buyermaze.screens.panels.money.next_spend import next_spend
from buyermaze.screens.panels.shared import take_away
from buyermaze.screens.sidebar.sidebar import current

setup = current()
sheet = Sheet("Budget", setup)
st.header("Where does the next money go?", anchor=False)
command = next_spend(setup, sheet)
governed = governing(setup, st.session_state.get("budget_of") or setup.names[0], sheet)
take_away(setup, sheet, words=lambda _: f"{command}`, `{governed}")
