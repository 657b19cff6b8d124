"""Text that came from outside: one rule for names, one escape for each place it is shown in."""

import html
import json
import re
import unicodedata
from pathlib import PurePosixPath, PureWindowsPath
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    import pandas

LONGEST_NAME: Final = 60  # characters of a name, which stands in legends, tables and file names; assumption
LONGEST_TITLE: Final = 200  # characters; assumption
LONGEST_STORY: Final = 5000
LONGEST_MESSAGE: Final = 400  # characters of a message, about five lines of a terminal
NAME_PATTERN: Final = r"^[^\W_](?: ?[\w.,'’\"&()<>+/%#–-])*$"
NAME_RULE: Final = (
    "a name starts with a letter or digit, goes on with letters, digits, single spaces or . , ' & ( ) < > + / % # _ - "
    f"and has at most {LONGEST_NAME} characters"
)
UNREADABLE: Final = ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")  # controls, direction marks, halves of characters
BLANK: Final = "\u115f\u1160\u3164\uffa0\u2800"  # letters and signs that show nothing: fillers of Korean, the blank of Braille
INSTEAD: Final = "\ufffd"
MARKS: Final = ("Mn", "Me")  # what stands on, under or around a letter
MOST_MARKS: Final = 3  # on one letter, as vocalised Hebrew and Arabic have; more of them cover the lines around
ISOLATE: Final = "\u2068"  # what follows has a direction of its own
ISOLATE_END: Final = "\u2069"
ENDING: Final = re.compile(r"(?:\.\w{1,8}){1,2}$")  # of a file's name, packed or not
FORMULA_STARTS: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")  # the last four: full-width
MARKDOWN: Final = re.compile(r"([\\`*_\[\]<>|~$]|:(?=\w)|&(?=#?\w+;)|^#|^[-+=](?=[\s=-]|$))")
NUMBERED: Final = re.compile(r"^(\d{1,9})(?=[.)](?:\s|$))")  # of which Markdown makes a list
POLICY: Final = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:; base-uri 'none'; form-action 'none'"
)
ADDRESS: Final = re.compile(r"(?i)(?<=http:)(?=//)|(?<=https:)(?=//)|(?<=www)(?=\.)|(?<=[\w.+-])(?=@\w)")  # of which links are made
JOINER: Final = "\u2060"  # of no width: what is taken apart by it looks as before
STROKES: Final = str.maketrans(
    {"ł": "l", "Ł": "L", "ø": "o", "Ø": "O", "đ": "d", "Đ": "D", "ı": "i", "æ": "ae", "Æ": "Ae", "ß": "ss"}
)
"""Letters that are other letters with a stroke through them, or two in one, which are taken apart nowhere else."""
NOT_XML: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def without_accents(text: str) -> str:
    """Return text with the accents of Latin letters taken off: ``Étape`` is ``Etape``, other scripts stay as they are."""
    bare = "".join(c for c in unicodedata.normalize("NFKD", text.translate(STROKES)) if not 0x300 <= ord(c) <= 0x36F)
    return unicodedata.normalize("NFC", bare)


def readable(text: str) -> str:
    """Return text with white space as it is and every other character that no screen should be sent replaced."""
    if text.isprintable() and (text.isascii() or not any(c in text for c in BLANK)):
        return text
    kept = (c in "\n\t" or not (c in BLANK or unicodedata.category(c) in UNREADABLE) for c in text)
    return "".join(c if keep else INSTEAD for c, keep in zip(text, kept, strict=True))


def is_seen(text: str) -> bool:
    """Tell whether text shows anything: a letter, digit or sign, not only blanks, controls and marks."""
    return any(unicodedata.category(c)[0] in "LNPS" and c not in BLANK for c in text)


def flat(text: str) -> str:
    """Return text in which no letter carries more than ``MOST_MARKS`` marks."""
    if text.isascii():
        return text
    found, n = [], 0
    for c in text:
        n = n + 1 if unicodedata.category(c) in MARKS else 0
        found.append(c if n <= MOST_MARKS else "")
    return "".join(found)


def isolated(text: str) -> str:
    """Return somebody's words, readable, so that their direction of writing turns nothing that stands beside them."""
    return f"{ISOLATE}{flat(readable(text))}{ISOLATE_END}"


def one_line(text: str, longest: int = LONGEST_MESSAGE) -> str:
    """Return text as one readable, ``flat`` line of at most ``longest`` characters, cut in its middle if need be."""
    if len(text) > 20 * longest:  # no need to look at all of a very long text
        text = f"{text[: 10 * longest]} {text[-10 * longest :]}"
    line = flat(readable(" ".join(text.split())))
    if len(line) <= longest:
        return line
    end = longest * 2 // 5
    return f"{line[: longest - end - 5].rstrip()} ... {line[-end:].lstrip()}"


def is_name(text: str) -> bool:
    """Tell whether text may name something: ``NAME_RULE``."""
    fits = len(text) <= LONGEST_NAME and re.fullmatch(NAME_PATTERN, text) is not None  # where match lets a line break through
    return fits and "//" not in text and readable(text) == text


