"""Leads and what became of them, from one or several files; every row that is not used is named with its reason."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from buyermaze.experiments.importing.columns import HOW_IT_ENDED, LINE, guessed
from buyermaze.experiments.importing.events import lead_cases
from buyermaze.experiments.importing.links import linked
from buyermaze.experiments.importing.questions import (
    ask_about_broken,
    ask_about_closed,
    ask_about_contradiction,
    ask_about_counts,
    ask_about_ended,
    ask_about_ends,
    ask_about_history,
    ask_about_identity,
    ask_about_no,
    ask_about_other_column,
    ask_about_parts,
    ask_about_second_dates,
    ask_about_signs,
    ask_about_strangers,
    ask_about_twins,
    ask_about_wins,
    ask_about_words,
    said_of_strangers,
    untold,
)
from buyermaze.experiments.importing.rows import DATES, Notes, Reading, lead_rows
from buyermaze.experiments.importing.words import Words
from buyermaze.simulator.core.errors import InputProblem
from buyermaze.simulator.core.plain_text import csv_of, for_json
from buyermaze.simulator.tables.held import File
from buyermaze.simulator.tables.limits import USUAL, Limits
from buyermaze.simulator.tables.reader import read_table
from buyermaze.simulator.tables.table import TextTable

if TYPE_CHECKING:
    import pandas

COLUMNS: Final = (
    "case", "first_contact", "responded", "handed_over", "closed", "result", "value", "currency", "file", "line",
)  # fmt: skip
FIELDS: Final = (*DATES, "is_won", "is_lost", "is_closed", "says", "word", "value", "currency")
N_TOLD: Final = 5


@dataclass
class Imported:
    """Leads that can be used, rows that cannot, rows used with a reservation, and what columns and words were taken for."""

    leads: "pandas.DataFrame"
    rejected: "pandas.DataFrame"
    remarked: "pandas.DataFrame"
    mapping: dict[str, dict[str, str]]
    words: "pandas.DataFrame"  # column, word, taken_for, n (rows), n_leads
    remarks: list[str] = field(default_factory=list)

    @property
    def n_won(self) -> int:
        """How many leads were won."""
        return int((self.leads["result"] == "won").sum())

    @property
    def n_lost(self) -> int:
        """How many leads were lost."""
        return int((self.leads["result"] == "lost").sum())

    @property
    def n_open(self) -> int:
        """How many leads had not ended yet."""
        return len(self.leads) - self.n_won - self.n_lost

    def sentences(self) -> list[str]:
        """Return what was read, in words."""
        lines = [
            f"{Path(file).name}: " + ", ".join(f"{role} = {column}" for role, column in roles.items())
            for file, roles in self.mapping.items()
        ]
        lines += [f"{remark}." for remark in self.remarks]
        lines.append(f"{len(self.leads):,} leads, {self.n_won:,} won, {self.n_lost:,} lost, {self.n_open:,} open.")
        if self.n_open:
            lines.append(
                "Open leads are neither wins nor losses: a win rate taken from this list leaves out what is too young to tell."
            )
        lines.append(f"{len(self.rejected):,} rows rejected, {len(self.remarked):,} used with a reservation.")
        for table, word in ((self.rejected, "Rejected"), (self.remarked, "Reservation")):
            lines += [
                f"{word}: {Path(row.file).name}, line {row.line}: {row.reason}."
                for row in table.head(N_TOLD).itertuples()
            ]
            if len(table) > N_TOLD:
                lines.append(f"... and {len(table) - N_TOLD:,} more; --out DIR writes them all.")
        return lines

    def as_mapping(self) -> dict[str, Any]:
        """Return what columns and words were taken for, as ``--mapping`` reads it back."""
        words = {
            meaning: sorted(set(self.words.loc[self.words["taken_for"] == said, "word"]))
            for meaning, said in (("won", "won"), ("lost", "lost"), ("open", "open"), ("answered", "answer"),
                                  ("handed_over", "hand-over"))
        }  # fmt: skip
        return {
            "columns": {Path(file).name: roles for file, roles in self.mapping.items()},
            "words": {meaning: [w for w in found if w != "(empty)"] for meaning, found in words.items()},
        }

    def write(self, folder: Path) -> None:
        """Write leads, rejected rows, reservations, words and the mapping into a new folder."""
        from buyermaze.simulator.core.atomic_write import kept_or_gone, whole_file

        if folder.exists() and any(folder.iterdir()):
            raise InputProblem(f"'{folder}' is not empty and is left alone; choose a new folder")
        try:
            with kept_or_gone(folder):
                with whole_file(folder / "leads.parquet") as unfinished:
                    _without_folders(self.leads).to_parquet(unfinished)
                tables = {"rejected.csv": self.rejected, "reservations.csv": self.remarked, "words.csv": self.words}
                for name, table in tables.items():
                    with whole_file(folder / name) as unfinished:
                        unfinished.write_text(csv_of(_without_folders(table)), encoding="utf-8", newline="")
                with whole_file(folder / "columns.json") as unfinished:
                    unfinished.write_text(
                        for_json(json.dumps(self.as_mapping(), indent=1, ensure_ascii=False)) + "\n", encoding="utf-8"
                    )
        except OSError as error:
            raise InputProblem(
                f"'{folder}' cannot be written ({error.strerror or error}); choose another place"
            ) from None


def _without_folders(table: "pandas.DataFrame") -> "pandas.DataFrame":
    """Return a table in which files are known by their names alone, since folders name users."""
    return table.assign(file=table["file"].map(lambda file: Path(file).name)) if "file" in table else table


@contextmanager
def _named(table: TextTable) -> Iterator[None]:
    """Say of which file a problem is, where its sentence does not."""
    try:
        yield
    except InputProblem as problem:
        file = Path(table.label).name
        if file in str(problem):
            raise
        raise problem.at(f"'{file}'") from None


def import_leads(
    files: Sequence[str | File],
    columns: Mapping[str, str] | None = None,
    reading: Reading | None = None,
    *,
    mapping: Mapping[str, Mapping[str, str]] | None = None,
    encoding: str | None = None,
    sheet: str | None = None,
    limits: Limits = USUAL,
    progress: Callable[[int], None] | None = None,
) -> Imported:
    """Read leads, deals or an event log.

    The first file names the leads (or is an event log); further files add to the leads they name, as a list of closed
    deals does.

    Parameters
    ----------
    files : sequence of str, Path or Held
        CSV, Excel, Parquet or XES files, as ``tables.reader.read_table`` takes them.
    columns : mapping, optional
        Column by role (see ``roles.ROLES``) where the guess is wrong; goes before ``mapping``.
    reading : Reading, optional
        What words mean and how dates and numbers are written, where files do not say so themselves.
    mapping : mapping, optional
        Column by role, by name of file, as ``Imported.as_mapping`` gives it.
    encoding, sheet : str, optional
        Of text files and of workbooks, where they are not to be found out.
    limits : Limits
        How large each file may be.
    progress : callable (rows), optional
        Told now and then how many rows of a file are read.

    Returns
    -------
    Imported
        ``leads``: one line per lead with dates, result and amount (in the file's own money); ``rejected`` and
        ``remarked`` with a reason per line.

    Raises
    ------
    InputProblem
        If a file cannot be read, or something may mean two things: which column identifies leads, how leads ended, what a
        word, a date or an amount says.
    """
    if not files:
        raise InputProblem("import: name at least one file")
    given, how, notes = dict(columns or {}), reading or Reading(), Notes()
    tables = [
        read_table(path, limits=limits, encoding=encoding, sheet=sheet, progress=progress) for path in files
    ]
    for role, column in given.items():
        if column != LINE and not any(column in table.columns for table in tables):
            raise InputProblem(f"--column {role}={column}: no file has a column '{column}'")
    found: dict[str, dict[str, str]] = {}
    parts: list[pandas.DataFrame] = []
    logs: list[bool] = []
    for table in tables:
        with _named(table):
            roles = _roles(table, given, (mapping or {}).get(Path(table.label).name, {}), how.words)
            is_log = "activity" in roles and "time" in roles
            ask_about_broken(table)
            said = {**(mapping or {}).get(Path(table.label).name, {}), **given}
            leads_of: dict[str, str] = {}
            if found and not any(logs):
                own, leads_of = linked(
                    tables[0], found[tables[0].label]["case"], table, roles.get("case"), said.get("case") in table.columns
                )
                roles |= {"case": own} if own else {}
            ask_about_history(table, roles, said)
            ask_about_counts(table, roles, said)
            ask_about_parts(table, roles, said)
            ask_about_twins(table, roles, said)
            if not is_log:
                ask_about_second_dates(table, roles, said)
            if "case" not in roles:
                ask_about_identity(table)
            if is_log:
                roles = _of_the_case(table, roles, given)
            found[table.label] = roles
            notes.remarks += table.remarks
            logs.append(is_log)
            part = (lead_cases if is_log else lead_rows)(table, roles, how, notes)
            parts.append(part.assign(case=part["case"].replace(leads_of)) if leads_of else part)
    if not any(logs) and not any(role in roles for roles in found.values() for role in HOW_IT_ENDED):
        ask_about_ends(tables)
    if not any(logs):
        ask_about_wins(tables, found, {*given, *(role for roles in (mapping or {}).values() for role in roles)})
    how.words.check([word for _, word, _, _ in notes.met.rows()])
    leads = _joined(parts, notes)
    if not any(logs):  # a deal says how a lead ended that was converted, or yes and no how one did that is *Done*
        plain = (leads["is_won"] == True) | (leads["is_lost"] == True)  # noqa: E712
        plain |= (leads["is_won"] == False) & (leads["is_closed"] == True)  # noqa: E712
        left = set(leads.loc[(leads["says"] == "unclear") & ~plain, "word"])
        notes.unclear = {word: column for word, column in notes.unclear.items() if word in left}
    leads = _settled(leads, notes, found)
    told = {*given, *(role for roles in (mapping or {}).values() for role in roles)}
    if not any(logs) and not told & {"result", "is_won"}:
        ask_about_other_column(tables, found, leads)
        ask_about_contradiction(tables, found, leads)
    if not any(logs) and not told & set(HOW_IT_ENDED):
        ask_about_signs(tables, found, leads)
    ask_about_words(leads, notes, logs[0], told=bool(how.words.won or how.words.lost))
    return _imported(leads, notes, found, how.zone)


def _roles(table: TextTable, given: Mapping[str, str], mapped: Mapping[str, str], words: Words) -> dict[str, str]:
    for role, column in mapped.items():
        if column not in table.columns and column != LINE:
            raise InputProblem(f"--mapping: '{table.label}' has no column '{column}' for {role}")
    chosen = {**mapped, **{role: column for role, column in given.items() if column in table.columns or column == LINE}}
    says = {word.lower(): meaning for meaning in ("won", "lost", "open") for word in getattr(words, meaning)}
    roles = guessed(table, {**given, **chosen}, says_end=says)
    if chosen.get("case") == LINE:
        roles["case"] = LINE
    return roles


def _of_the_case(table: TextTable, roles: dict[str, str], given: Mapping[str, str]) -> dict[str, str]:
    """Keep of an event log's columns those that say something of the case: one value for all its events."""
    kept = {name: roles[name] for name in ("case", "activity", "time")}
    cases, codes = table.coded(roles["case"])
    for name in ("result", "value", "currency"):
        if name in roles:
            words, places = table.coded(roles[name])
            pairs = len(np.unique(np.asarray(codes, dtype=np.int64) * len(words) + np.asarray(places)))
            if roles[name].startswith("case:") or name in given or pairs == len(cases):
                kept[name] = roles[name]
    return kept


def _joined(parts: "Sequence[pandas.DataFrame]", notes: Notes) -> "pandas.DataFrame":
    """Return the leads of the first table with what further tables add; rows of strangers are named."""
    import pandas

    first = parts[0].set_index("case", drop=False)
    for name in FIELDS:
        if name not in first:
            first[name] = pandas.NaT if name in DATES else np.nan if name == "value" else None
            first[name] = first[name].astype(
                "datetime64[us]" if name in DATES else float if name == "value" else object
            )
    for part in parts[1:]:
        known = part["case"].isin(first.index)
        if len(part) and not known.any():
            ask_about_strangers(parts[0], part)
        for row in part[~known].itertuples():
            notes.reject(row.file, row.line, f"'{row.case}' is no lead of the first file")
        more = part[known].set_index("case")
        for name in FIELDS:
            if name in more:
                column = more[name]
                said = column[column.notna() & (column != "")]
                first.loc[said.index, name] = said
    return first.reset_index(drop=True)


def _settled(leads: "pandas.DataFrame", notes: Notes, found: Mapping[str, Mapping[str, str]]) -> "pandas.DataFrame":
    """Decide how every lead ended and when, and look whether its dates can be true."""
    told = leads["is_won"].isin(["won", "lost", "open"])
    leads["says"] = leads["says"].where(~told, leads["is_won"])
    leads["is_won"] = leads["is_won"].where(~told, None)
    says, is_won, is_lost, is_closed = (leads[name] for name in ("says", "is_won", "is_lost", "is_closed"))
    flagged = is_won.isin([True, False]) | is_lost.isin([True, False])
    worded = says.notna()
    dated = ~worded & ~flagged
    _reopened(leads, dated, notes)
    won = (says == "won") | (is_won == True) | (dated & leads["won"].notna())  # noqa: E712
    lost = (says == "lost") | (is_lost == True) | (dated & leads["lost"].notna())  # noqa: E712
    lost |= ~won & (is_won == False) & (is_closed == True)  # noqa: E712
    past = leads["closed"].notna() & (leads["closed"] <= np.datetime64(datetime.now(UTC).replace(tzinfo=None), "us"))
    bare_no = ~won & ~lost & (is_won == False) & ~worded & ~is_closed.isin([True, False])  # noqa: E712
    if not any(
        role in roles for roles in found.values() for role in ("closed", "lost", "is_lost", "is_closed", "result")
    ):
        ask_about_no(leads[bare_no], found)
    elif len(found) == 1 and is_won.isna().any() and not (lost | (bare_no & past)).any():  # a no, where others say nothing
        ask_about_no(leads[(is_won == False) & is_closed.isna()], found)  # noqa: E712
    lost |= bare_no & (past | leads["lost"].notna())
    for row in leads[bare_no & leads["closed"].notna() & ~past].itertuples():
        notes.remark(
            row.file,
            row.line,
            row.case,
            f"'{row.case}' is to be closed on {row.closed:%Y-%m-%d}, which is still to come; open",
        )
    ask_about_closed(leads[~won & ~lost & (is_closed == True)], found)  # noqa: E712
    denied = (says == "won") & (is_won == False)  # noqa: E712
    both = (won & lost) | denied
    for row in leads[both].itertuples():
        said = "won and not won" if denied[row.Index] else "won and lost"
        notes.reject(row.file, row.line, f"'{row.case}' is said to be {said}")
    strange = (says == "unknown") & ~flagged & ~is_closed.isin([True, False])
    ask_about_ended(leads, strange, past, notes)
    if strange.any():
        notes.remarks.append(said_of_strangers(notes))
    leads["result"] = np.where(won, "won", np.where(lost, "lost", "open"))
    notes.untold = untold(leads, strange & ~won & ~lost, past)
    closed = leads["closed"].where(leads["result"] != "open")
    for name in ("won", "lost"):
        closed = leads[name].where((leads["result"] == name) & leads[name].notna(), closed)
    leads["closed"] = closed
    leads = leads[~both].copy()
    _check_times(leads, notes, has_start=any("first_contact" in r or "time" in r for r in found.values()))
    return leads


def _reopened(leads: "pandas.DataFrame", dated: "pandas.Series", notes: Notes) -> None:
    """Keep of a date of a win and one of a loss the later: the deal was reopened."""
    import pandas

    twice = dated & leads["won"].notna() & leads["lost"].notna() & (leads["won"] != leads["lost"])
    for row in leads[twice].itertuples():
        last = "won" if row.won > row.lost else "lost"
        dates = f"won on {row.won:%Y-%m-%d} and lost on {row.lost:%Y-%m-%d}"
        notes.remark(row.file, row.line, row.case, f"'{row.case}' has been {dates}; the later counts ({last})")
    later = leads["won"] > leads["lost"]
    leads["lost"] = leads["lost"].mask(twice & later, pandas.NaT)
    leads["won"] = leads["won"].mask(twice & ~later, pandas.NaT)


def _check_times(leads: "pandas.DataFrame", notes: Notes, has_start: bool) -> None:
    """Take out moments that cannot be, and say so."""
    import pandas

    for name in ("closed", "responded", "handed_over"):
        start, moment = leads["first_contact"], leads[name]
        dated_only = (start == start.dt.normalize()) | (moment == moment.dt.normalize())
        before = (moment < start) & (~dated_only | (moment.dt.normalize() < start.dt.normalize()))
        for row in leads[before].itertuples():
            words = {"closed": f"was {row.result}", "responded": "was answered", "handed_over": "was handed over"}[name]
            then, came = getattr(row, name), row.first_contact
            shape = "%Y-%m-%d %H:%M" if then.date() == came.date() else "%Y-%m-%d"
            gap = f"{words} on {then:{shape}}, before its first contact on {came:{shape}}"
            notes.remark(row.file, row.line, row.case, f"'{row.case}' {gap}; it counts, but not for times")
        column = "first_contact" if name == "closed" else name
        leads[column] = leads[column].where(~before, pandas.NaT)
    missing = leads["first_contact"].isna()
    if not has_start:
        notes.remarks.append("no column says when leads came in; they count, but not for times")
        return
    told = {(label, line) for label, line, _, _ in notes.remarked}
    for row in leads[missing].itertuples():
        if (row.file, row.line) not in told:
            notes.remark(
                row.file, row.line, row.case, f"'{row.case}' has no date of first contact; it counts, but not for times"
            )


def _imported(leads: "pandas.DataFrame", notes: Notes, found: dict[str, dict[str, str]], zone: str | None) -> Imported:
    import pandas

    frame = leads[list(COLUMNS)].reset_index(drop=True)
    for name in ("first_contact", "responded", "handed_over", "closed"):
        moments = pandas.to_datetime(frame[name], utc=True)
        frame[name] = moments.dt.tz_convert(zone) if zone else moments
    frame["value"] = frame["value"].astype(float)
    frame["currency"] = [word if isinstance(word, str) else "" for word in frame["currency"]]
    priced = frame[(frame["result"] == "won") & frame["value"].notna()]
    currencies = sorted(set(priced["currency"]) - {""})
    if len(currencies) > 1:
        counts = ", ".join(f"{n:,} in {name}" for name, n in priced["currency"].value_counts().items())
        notes.remarks.append(f"deals won are in several currencies ({counts}); their values are not averaged")
    if len(frame) and frame["result"].nunique() == 1 and frame["result"][0] != "open":
        notes.remarks.append(f"all leads are {frame['result'][0]}: such a list says nothing of how many leads are won")
    for side, other in (("won", "lost"), ("lost", "won")):
        if (
            (frame["result"] == other).any()
            and (frame["result"] == "open").any()
            and not (frame["result"] == side).any()
        ):
            notes.remarks.append(f"no lead is {side}: if that is not so, say which word means it with --{side} WORD")
    if not any("value" in roles for roles in found.values()):
        notes.remarks.append("no column says what deals are worth (say which with --column value=NAME)")
    told = ["file", "line", "reason"]
    words = pandas.DataFrame(notes.met.rows(), columns=["column", "word", "taken_for", "n"])
    words["n_leads"] = [notes.met.leads.get((row.column, row.word), row.n) for row in words.itertuples()]
    words["taken_for"] = words["taken_for"].replace("unknown", "open")
    return Imported(
        frame,
        pandas.DataFrame(notes.rejected, columns=told).sort_values(["file", "line"], kind="stable", ignore_index=True),
        pandas.DataFrame(notes.remarked, columns=[*told[:2], "case", "reason"]),
        found,
        words,
        notes.remarks,
    )
