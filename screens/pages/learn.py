"""Every lesson for one person: the question, a prediction, what happens, why, and what it means."""

from pathlib import Path
from typing import Any

import streamlit as st

from buyermaze.classroom.play.alone import Guess, directions, how_sure, score, verdict
from buyermaze.classroom.play.lesson import Lesson, lesson_keys, load_lesson
from buyermaze.classroom.play.scoring import calibration
from buyermaze.screens.charts.learning import prediction_frames, prediction_spec
from buyermaze.screens.engine.store import kept
from buyermaze.screens.export.figures import Sheet
from buyermaze.screens.sidebar.sidebar import current
from buyermaze.simulator.core.plain_text import for_markdown

NAMES = {
    "predict": "Predict",
    "reveal": "What happens",
    "mechanism": "Why",
    "debrief": "What it means",
}
N_SHOWN = 12  # sentences of a life before the rest is folded away


@kept
def _lesson(key: str) -> Lesson:
    return load_lesson(key)


def page() -> None:
    st.header("Learn", anchor=False)
    st.markdown(
        "One question at a time. Say what you expect before you see what happens; who only watches learns nothing."
    )
    keys = lesson_keys()
    done = st.session_state.setdefault("learned", {})
    asked = st.query_params.get("lesson", "")
    st.session_state.setdefault("lesson", asked if asked in keys else keys[0])
    key = st.selectbox(
        "Lesson", keys, key="lesson",
        format_func=lambda name: f"{_lesson(name).title}{' (done)' if name in done else ''}",
    )  # fmt: skip
    st.query_params["lesson"] = key
    lesson = _lesson(key)
    at: dict[str, Any] = st.session_state.setdefault("learning", {}).setdefault(key, {"step": 0, "guess": None})
    here = list(NAMES)[at["step"]]
    st.markdown(" → ".join(f"**{name}**" if kind == here else name for kind, name in NAMES.items()))
    st.html(f'<h2 class="bm-headline">{lesson.question}</h2>')
    {"predict": _predict, "reveal": _reveal, "mechanism": _mechanism, "debrief": _debrief}[here](lesson, at)
    _record(done)


def _organisations(lesson: Lesson) -> None:
    asked = [key for key in (lesson.asked.against, lesson.asked.organisation) if key]
    for column, key in zip(st.columns(2, gap="large"), asked, strict=True):
        with column.container(border=True):
            st.markdown(f"**{for_markdown(lesson.organisations[key].name)}**")
            st.markdown(for_markdown(lesson.organisations[key].about))


def _predict(lesson: Lesson, at: dict[str, Any]) -> None:
    st.markdown("\n".join(f"{k}. {for_markdown(line)}" for k, line in enumerate(lesson.briefing, 1)))
    _organisations(lesson)
    asked, unit, names = lesson.prediction, lesson.asked.unit, directions(lesson)
    st.markdown(f"**{for_markdown(asked.ask)}**")
    everything = (asked.low, asked.high)
    label = f"Between ({unit or 'count'}; below 0: {names[-1]}, above: {names[1]})"
    low, high = st.slider(for_markdown(label), *everything, everything, asked.step, key=f"range_{lesson.key}", help=how_sure())
    guess = Guess(float(low), float(high))
    told = (low, high) != everything
    said = for_markdown(names[guess.sign]) + ("" if guess.sign else ", since your range has something of both sides")
    st.caption(f"You say: {said}." if told else how_sure())
    if st.button("Lock", type="primary", icon=":material/lock:", disabled=not told):
        at["guess"] = st.session_state["learned"][lesson.key] = guess
        _go(at, 1)


