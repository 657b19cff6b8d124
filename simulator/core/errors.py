"""A user's mistake, told in one sentence that names the place and the remedy."""

from collections.abc import Iterable
from difflib import get_close_matches

from buyermaze.simulator.core.plain_text import one_line

Path = tuple[str | int, ...]

N_NAMES_SHOWN = 12
LONGEST_SHOWN = 60  # characters of a wrong value or name in a message


class InputProblem(ValueError):
    """A mistake in what the user gave: one sentence, and where in the scenario it was found.

    Whatever the sentence quotes, it stays one readable line of at most ``plain_text.LONGEST_MESSAGE`` characters.
    """

    def __init__(self, sentence: str, path: Path = ()) -> None:
        super().__init__(one_line(sentence))
        self.path = path

    def at(self, place: str) -> "InputProblem":
        """Return the same problem with its place (a file and line, an option) put in front."""
        return InputProblem(f"{place}: {self}", self.path)


def remedy(word: str, names: Iterable[str]) -> str:
    """Say which valid name is nearest to a wrong one, and which names there are."""
    names = list(names)
    word = one_line(word, LONGEST_SHOWN)
    near = get_close_matches(word.lower(), [name.lower() for name in names], n=1, cutoff=0.5)
    guess = next((name for name in names if name.lower() in near), None)
    if guess is None and len(word) > 1:
        guess = next((name for name in names if name.lower().startswith(word.lower())), None)
    if guess is None:
        return f"there are {listed(names)}"
    return f"did you mean '{guess}'?" if len(names) > N_NAMES_SHOWN else f"did you mean '{guess}' (of {listed(names)})?"


def listed(names: Iterable[str]) -> str:
    """Join names with commas, cut short when there are very many."""
    names = list(names)
    if not names:
        return "none"
    more = f" and {len(names) - N_NAMES_SHOWN} more" if len(names) > N_NAMES_SHOWN else ""
    return ", ".join(one_line(name, LONGEST_SHOWN) for name in names[:N_NAMES_SHOWN]) + more


def shown(value: object, longest: int = LONGEST_SHOWN) -> str:
    """Show a wrong value so that its type is plain: text in quotes, long values cut."""
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, dict):
        return "a group of parameters"
    if isinstance(value, (list, tuple)):
        return "a list"
    if isinstance(value, str):
        return f"the text '{one_line(value, longest)}'"
    if isinstance(value, int) and abs(value) >= 10**longest:
        return f"a number of more than {longest} digits"
    return one_line(str(value), longest)


def error_said(error: BaseException) -> str:
    """Return the kind and text of an error of somebody else's code; one whose text fails in its turn has none."""
    try:
        text = str(error)
    except Exception:
        text = ""
    return f"{type(error).__name__}: {text}".rstrip(": ")
