"""Words of an address that name nothing: said, with the nearest that does, instead of dropped in silence."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

import streamlit as st

from buyermaze.screens.settings import limits
from buyermaze.screens.sidebar import choices
from buyermaze.screens.theme import label
from buyermaze.simulator.comparison.plain_answer import JUDGED_BY
from buyermaze.simulator.core.errors import remedy

TRIED, SAID = "address_tried", "address_said"
WORDS: Final = {
    "market": "market", "programmes": "organisation", "baseline": "baseline", "outcome": "outcome", "window": "window",
    "replications": "replications",
}  # fmt: skip


def unknown_words(uploads: Mapping[str, Any]) -> list[str]:
    """Return a sentence for every word of the address this page was opened with that names nothing.

    The address is looked at once: what cannot be used is taken out of it as soon as the controls are drawn.
    """
    if TRIED not in st.session_state:
        st.session_state[TRIED] = True
        st.session_state[SAID] = _problems({name: st.query_params.get_all(name) for name in st.query_params}, uploads)
    found: list[str] = st.session_state[SAID]
    return found


def _problems(asked: Mapping[str, list[str]], uploads: Mapping[str, Any]) -> list[str]:
    organisations = [word for name in (*choices.programmes(), *uploads) for word in (label(name), name)]
    compared = [
        word
        for name in asked.get("programmes", [label(name) for name in choices.FIRST])
        for word in (name, label(name))
    ]
    markets = [word for name in choices.markets() for word in (name.replace("_", " ").capitalize(), name)]
    known: dict[str, Iterable[str]] = {
        "market": markets, "programmes": organisations, "baseline": compared,
        "outcome": [word for pair in JUDGED_BY.items() for word in reversed(pair)],
    }  # fmt: skip
    if not limits().read_only:  # where those of a link hold
        market = next((code for code, said in zip(markets[1::2], markets[::2], strict=True)
                       if asked.get("market", [""])[0] in (code, said)), choices.MARKET)  # fmt: skip
        weeks = choices.shipped(choices.FIRST[0], market).run.weeks
        known["window"] = [words for each in limits().stretches for words in 2 * (f"{each * weeks:g} weeks",)]
        known["replications"] = [words for n in limits().replications for words in 2 * (str(n),)]
    found = []
    for name, kind in WORDS.items():
        if name not in known:
            continue
        names = list(known[name])
        for word in asked.get(name, []):
            if word not in names:
                where = "among the organisations compared" if name == "baseline" else "here"
                found.append(
                    f"The address asks for the {kind} '{word}', which is not {where}; {remedy(word, names[::2]).rstrip('.')} "
                    "- the page shows the usual one instead."
                )
    return found
