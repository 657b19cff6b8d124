"""One lead per row: what every row of a table says, column by column, before anybody decides how it ended."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, Literal

import numpy as np

from buyermaze.experiments.importing.columns import LINE, MOSTLY, ROLES, says_by_name, words_of
from buyermaze.experiments.importing.money import Amounts, unit_in
from buyermaze.experiments.importing.put_aside import ask_about_archived, deleted_rows
from buyermaze.experiments.importing.words import FALSE, TRUE, Met, Words, ended
from buyermaze.simulator.core.errors import InputProblem
from buyermaze.simulator.tables.dates import Order, looks_dated, parsed_dates
from buyermaze.simulator.tables.layout import is_total, mentions_total
from buyermaze.simulator.tables.numbers import Decimal, parsed_numbers
from buyermaze.simulator.tables.table import GAPS, TextTable

if TYPE_CHECKING:
    import pandas

N_CELLS_OF_A_LEAD: Final = 3  # cells most rows fill, where a row that fills one is a heading; assumption
DATES: Final = tuple(role.name for role in ROLES if role.kind == "date" and role.name != "time")
FLAGS: Final = tuple(role.name for role in ROLES if role.kind == "flag")
ENDS: Final = ("won", "lost", "closed")  # days of which a word may stand there instead that none has come: *not closed*
TELLING: Final = (*DATES, *FLAGS, "result")  # what lines of totals hold nothing of
N_BESIDE: Final = 10_000  # cells of other columns looked at to find out whether the day or the month goes first
SHORTENED: Final = re.compile(r"^\d[.,]\d+E\+\d+$")
CHANGED: Final = re.compile(
    r"^(date )?(last )?(modified|updated|changed?|geandert|aktualisiert|modifiee?|modificado|alterado|modificato)\b"
    r"|\bmodificacion\b"
)
OFTEN: Final = 0.25  # of the rows: an identity that repeats in more of them identifies something else


@dataclass(frozen=True)
class Reading:
    """How the user wants cells to be read."""

    words: Words = field(default_factory=Words)
    dates: Order | None = None
    century: int | None = None
    decimal: Decimal | None = None
    amounts: Amounts | None = None
    zone: str | None = None
    repeats: Literal["first", "last"] | None = None  # which row counts of leads that come twice and end differently


@dataclass
class Notes:
    """Rows that cannot be used, rows used with a reservation, words met, and remarks on whole files."""

    rejected: list[tuple[str, int, str]] = field(default_factory=list)
    remarked: list[tuple[str, int, str, str]] = field(default_factory=list)
    met: Met = field(default_factory=Met)
    remarks: list[str] = field(default_factory=list)
    unclear: dict[str, str] = field(default_factory=dict)  # words that may mean two things, and their column
    untold: list[str] = field(default_factory=list)  # words not known, of leads that no date shows to be open

    def reject(self, label: str, line: int, reason: str) -> None:
        """Note a row that cannot be used."""
        self.rejected.append((label, int(line), reason))

    def remark(self, label: str, line: int, case: str, reason: str) -> None:
        """Note a row that is used with a reservation."""
        self.remarked.append((label, int(line), case, reason))


def lead_rows(table: TextTable, roles: Mapping[str, str], how: Reading, notes: Notes) -> "pandas.DataFrame":
    """Return one line per row that can be used: ``case, file, line``, moments, flags, ``says``, ``value, currency``.

    Raises
    ------
    InputProblem
        If a column may mean two things, or the identity does not identify rows.
    """
    import pandas

    lines = table.lines.to_numpy()
    n = len(lines)
    reasons, empty = np.full(n, None, dtype=object), np.zeros(n, bool)
    content: dict[str, Any] = {"file": table.label, "line": lines}
    if roles["case"] == LINE and LINE not in table.columns:
        content["case"] = np.array([f"line {line}" for line in lines], dtype=object)
    else:
        words, codes = table.coded(roles["case"])
        content["case"] = np.array(words, dtype=object)[codes]
        empty = np.array([not word for word in words], bool)[codes]
        undated, silent = _empty(table, roles, DATES), _empty(table, roles, TELLING) & any(n in roles for n in TELLING)
        sums = np.array([is_total(w) for w in words], bool)[codes] & undated
        sums |= np.array([mentions_total(w) for w in words], bool)[codes] & silent
        reasons[sums] = "a line of totals"
    headings = _headings(table, roles["case"], reasons == None)  # noqa: E711
    reasons = np.where((reasons == None) & headings, "a heading between rows, not a lead", reasons)  # noqa: E711
    reasons = np.where((reasons == None) & empty, f"{roles['case']} is empty", reasons)  # noqa: E711
    deleted, mark = deleted_rows(table)
    reasons = np.where((reasons == None) & deleted, f"it is marked as deleted in '{mark}'", reasons)  # noqa: E711
    beside = [word for name in DATES if name in roles for word in table.distinct(roles[name])[:N_BESIDE]]
    for name in DATES:
        if name in roles:
            moments, problems, _ = moments_of(table, roles[name], how, beside)
            if name in ENDS:
                problems = _without_words(table, roles, name, problems, notes, content["case"])
            content[name] = moments
            reasons = np.where(reasons == None, problems, reasons)  # noqa: E711
    for name in FLAGS:
        if name in roles:
            content[name] = _flags(table, roles[name], name, how.words, notes)
    if "result" in roles:
        content["says"] = what_words_say(table, roles["result"], how.words, notes, reasons == None)  # noqa: E711
        words, codes = table.coded(roles["result"])
        content["word"] = np.array(words, dtype=object)[codes]
    amounts(table, roles, how, notes, content)
    frame = pandas.DataFrame(content)
    bad = reasons != None  # noqa: E711
    for line, reason in zip(lines[bad], reasons[bad], strict=True):
        notes.reject(table.label, line, reason)
    for line, reason in table.broken:
        notes.reject(table.label, line, reason)
    used = frame[~bad]
    if remark := ask_about_archived(table, roles, used, _has_ended(used)):
        notes.remarks.append(remark)
    return without_repeats(used, table, roles, notes, how.repeats)


def _empty(table: TextTable, roles: Mapping[str, str], names: Sequence[str]) -> np.ndarray:
    """Tell which rows hold nothing for some roles: a line of totals has no date, where a deal called *Total* has."""
    filled = np.zeros(len(table), bool)
    for name in names:
        if name in roles:
            words, codes = table.coded(roles[name])
            filled |= np.array([word.lower() not in GAPS for word in words], bool)[codes]
    return ~filled


def _headings(table: TextTable, case: str, left: np.ndarray) -> np.ndarray:
    """Tell which rows hold a single word where half of those left or more hold several: names of groups, between their rows.

    A row that holds nothing but an identity of the form the others have is a lead of which nothing else is known.
    """
    import pyarrow.compute as pc

    n_filled = np.zeros(len(table), dtype=int)
    for cells in table.cells:
        n_filled += pc.not_equal(pc.utf8_trim_whitespace(cells), "").to_numpy()
    bare = n_filled == 1
    if case not in table.columns or not bare.any():
        return np.zeros(len(table), bool)
    words, codes = table.coded(case)
    named = left & np.array([bool(word) for word in words], bool)[np.asarray(codes)]
    if not named.any() or np.quantile(n_filled[named], 0.5, method="higher") < N_CELLS_OF_A_LEAD:
        return np.zeros(len(table), bool)
    forms = np.array([_form(word) for word in words], dtype=object)[np.asarray(codes)]
    known = set(forms[~bare]) - {""}
    return bare & ~np.array([form in known for form in forms], bool)


def _form(word: str) -> str:
    """Return of which letters and digits an identity is made, ``a0`` for *L12*; nothing of a word without digits."""
    if not re.search(r"\d", word) or " " in word.strip():
        return ""
    return re.sub(r"\d+", "0", re.sub(r"[^\W\d_]+", "a", word.strip()))


def _without_words(
    table: TextTable, roles: Mapping[str, str], name: str, problems: np.ndarray, notes: Notes, cases: np.ndarray
) -> np.ndarray:
    """Return what is wrong with days of ends, less where a word stands in their place and others say how leads ended.

    Who leaves out rows with *not closed* or *tbd* for a closing date leaves out leads that are open, and no others.
    """
    words, codes = table.coded(roles[name])
    plain = np.array([bool(word) and not re.search(r"\d", word) for word in words])[np.asarray(codes)]
    is_open = np.array([ended(word) == "open" for word in words])[np.asarray(codes)]
    odd = plain & (problems != None) & (is_open | any(other in roles for other in ("result", *FLAGS)))  # noqa: E711
    for k in np.flatnonzero(odd & ~is_open):
        notes.remark(table.label, table.lines[int(k)].as_py(), cases[k], f"{problems[k]}; it counts, but not for times")
    left = problems.copy()
    left[odd] = None
    return left


def moments_of(
    table: TextTable, column: str, how: Reading, beside: Sequence[str] = ()
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return moments in UTC, what is wrong with cells (None where nothing is), and whether cells held a time."""
    words, codes = table.coded(column)
    read = parsed_dates(words, column, how.dates, century=how.century, zone=how.zone, beside=beside)
    filled = [word for word in words if word.strip().lower() not in GAPS]
    strange = [word for word, moment in zip(words, read, strict=True) if moment.problem]
    if len(strange) > MOSTLY * len(filled):
        raise InputProblem(
            f"column '{column}': '{strange[0][:40]}' is no date that this program knows ({len(strange):,} of {len(filled):,} such "
            "cells are none); write its dates in numbers, as in 2026-03-05, or take the column out"
        )
    moments = np.array([np.datetime64(m.at.replace(tzinfo=None), "us") if m.at else np.datetime64("NaT") for m in read],
                       dtype="datetime64[us]")  # fmt: skip
    problems = np.array([f"{column}: {m.problem}" if m.problem else None for m in read], dtype=object)
    timed = np.array([m.has_time for m in read], dtype=bool)
    return moments[codes], problems[codes], timed[codes]


