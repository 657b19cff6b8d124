"""The app of Buyer Maze: ``streamlit run app.py``, or ``buyermaze app``."""

import streamlit as st

from buyermaze.screens.main import guards, show

if st.runtime.scriptrunner.get_script_run_ctx(suppress_warning=True):
    show()
else:
    app = st.App(__file__, middleware=guards())
