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
        _in_words(uploads)
    found: list[str] = st.session_state[SAID]
    return found


def _in_words(uploads: Mapping[str, Any]) -> None:
    """Take names as files have them, which a control would drop since it reads an address the way it shows things."""
    organisations = {name: label(name) for name in (*choices.programmes(), *uploads)}
    shown = {"market": {name: name.replace("_", " ").capitalize() for name in choices.markets()}, "outcome": JUDGED_BY,
             "programmes": organisations, "baseline": organisations}  # fmt: skip
    taken = False
    for name, words in shown.items():
        asked = st.query_params.get_all(name)
        known = [word if word in words else code for word in asked for code, said in words.items() if word in (code, said)]
        is_code = any(word in words and words[word] != word for word in asked)
        if known and (is_code or len(asked) > choices.MOST_ORGANISATIONS):
            st.query_params[name] = [words[code] for code in known[: choices.MOST_ORGANISATIONS if name == "programmes" else 1]]
            taken = True
    if taken:
        st.rerun()  # before any control is drawn, since controls read the address a run began with


def _problems(asked: Mapping[str, list[str]], uploads: Mapping[str, Any]) -> list[str]:
    organisations = [word for name in (*choices.programmes(), *uploads) for word in (label(name), name)]
    wanted = asked.get("programmes", choices.FIRST)
    compared = [
        word
        for name in (*choices.programmes(), *uploads)
        if name in wanted or label(name) in wanted
        for word in (label(name), name)
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
    if (n := len(asked.get("programmes", []))) > choices.MOST_ORGANISATIONS:
        most = choices.MOST_ORGANISATIONS
        found.append(f"The address asks for {n} organisations; at most {most} are compared - the page shows the first {most}.")
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
