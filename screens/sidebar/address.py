"""Words of an address that name nothing: said, with the nearest that does, instead of dropped in silence."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from buyermaze.screens.settings import limits
from buyermaze.screens.sidebar import choices
from buyermaze.screens.theme import label
from buyermaze.simulator.comparison.plain_answer import JUDGED_BY
from buyermaze.simulator.core.errors import remedy
from buyermaze.simulator.core.plain_text import for_markdown

TRIED, SAID, ASKED = "address_tried", "address_said", "address_asked"
ROUNDED: Final = 1e-6  # of a number, which a control may round
WORDS: Final = {
    "market": "market", "programmes": "organisation", "baseline": "baseline", "outcome": "outcome", "window": "window",
    "replications": "replications",
}  # fmt: skip
NAMES: Final = (  # of everything else that an address can set, but for levers
    "account", "amount", "beside", "budget_in", "budget_of", "claim", "funnel_of", "how", "lesson", "lost_by", "more_levers",
    "own", "plan", "plan_due", "plan_measure_of", "plan_target", "playbook_of", "question", "replication", "same_budget",
    "same_buyers", "seed", "sharpen", "talk_accounts", "view", "walk",
)  # fmt: skip


def unknown_words(uploads: Mapping[str, Any]) -> list[str]:
    """Return a sentence for every word of the address this page was opened with that names nothing.

    The address is looked at once: what cannot be used is taken out of it as soon as the controls are drawn.
    """
    if TRIED not in st.session_state:
        st.session_state[TRIED] = True
        asked = {name: st.query_params.get_all(name) for name in st.query_params}
        st.session_state[ASKED] = {
            name: words[-1] for name, words in asked.items() if name not in (*WORDS, "account") and words
        }
        st.session_state[SAID] = _problems(asked, uploads)
        _in_words(uploads)
    found: list[str] = st.session_state[SAID]
    return found


def say_refused(place: Any, levers: Callable[[], Iterable[str]]) -> None:
    """Say in a place which values of the address the controls drawn by now have refused, each once, and which levers are none."""
    for name, word in list(st.session_state.get(ASKED, {}).items()):
        if name not in st.session_state:
            if "." in name and not limits().read_only:  # levers are beside every page, so this one is nowhere
                del st.session_state[ASKED][name]
                st.session_state[SAID].append(_unknown(name, levers()))  # at the top from the next drawing on
                place.warning(for_markdown(st.session_state[SAID][-1]))
            continue  # its control, if there is one, is on another page
        del st.session_state[ASKED][name]
        value, offered = st.session_state[name], _offered(name)
        if offered is None and isinstance(value, (bool, int, float)) and not _means(word, value):
            shown = ("on" if value else "off") if isinstance(value, bool) else f"{value:g}"
            place.warning(
                for_markdown(f"The address sets {name} to '{word}', which it cannot be; the page shows {shown}.")
            )
        elif offered and word not in offered:
            said = remedy(word, offered).rstrip(".")
            place.warning(for_markdown(f"The address sets {name} to '{word}', which is not here; {said}."))


def _unknown(name: str, names: Iterable[str]) -> str:
    """Say that an address sets something that is not there, and what comes nearest."""
    nearest = remedy(name, names)
    nearest = f"; {nearest}" if nearest.startswith("did you mean") else "."
    return f"The address sets '{name}', which is nothing that can be set here{nearest}"


def _offered(name: str) -> list[str] | None:
    """Return the words among which a control lets one choose, as Streamlit keeps them; nothing for numbers and switches."""
    state = getattr(getattr(get_script_run_ctx(suppress_warning=True), "session_state", None), "_state", None)
    try:
        control = state._key_id_mapper.get_id_from_key(name)  # type: ignore[union-attr]
        words = state._new_widget_state.widget_metadata[control].formatted_options  # type: ignore[union-attr]
    except (AttributeError, KeyError):  # a Streamlit that keeps them otherwise
        return None
    return None if words is None else list(words)


def _means(word: str, value: float) -> bool:
    """Say whether a word of an address is a value of a switch or a number."""
    if isinstance(value, bool):
        return word.lower() == str(value).lower()
    try:
        return abs(float(word) - value) <= ROUNDED * max(1.0, abs(value))
    except ValueError:
        return False


def _in_words(uploads: Mapping[str, Any]) -> None:
    """Take names as files have them, which a control would drop since it reads an address the way it shows things."""
    organisations = {name: label(name) for name in (*choices.programmes(), *uploads)}
    shown = {"market": {name: name.replace("_", " ").capitalize() for name in choices.markets()}, "outcome": JUDGED_BY,
             "programmes": organisations, "baseline": organisations}  # fmt: skip
    if "claim" in st.query_params:
        from buyermaze.experiments.claims.book import CLAIMS

        shown["claim"] = {claim.key: claim.says for claim in CLAIMS}
    taken = False
    for name, words in shown.items():
        asked = st.query_params.get_all(name)
        known = [word if word in words else code for word in asked for code, said in words.items() if word in (code, said)]
        is_code = any(word in words and words[word] != word for word in asked)
        if known and (is_code or len(asked) > choices.MOST_ORGANISATIONS):
            st.query_params[name] = [words[code] for code in known[: choices.MOST_ORGANISATIONS if name == "programmes" else 1]]
            st.session_state[ASKED].pop(name, None)
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
    found = [_unknown(name, (*WORDS, *NAMES)) for name in asked if "." not in name and name not in (*WORDS, *NAMES)]
    if limits().read_only and any("." in name or name == "own" for name in asked):
        found.append(
            "The address moves levers or brings a file; this view shows organisations and markets as they are shipped."
        )
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
