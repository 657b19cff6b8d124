"""The app of Buyer Maze: ``streamlit run app.py``, or ``buyermaze app``."""

from screens.frame import show

show()
