"""What a column of a lead list, a deal list or an event log means, and how to guess it from its name."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from buyermaze.simulator.core.errors import InputProblem, remedy

Kind = Literal["text", "date", "number"]


@dataclass(frozen=True)
class Role:
    """One meaning a column can have, and patterns of names that suggest it, the surest first."""

    name: str
    kind: Kind
    meaning: str
    patterns: tuple[str, ...]


ROLES: Final = (
    Role("case", "text", "identifies a lead, deal or account",
         (r"case.concept.name", r"(mql|lead|opportunity|deal|account|case).?id", r"^id$", r"^(case|lead|deal|account)$")),
    Role("activity", "text", "what happened (event logs)", (r"^concept.name$", r"activity", r"event.?(name|type)")),
    Role("time", "date", "when it happened (event logs)", (r"time.timestamp", r"^timestamp$", r"event.?time", r"^time$")),
    Role("first_contact", "date", "when the lead came in",
         (r"first.?contact", r"lead.?(date|created)", r"created", r"inquir", r"arriv")),
    Role("responded", "date", "when somebody of ours first answered",
         (r"first.?(response|reply|touch)", r"respon", r"repl(y|ied)")),
    Role("handed_over", "date", "when sales took over from marketing", (r"hand.?(off|over|ed)", r"accepted", r"assigned")),
    Role("won", "date", "when it was won", (r"won.?(date|at|on)", r"^won$", r"signed")),
    Role("lost", "date", "when it was lost or given up", (r"lost.?(date|at|on)", r"^lost$")),
    Role("closed", "date", "when it was closed, won or lost", (r"clos(e|ed|ing).?(date|at|on)?$",)),
    Role("result", "text", "how it ended: won, lost or open", (r"^(stage|status|result|outcome)(.?name)?$", r"is.?won")),
    Role("value", "number", "what the deal was worth", (r"(deal|contract|order).?(value|size)", r"^amount$", r"^value$")),
)  # fmt: skip
BY_NAME: Final = {role.name: role for role in ROLES}
WON: Final = re.compile(r"\b(won|win|closed.?won|signed|bought from us|purchased?)\b", re.I)
LOST: Final = re.compile(r"\b(lost|closed.?lost|no.?decision|disqualified|abandoned|gave up buying)\b", re.I)
FALSE, TRUE = {"0", "false", "no"}, {"1", "true", "yes"}


def guessed(columns: Sequence[str], given: Mapping[str, str]) -> dict[str, str]:
    """Return which column has which role: as given, otherwise as its name suggests; no column is used twice.

    Parameters
    ----------
    columns
        The columns of a file.
    given
        Column by role, as the user says; those of other files may be among them.
    """
    result = {role: column for role, column in given.items() if column in columns}
    for role in ROLES:
        if role.name in result or role.name in given:
            continue
        for pattern in role.patterns:
            fits = [c for c in columns if re.search(pattern, c.strip(), re.I) and c not in result.values()]
            if fits:
                result[role.name] = fits[0]
                break
    return result


def checked_mapping(words: Sequence[str]) -> dict[str, str]:
    """Read ``role=column`` pairs as typed on a command line."""
    given = {}
    for word in words:
        role, sign, column = word.partition("=")
        if not sign or not column.strip():
            raise InputProblem(f"--column {word}: write a role, '=' and a column, as in won=close_date")
        if role.strip() not in BY_NAME:
            raise InputProblem(f"--column {word}: there is no role '{role}'; {remedy(role, BY_NAME)}")
        given[role.strip()] = column.strip()
    return given


def ended(text: str) -> str:
    """Return how a case ended by the word that says so: won, lost or open."""
    word = text.strip()
    if word.lower() in TRUE or WON.search(word):
        return "won"
    return "lost" if LOST.search(word) else "open"
