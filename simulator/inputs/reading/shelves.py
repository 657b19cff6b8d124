"""What is on the shelves: shipped scenarios and markets by name, with titles and stories; nothing of them is checked or run."""

from dataclasses import dataclass
from importlib.resources import files
from importlib.resources.abc import Traversable

from buyermaze.simulator.core.errors import InputProblem, remedy
from buyermaze.simulator.core.plain_text import LONGEST_STORY, LONGEST_TITLE, checked_words
from buyermaze.simulator.inputs.grammar.yaml_reader import SCHEMA_VERSION, Document, read

SCENARIO_KEYS = (
    "schema_version",
    "title",
    "story",
    "extends",
    "market",
    "programme",
    "run",
    "timeline",
    "parts",
    "target",
    "experience",
)
MARKET_KEYS = ("schema_version", "title", "story", "extends", "market", "run")
SUFFIXES = (".yaml", ".yml")
APART = "happenings"  # folder of those in which happenings are on that are off in all others


@dataclass(frozen=True)
class Shelf:
    """A kind of file: where the shipped ones are, what they are called, what they may say."""

    word: str
    folder: tuple[str, ...]
    keys: tuple[str, ...]

    def shipped(self, apart: bool = True) -> dict[str, Traversable]:
        """Return the shipped files by name; those listed apart come last, or are left out."""
        folder = files("buyermaze.scenarios").joinpath(*self.folder)
        found: dict[str, Traversable] = {}
        for place in (folder, folder.joinpath(APART)) if apart else (folder,):
            here = {entry.name: entry for entry in place.iterdir() if entry.name.endswith(SUFFIXES)}
            found |= {name.rsplit(".", 1)[0]: here[name] for name in sorted(here)}
        return found


SCENARIOS = Shelf("scenario", (), SCENARIO_KEYS)
MARKETS = Shelf("market", ("markets",), MARKET_KEYS)


@dataclass(frozen=True)
class Described:
    """A shipped file in a list: its name, title and story."""

    name: str
    title: str
    story: str


def available(apart: bool = False) -> list[Described]:
    """List the shipped scenarios.

    Parameters
    ----------
    apart : bool
        Also those in which happenings are on that are off in all others: they load as any other does, and are left out
        where all scenarios are held against each other.

    Returns
    -------
    list of Described
        ``name``, ``title`` and ``story`` of each, in alphabetical order; those apart come last.
    """
    return _described(SCENARIOS, apart)


def available_markets(apart: bool = False) -> list[Described]:
    """List the shipped markets.

    Parameters
    ----------
    apart : bool
        Also those in which happenings are on that are off in all others: they load as any other does, and are left out
        where all markets are held against each other.

    Returns
    -------
    list of Described
        ``name``, ``title`` and ``story`` of each, in alphabetical order; those apart come last.
    """
    return _described(MARKETS, apart)


def check_head(document: Document, shelf: Shelf) -> None:
    """Refuse a file that says what its kind of file cannot say, or in words nobody can show."""
    for key in document.data:
        if key not in shelf.keys:
            raise InputProblem(
                f"{document.place((key,))}: a {shelf.word} file has no '{key}'; {remedy(key, shelf.keys)}"
            )
    version = document.data.get("schema_version")
    if version is None:
        raise InputProblem(f"{document.label}: 'schema_version: {SCHEMA_VERSION}' is missing at the top")
    if type(version) is not int or version != SCHEMA_VERSION:
        raise InputProblem(
            f"{document.place(('schema_version',))}: schema_version is {str(version)[:40]}, this program reads {SCHEMA_VERSION}"
        )
    for key in ("title", "story"):
        words_of(document, key)


def words_of(document: Document, key: str) -> str:
    """Return the title or the story of a file, checked; empty if it has none."""
    value = document.data.get(key, "")
    if not isinstance(value, str):
        raise InputProblem(f"{document.place((key,))}: '{key}' must be text")
    try:
        return checked_words(value, LONGEST_STORY if key == "story" else LONGEST_TITLE)
    except ValueError as error:
        raise InputProblem(f"{document.place((key,))}: '{key}': {error}") from None


def _described(shelf: Shelf, apart: bool) -> list[Described]:
    result = []
    for name, file in shelf.shipped(apart).items():
        document = read(file, f"{name}.yaml")
        check_head(document, shelf)
        result.append(Described(name, words_of(document, "title") or name, words_of(document, "story")))
    return result
