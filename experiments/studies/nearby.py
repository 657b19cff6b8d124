"""Study files of a folder and of the folders in it, found by what they hold."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from buyermaze.experiments.studies.spec import Study
from buyermaze.experiments.studies.study_file import load_study
from buyermaze.simulator.core.errors import InputProblem

DEPTH: Final = 3  # folders below the first
MOST_FILES: Final = 20_000  # looked at by name, so that a home folder does not take minutes
MOST_BYTES: Final = 200_000  # of a file that may be a study
NEEDED: Final = (b"schema_version", b"factors", b"design")


def studies_in(folder: Path) -> list[tuple[Path, Study]]:
    """Return the study files of a folder and of up to three levels of folders in it, by place; files that are none are left out.

    Raises
    ------
    InputProblem
        If there is no such folder.
    """
    if not folder.is_dir():
        raise InputProblem(f"'{folder}': there is no such folder")
    found = []
    for path in sorted(_candidates(folder)):
        try:
            found.append((path, load_study(path).study))
        except InputProblem:
            continue
    return found


def _candidates(folder: Path) -> Iterator[Path]:
    """Go through files whose names and first sight say that they may be studies."""
    n_seen = 0
    for place, folders, files in os.walk(folder):
        folders[:] = [] if len(Path(place).relative_to(folder).parts) >= DEPTH else [f for f in folders if f[0] not in "._"]
        for name in files:
            n_seen += 1
            path = Path(place) / name
            if path.suffix in (".yaml", ".yml") and _looks_like_one(path):
                yield path
        if n_seen > MOST_FILES:
            return


def _looks_like_one(path: Path) -> bool:
    try:
        if path.stat().st_size > MOST_BYTES:
            return False
        text = path.read_bytes()
    except OSError:
        return False
    return all(word in text for word in NEEDED)