def _flags(table: TextTable, column: str, role: str, given: Words, notes: Notes) -> np.ndarray:
    """Return yes and no; where the user says what a word of a column of wins means, that word itself.

    Of losses the user's words count too, where the column was named although it is called otherwise, as *Active* is.
    """
    words, codes = table.coded(column)
    said = [True if w.lower() in TRUE else False if w.lower() in FALSE else None for w in words]
    if role == "is_won" or (role == "is_lost" and not says_by_name("is_lost", column)):
        told = [given.of(word) for word in words]
        counts = np.bincount(np.asarray(codes), minlength=len(words))
        for word, meaning, n in zip(words, told, counts, strict=True):
            if meaning:
                notes.met.add(column, word, meaning, int(n))
        told = [mean == "lost" if mean and role == "is_lost" else mean for mean in told]  # type: ignore[misc]
        said = [yes if mean is None else mean for mean, yes in zip(told, said, strict=True)]  # type: ignore[misc]
    return np.array(said, dtype=object)[codes]


def what_words_say(table: TextTable, column: str, given: Words, notes: Notes, used: np.ndarray) -> np.ndarray:
    """Return what the words of a column say, and note what each was taken for."""
    words, codes = table.coded(column)
    counts = np.bincount(np.asarray(codes)[used], minlength=len(words))
    said = []
    for word, n in zip(words, counts, strict=True):
        meaning = given.of(word) or ended(word)
        said.append(meaning)
        if n:
            notes.met.add(column, word or "(empty)", meaning, int(n))
            if meaning == "unclear":
                notes.unclear[word] = column
    return np.array(said, dtype=object)[codes]