def checked_name(text: str) -> str:
    """Return a name as it is.

    Raises
    ------
    ValueError
        If it breaks ``NAME_RULE``; the sentence shows the name and the rule.
    """
    if not is_name(text):
        raise ValueError(f"'{one_line(text, LONGEST_NAME)}' cannot be a name; {NAME_RULE}")
    return text


def checked_words(text: str, longest: int = LONGEST_TITLE) -> str:
    """Return a title or story as one line.

    Raises
    ------
    ValueError
        If it holds control characters or is longer than ``longest`` characters.
    """
    line = " ".join(text.split())
    if len(line) > longest:
        raise ValueError(f"{len(line):,} characters are too long, allowed are {longest:,}")
    if readable(line) != line:
        raise ValueError("must be plain text; it holds control characters")
    return line


def as_name(text: str, otherwise: str) -> str:
    """Return the name nearest to a text, fit for a file too; ``otherwise`` where nothing of it is left.

    What is too long is cut before its ending, which says what a file is.
    """
    kept = re.sub(r"[^\w .,'&()+%#-]+", "_", readable(text))
    kept = re.sub(r"^[\W_]+", "", " ".join(kept.split())).rstrip(" ._")
    if len(kept) > LONGEST_NAME:
        ending = "".join(ENDING.findall(kept[-LONGEST_NAME:]))
        kept = f"{kept[: LONGEST_NAME - len(ending)].rstrip()}{ending}".rstrip(" ._")
    return kept if is_name(kept) else otherwise


def for_markdown(text: str) -> str:
    """Return text that Markdown shows as it stands: no picture, link, heading, list, formula or icon comes of it."""
    line = ADDRESS.sub(JOINER, one_line(text, 20 * LONGEST_MESSAGE)).replace("-USD", f"-{JOINER}USD")  # no line ends between
    return NUMBERED.sub(r"\1\\", MARKDOWN.sub(r"\\\1", line))


def for_html(text: str) -> str:
    """Return text that HTML shows as it stands, inside an attribute too."""
    return html.escape(readable(text), quote=True)


def policy_tag(*scripts: str) -> str:
    """Return what tells a browser that a page of ours which stands alone needs nothing from anywhere.

    Parameters
    ----------
    *scripts : str
        Scripts written into the page, each as it stands between its tags; no other script runs.
    """
    from base64 import b64encode
    from hashlib import sha256

    marks = "".join(f" 'sha256-{b64encode(sha256(script.encode()).digest()).decode()}'" for script in scripts)
    policy = f"{POLICY}; script-src{marks}" if scripts else POLICY
    return f'<meta HTTP-EQUIV="Content-Security-Policy" content="{policy}">'


def for_xml(text: str) -> str:
    """Return text as an XML attribute with its quotes; characters that XML cannot hold are replaced."""
    from xml.sax.saxutils import quoteattr  # loads the whole of urllib

    return quoteattr(NOT_XML.sub(INSTEAD, readable(text)))


def for_json(text: str) -> str:
    """Return JSON that says the same without any character that no screen should be sent; its own line ends stay."""
    if text.replace("\n", "").isprintable():
        return text
    return "".join(json.dumps(c)[1:-1] if c != "\n" and unicodedata.category(c) in UNREADABLE else c for c in text)


def for_cell(value: Any) -> Any:
    """Return a value of a table so that no spreadsheet takes text for a formula; what is no text stays as it is."""
    if not isinstance(value, str):
        return value
    text = readable(value)
    begins = text.startswith(FORMULA_STARTS) or text.lstrip().startswith(FORMULA_STARTS)  # blanks are passed over
    return f"'{text}" if begins and not _is_number(text) else text


def csv_of(table: "pandas.DataFrame", **options: Any) -> str:
    """Return a table as CSV without its index, every cell of text safe for a spreadsheet.

    ``options`` are those of ``DataFrame.to_csv``.
    """
    known: dict[str, str] = {}

    def cell(value: Any) -> Any:
        if not isinstance(value, str):
            return value
        if value not in known:
            known[value] = for_cell(value)
        return known[value]

    safe = table.rename(columns=for_cell)
    for place, kind in enumerate(table.dtypes):
        if str(kind) in ("object", "category", "str", "string"):
            safe.isetitem(place, table.iloc[:, place].astype(object).map(cell))
    return str(safe.to_csv(index=False, lineterminator="\n", **options))


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


def without_folders(word: str) -> str:
    """Return of a path to a file elsewhere the name only, as folders name users; any other word as it is.

    Parameters
    ----------
    word : str
        Something typed or told, for what is stored and sent on.
    """
    for kind in (PurePosixPath, PureWindowsPath):
        path = kind(word)
        if path.name and (path.is_absolute() or path.anchor or path.parts[0] in ("..", "~") or word.startswith("~")):
            return path.name
    return word
