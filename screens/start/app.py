"""What Streamlit runs: alone in its folder, since that folder joins the places where modules are looked for."""

from buyermaze.screens.main import show

show()
