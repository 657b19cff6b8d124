"""Build the API reference from docstrings: ``python -m docs.reference`` writes HTML pages into ``build/reference``.

What is public is documented: ``buyermaze`` and all it lists. A docstring that cannot be read is an error, not a warning.
"""

import sys
import warnings
from pathlib import Path

FOLDER = Path(__file__).resolve().parents[1] / "build" / "reference"


def build(folder: Path) -> list[Path]:
    """Write the pages into a folder and return them.

    Parameters
    ----------
    folder : Path
        Made if absent.

    Returns
    -------
    list of Path
        The HTML pages.

    Raises
    ------
    Warning
        Whatever the generator would warn about.
    """
    import pdoc
    import pdoc.render

    import buyermaze

    pdoc.render.configure(docformat="numpy", show_source=False, search=False)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for name in buyermaze.__all__:
            getattr(buyermaze, name)  # loaded on first use, and only what is loaded is seen
        pdoc.pdoc("buyermaze", "!buyermaze.", output_directory=folder)
    return sorted(folder.rglob("*.html"))


if __name__ == "__main__":
    print(*build(Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER), sep="\n")