def _reveal(lesson: Lesson, at: dict[str, Any]) -> None:
    guess: Guess = at["guess"]
    setup, truth, asked = current(), lesson.truth(), lesson.prediction
    first, *others = verdict(lesson, guess)
    st.markdown(f"**{for_markdown(first)}** {for_markdown(' '.join(others))} {score(lesson, guess)} of 100 points.")
    unit = f" ({truth.unit})" if truth.unit else ""
    frames = prediction_frames(
        lesson.asked.values(lesson.answers), (truth.mean, truth.low, truth.high), (guess.low, guess.high)
    )
    alt = f"{first} Your range: {guess.low:g} to {guess.high:g}{unit}."
    spec = prediction_spec(f"{lesson.asked.label}{unit}", asked.low, asked.high)
    Sheet("Learn", setup).figure(spec, frames, f"learn_{lesson.key}", lesson.title, alt)
    st.success(for_markdown(lesson.moral))
    st.caption(
        f"{lesson.origin}. In a room the wall shows everybody's ranges beside the truth: "
        f"`buyermaze class new --lesson {lesson.key} --out class.db`."
    )
    _on(at, "Why?")


def _mechanism(lesson: Lesson, at: dict[str, Any]) -> None:
    st.markdown("\n".join(f"{k}. {for_markdown(line)}" for k, line in enumerate(lesson.mechanism.told, 1)))
    st.subheader("One account, lived twice", anchor=False)
    st.markdown(for_markdown(lesson.mechanism.look))
    for column, (key, lines) in zip(st.columns(2, gap="large"), lesson.answers.lives.items(), strict=True):
        with column:
            st.markdown(f"**{for_markdown(lesson.organisations[key].name)}**")
            st.markdown("\n".join(f"- {for_markdown(line)}" for line in lines[:N_SHOWN]))
            if lines[N_SHOWN:]:
                with st.expander(f"And {len(lines) - N_SHOWN} more"):
                    st.markdown("\n".join(f"- {for_markdown(line)}" for line in lines[N_SHOWN:]))
    _on(at, "What does it mean?")


def _debrief(lesson: Lesson, at: dict[str, Any]) -> None:
    st.subheader("Questions to take along", anchor=False)
    st.markdown("\n".join(f"- {for_markdown(line)}" for line in lesson.debrief.questions))
    st.subheader("What people object", anchor=False)
    for each in lesson.debrief.objections:
        with st.expander(for_markdown(each.said)):
            st.markdown(for_markdown(each.answer))
    st.subheader("Where the model is weak", anchor=False)
    st.markdown("\n".join(f"- {for_markdown(line)}" for line in lesson.debrief.weak))
    st.subheader("Go on in the app", anchor=False)
    page = Path(__file__).with_name(f"{lesson.tour.page}.py")
    st.page_link(st.Page(page), label=for_markdown(lesson.tour.about), icon=":material/arrow_forward:")
    keys = lesson_keys()
    following = keys[(keys.index(lesson.key) + 1) % len(keys)]
    with st.container(horizontal=True):
        st.button(f"Next: {_lesson(following).title}", type="primary", on_click=_choose, args=(following,))
        st.button("Once more", on_click=_reset, args=(lesson.key,), icon=":material/replay:")


def _record(done: dict[str, Guess]) -> None:
    """Say how somebody's ranges have held so far."""
    if not done:
        return
    triples = [(guess.low, guess.high, _lesson(key).truth().mean) for key, guess in done.items()]
    total = sum(score(_lesson(key), guess) for key, guess in done.items())
    st.markdown("---")
    st.caption(f"So far {len(done)} of {len(lesson_keys())} lessons, {total} points; {calibration(triples).said}")


def _on(at: dict[str, Any], words: str) -> None:
    if st.button(words, type="primary", icon=":material/arrow_forward:"):
        _go(at, 1)


def _go(at: dict[str, Any], steps: int) -> None:
    at["step"] += steps
    st.rerun()


def _choose(key: str) -> None:
    st.session_state["lesson"] = key


def _reset(key: str) -> None:
    st.session_state["learning"].pop(key, None)
    st.session_state["learned"].pop(key, None)


page()
