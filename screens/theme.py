"""Names and colours of organisations and people: the same everywhere, readable on light and on dark ground."""

from typing import Final

LABELS: Final = {
    "baton_pass": "Baton pass",
    "sla_aligned": "SLA aligned",
    "merged": "Merged",
    "sales_only": "Sales only",
    "product_led": "Product led",
    "customer_care": "Customer care",
    "fine_print": "Fine print",
    "listening": "Listening",
    "nurture_machine": "Nurture machine",
    "sales_pushed": "Sales pushed",
    "spam_cannon": "Spam cannon",
    "unified_experience": "Unified experience",
}
COLOURS: Final = {
    "Baton pass": "#A3487F",
    "Merged": "#2B73B7",
    "SLA aligned": "#1E7F75",
    "Sales only": "#96640F",
    "Product led": "#8C5AA6",
}
SPARE: Final = ("#B84F42", "#4C7A32", "#9A5833", "#4A7689")
RED: Final = "#C2423A"
GREY: Final = "#8A94A3"
PERSONAS: Final = {
    "champion": "#2F7EC7",
    "economic": "#B7791F",
    "technical": "#25968A",
    "sponsor": "#9B6BB3",
    "procurement": "#C25B4E",
}
TITLES: Final = {
    "champion": "Champion",
    "economic": "Economic buyer",
    "technical": "Technical buyer",
    "sponsor": "Sponsor",
    "procurement": "Procurement",
}


def label(name: str) -> str:
    """Return how people call an organisation."""
    return LABELS.get(name) or " ".join(name.replace("_", " ").split())  # a name has no two blanks side by side


def colours(names: list[str]) -> list[str]:
    """Return a colour per organisation; uploaded ones take spare colours in order."""
    spare = iter(SPARE * 4)
    return [COLOURS.get(name) or next(spare) for name in names]


def persona_colour(persona: str) -> str:
    """Return the colour of a persona; unknown ones share grey."""
    return PERSONAS.get(persona, GREY)


def title(persona: str) -> str:
    """Return how people call a persona."""
    return TITLES.get(persona, persona.capitalize())