def amounts(table: TextTable, roles: Mapping[str, str], how: Reading, notes: Notes, content: dict[str, Any]) -> None:
    """Add value and currency; a cell that is no number is a reservation and the lead counts."""
    lines = content["line"]
    if "value" in roles:
        column = roles["value"]
        words, codes = table.coded(column)
        read = parsed_numbers(
            words, column, decimal=how.decimal, typed=column in table.typed, delimiter=table.delimiter
        )
        times, currency = unit_in(table, column, roles.get("currency"), how.amounts)
        content["value"] = np.array([np.nan if a.value is None else a.value * times for a in read])[codes]
        content["currency"] = np.array([a.currency or currency for a in read], dtype=object)[codes]
        if times != 1.0:
            notes.remarks.append(f"'{column}' is read in {'hundredths' if times < 1.0 else f'units of {times:,.0f}'}")
        wrong = np.array([bool(a.problem) for a in read])[codes]
        for k in np.flatnonzero(wrong):
            reason = f"{column}: {read[int(codes[int(k)])].problem}; it counts, but not for the deal value"
            notes.remark(table.label, lines[k], content["case"][k], reason)
    if "currency" in roles:
        words, codes = table.coded(roles["currency"])
        named = np.array([w.upper() if len(w) == 3 else w for w in words], dtype=object)[codes]
        content["currency"] = np.where(named == "", content.get("currency", ""), named)


