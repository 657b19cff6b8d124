"""Write what the examples print beside them: ``python -m docs.printed [FOLDER]`` writes ``docs/examples/README.md`` anew.

The folder holds the two files of a seller funnel that one example needs; without it what stands there of that example stays.
"""

import re
import subprocess
import sys
from pathlib import Path
from typing import Final

EXAMPLES: Final = Path(__file__).parent / "examples"
PAGE: Final = EXAMPLES / "README.md"
NEEDS_FILES: Final = "predict_wins_of_later_leads.py"


def printed(name: str, folder: Path) -> str:
    """Return what an example prints; ``folder`` is its first argument. Raises CalledProcessError where it fails."""
    line = [sys.executable, str(EXAMPLES / name), str(folder)]
    return subprocess.run(line, cwd=EXAMPLES.parents[1], stdout=subprocess.PIPE, text=True, check=True).stdout


def block(name: str) -> re.Pattern[str]:
    """Return where on the page it stands what an example prints: its second group."""
    return re.compile(rf"(## \[{re.escape(name)}\][^`]*?```\n)(.*?)(```)", re.DOTALL)


def said(name: str) -> str:
    """Return what the page says that an example prints."""
    found = block(name).search(PAGE.read_text(encoding="utf-8"))
    assert found, f"{PAGE} has no block for {name}"
    return found[2]


def main(folders: list[str]) -> None:
    """Run the examples and write the page."""
    from tempfile import TemporaryDirectory

    text = PAGE.read_text(encoding="utf-8")
    for path in sorted(EXAMPLES.glob("*.py")):
        if path.name == NEEDS_FILES and not folders:
            continue
        with TemporaryDirectory() as scratch:
            found = printed(path.name, Path(folders[0] if path.name == NEEDS_FILES else scratch))
        text = block(path.name).sub(lambda match, found=found: match[1] + found + match[3], text)  # type: ignore[misc]
    PAGE.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
