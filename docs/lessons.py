"""Measure the shipped lessons again: ``python -m docs.lessons`` or, for some of them, ``python -m docs.lessons KEY ...``.

Writes ``classroom/lessons/KEY.answers.json`` with the version of the rules they were measured with, and tells for every
lesson what it claims and for how many seeds a wall shows it.
"""

import json
import sys
from pathlib import Path
from typing import Final

from buyermaze.classroom.lesson import draft, filled, lesson_keys
from buyermaze.classroom.measuring import measure

FOLDER: Final = Path(__file__).resolve().parents[1] / "classroom" / "lessons"


def main(keys: list[str]) -> None:
    """Measure lessons one after the other."""
    for key in keys or lesson_keys():
        lesson = draft(key)
        answers = measure(lesson)
        text = json.dumps(answers.to_dict(), ensure_ascii=False, separators=(",", ":"))
        (FOLDER / f"{key}.answers.json").write_text(text.replace("],[", "],\n[") + "\n", encoding="utf-8")
        told = filled(lesson, answers)
        print(f"{key}: shown for {answers.n_seeds_shown} of {answers.n_seeds} seeds, rules {answers.rulebook}")
        for name, figure in told.surprise.items():
            truth = told.truth(name)
            print(
                f"  {name}: {truth.mean:.3g} {truth.unit} ({truth.low:.3g} to {truth.high:.3g}), tolerance {figure.tolerance:g}"
            )


if __name__ == "__main__":
    main(sys.argv[1:])