def without_repeats(
    frame: "pandas.DataFrame",
    table: TextTable,
    roles: Mapping[str, str],
    notes: Notes,
    keep: Literal["first", "last"] | None = None,
) -> "pandas.DataFrame":
    """Keep one row of every lead, one that ends it before one that does not; where many repeat, or both ends are told, ask."""
    again = _again(frame, keep)
    if keep is None and again.sum() > OFTEN * len(frame) and len(frame) >= 4:
        raise InputProblem(
            f"'{table.label}': '{roles['case']}' names {len(frame) - again.sum():,} leads in {len(frame):,} rows; say which "
            "column identifies a lead with --column case=NAME, or, if the rows are events, what happened and when with "
            f"--column activity=NAME --column time=NAME (of {', '.join(table.columns[:12])}); or, if the last row of a lead tells "
            "how it stands, --repeats last"
        )
    shortened = next((case for case in frame["case"][again] if SHORTENED.match(case)), None)
    if shortened:
        raise InputProblem(
            f"'{table.label}': a spreadsheet has shortened '{roles['case']}' ({shortened}), so that leads cannot be told apart; "
            "export it again and do not save it in between, or name another column with --column case=NAME"
        )
    if keep is None and again.any():
        _ask_about_repeats(frame, table)
        _ask_about_later(frame, again, table)
    kept = dict(zip(frame["case"][~again], frame["line"][~again], strict=True)) if again.any() else {}
    for case, line in zip(frame["case"][again], frame["line"][again], strict=True):
        notes.reject(table.label, line, f"'{case}' is there already, in line {kept[case]}")
    return frame[~again]


def _again(frame: "pandas.DataFrame", keep: Literal["first", "last"] | None) -> np.ndarray:
    """Tell which rows of leads that come more than once do not count."""
    if keep is None and frame["case"].duplicated().any():
        order = np.argsort(_side(frame) == "", kind="stable")  # an open row is an older state of an ended one
        again = np.empty(len(frame), bool)
        again[order] = frame["case"].iloc[order].duplicated().to_numpy()
        return again
    return frame["case"].duplicated(keep=keep or "first").to_numpy()


def _side(frame: "pandas.DataFrame") -> np.ndarray:
    """Return how every row ends its lead, ``won``, ``lost`` or nothing, as far as its words and flags say."""
    nothing = np.full(len(frame), None, dtype=object)
    says, won, lost, closed = (
        frame[name].to_numpy() if name in frame else nothing for name in ("says", "is_won", "is_lost", "is_closed")
    )
    is_won = (says == "won") | (won == True) | (won == "won")  # noqa: E712
    is_lost = (says == "lost") | (lost == True) | (won == "lost") | ((won == False) & (closed == True))  # noqa: E712
    return np.where(is_won, "won", np.where(is_lost, "lost", ""))


def _has_ended(frame: "pandas.DataFrame") -> np.ndarray:
    """Tell which rows say that their lead is won or lost, in words, by flags or by dates."""
    ended = _side(frame) != ""
    for name in ("won", "lost"):
        if name in frame:
            ended |= frame[name].notna().to_numpy()
    if {"is_won", "closed"} <= set(frame):
        ended |= (frame["is_won"] == False).to_numpy() & frame["closed"].notna().to_numpy()  # noqa: E712
    return ended


def _ask_about_repeats(frame: "pandas.DataFrame", table: TextTable) -> None:
    """Ask which row counts where a lead comes more than once and is won in one row, lost in another."""
    ended = frame.assign(side=_side(frame))
    ended = ended[ended["side"] != ""]
    sides = ended.groupby("case", sort=False)["side"].nunique()
    odd = sides.index[sides > 1]
    if len(odd):
        lines = ended.loc[ended["case"] == odd[0], "line"]
        raise InputProblem(
            f"'{table.label}': {len(odd):,} leads come more than once and end differently, such as '{odd[0]}' in lines "
            f"{lines.iloc[0]} and {lines.iloc[-1]}; say which row of a lead counts with --repeats first or --repeats last, or take "
            "the others out"
        )


def _ask_about_later(frame: "pandas.DataFrame", again: np.ndarray, table: TextTable) -> None:
    """Ask which row counts where one that leaves a lead open was changed after the one that ends it."""
    named = [column for column in table.columns if CHANGED.search(words_of(column))]
    column = next((column for column in named if looks_dated(table.distinct(column), numbers=True)), "")
    if not column:
        return
    words, codes = table.coded(column)
    changed = [moment.at for moment in parsed_dates(words, column)]
    at = dict(zip(table.lines.to_numpy(), (changed[code] for code in np.asarray(codes)), strict=True))
    kept = dict(zip(frame["case"][~again], frame["line"][~again], strict=True))
    for case, line in zip(frame["case"][again], frame["line"][again], strict=True):
        before, later = at[kept[case]], at[line]
        if before and later and later > before:
            raise InputProblem(
                f"'{table.label}': '{case}' ends in line {kept[case]} and is open again in line {line}, which was changed later by "
                f"'{column}'; say which row of a lead counts with --repeats first or --repeats last, or take the others out"
            )
