"""Measure the shipped lessons again: ``python -m docs.lessons`` or, for some of them, ``python -m docs.lessons KEY ...``.

Writes ``classroom/lessons/KEY.answers.json`` with the version of the rules they were measured with, and
``docs/teaching/numbers.md``; ``python -m docs.lessons --page`` writes the page alone. ``python -m docs.lessons --stamp``
looks whether the first replication of every organisation still comes out to the digit, and if so writes the present version
of the rules, what organisations are called, and how stories are told by now, into the answers.
"""

import json
import sys
from dataclasses import replace
from pathlib import Path
from typing import Final

from buyermaze.classroom.play.alone import directions
from buyermaze.classroom.play.figures import Answers
from buyermaze.classroom.play.lesson import Lesson, draft, draft_keys, filled, lessons
from buyermaze.classroom.play.measuring import N_PER_SEED, lives_told, measure, probe
from buyermaze.simulator.model.compiler.disk_cache import rulebook_version

PAGE: Final = Path(__file__).parent / "teaching" / "numbers.md"
FOLDER: Final = Path(__file__).resolve().parents[1] / "classroom" / "lessons"


def main(words: list[str]) -> None:
    """Do what is asked and write the page of expected numbers."""
    if {"-h", "--help"} & set(words):
        print(__doc__)
        return
    if words == ["--stamp"]:
        for lesson in lessons():
            same = probe(draft(lesson.key), lesson.answers.outcomes) == lesson.answers.probe
            if same:
                prints = {key: scenario.fingerprint for key, scenario in lesson.scenarios.items()}
                lives = lives_told(draft(lesson.key), lesson.answers)
                _write(lesson.key, replace(lesson.answers, rulebook=rulebook_version(), fingerprints=prints, lives=lives))
            print(f"{lesson.key}: {'stamped' if same else 'comes out differently; measure it again'}", flush=True)
    elif words != ["--page"]:
        for key in words or draft_keys():
            answers = measure(draft(key))
            _write(key, answers)
            print(
                f"{key}: shown for {answers.n_seeds_shown} of {answers.n_seeds} seeds, rules {answers.rulebook}",
                flush=True,
            )
            print(_figures(filled(draft(key), answers)), flush=True)
    PAGE.write_text(page(), encoding="utf-8")


def _write(key: str, answers: Answers) -> None:
    text = json.dumps(answers.to_dict(), ensure_ascii=False, separators=(",", ":"))
    (FOLDER / f"{key}.answers.json").write_text(text.replace("],[", "],\n[") + "\n", encoding="utf-8")


def page() -> str:
    """Return the page of expected numbers."""
    parts = [HEAD]
    for lesson in lessons():
        truth, answers = lesson.truth(), lesson.answers
        parts.append(
            f"## {lesson.title}\n\n{lesson.question} `{lesson.key}`\n\n*{lesson.prediction.ask}* "
            f"**{truth.said} {directions(lesson)[truth.sign]}.** {lesson.moral}\n\n"
            f"{answers.n_replications} replications under the same luck, rules {answers.rulebook}; "
            f"shown beyond luck for {answers.n_seeds_shown} of "
            f"{answers.n_seeds} seeds.\n\n{_figures(lesson)}\n"
        )
    return "\n".join(parts)


HEAD: Final = f"""# Expected numbers

What each lesson claims and says, as measured; written by `python -m docs.lessons`. *Tolerance* is how far a short run with
other luck may be from it; the tests run one. *Shown for n of 100 seeds*: so often do {N_PER_SEED} replications of each
organisation, cut into batches, tell the difference that is predicted from luck, with this sign.
"""


def _figures(lesson: Lesson) -> str:
    """Return the figures of a lesson as a table."""
    lines = ["| figure | organisation | against | value | 95 % interval | tolerance |", "|---|---|---|---|---|---|"]
    for name, figure in lesson.figures.items():
        truth, names = lesson.truth(name), lesson.organisations
        against = names[figure.against].name if figure.against else ""
        interval = f"{_plain(truth.low)} to {_plain(truth.high)}"
        unit = f" {truth.unit}" if truth.unit else ""
        tolerance = f"{figure.tolerance:g}" if figure.tolerance else ""
        cells = (
            figure.label,
            names[figure.organisation].name,
            against,
            f"{_plain(truth.mean)}{unit}",
            interval,
            tolerance,
        )
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


def _plain(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.3g}"


if __name__ == "__main__":
    main(sys.argv[1:])
