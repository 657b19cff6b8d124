"""The app of Buyer Maze: ``streamlit run app.py``, or ``buyermaze app``."""

from buyermaze.screens.main import show

show()
