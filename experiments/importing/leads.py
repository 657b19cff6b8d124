"""Leads and what became of them, from one or several files; every row that is not used is named with its reason."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from buyermaze.experiments.importing.columns import BY_NAME, ROLES, ended, guessed
from buyermaze.experiments.importing.dates import Order, parsed_dates
from buyermaze.experiments.importing.tables import TextTable, read_table
from buyermaze.simulator.core.errors import InputProblem
from buyermaze.simulator.core.plain_text import csv_of

if TYPE_CHECKING:
    import pandas

COLUMNS = ("case", "first_contact", "responded", "handed_over", "closed", "result", "value", "file", "line")
ANSWERS = ("meeting", "call", "demo", "reply", "served", "response", "first contact: us")
HANDOVERS = ("handed over", "hand-off", "handoff", "lead accepted")


@dataclass
class Imported:
    """Leads that can be used, rows that cannot, and rows that are used with a reservation."""

    leads: "pandas.DataFrame"
    rejected: "pandas.DataFrame"
    remarked: "pandas.DataFrame"
    mapping: dict[str, dict[str, str]]

    @property
    def n_won(self) -> int:
        """How many leads were won."""
        return int((self.leads["result"] == "won").sum())

    def sentences(self) -> list[str]:
        """Return what was read, in words."""
        lines = [
            f"{Path(file).name}: " + ", ".join(f"{role} = {column}" for role, column in roles.items())
            for file, roles in self.mapping.items()
        ]
        lost = int((self.leads["result"] == "lost").sum())
        lines.append(f"{len(self.leads):,} leads, {self.n_won:,} won, {lost:,} lost, the others open.")
        lines.append(f"{len(self.rejected):,} rows rejected, {len(self.remarked):,} used with a reservation.")
        for table, word in ((self.rejected, "Rejected"), (self.remarked, "Reservation")):
            lines += [
                f"{word}: {Path(row.file).name}, line {row.line}: {row.reason}." for row in table.head(5).itertuples()
            ]
        return lines

    def write(self, folder: Path) -> None:
        """Write leads, rejected rows and the column mapping into a new folder."""
        from buyermaze.simulator.core.atomic_write import whole_file

        if folder.exists() and any(folder.iterdir()):
            raise InputProblem(f"'{folder}' is not empty and is left alone; choose a new folder")
        folder.mkdir(parents=True, exist_ok=True)
        with whole_file(folder / "leads.parquet") as unfinished:
            self.leads.to_parquet(unfinished)
        for name, table in (("rejected.csv", self.rejected), ("reservations.csv", self.remarked)):
            with whole_file(folder / name) as unfinished:
                unfinished.write_text(csv_of(table), encoding="utf-8", newline="")
        with whole_file(folder / "columns.json") as unfinished:
            unfinished.write_text(json.dumps(self.mapping, indent=1) + "\n", encoding="utf-8")


@dataclass
class _Notes:
    rejected: list[dict[str, Any]] = field(default_factory=list)
    remarked: list[dict[str, Any]] = field(default_factory=list)

    def reject(self, table: TextTable, line: int, reason: str) -> None:
        self.rejected.append({"file": table.label, "line": line, "reason": reason})

    def remark(self, entry: Mapping[str, Any], reason: str) -> None:
        self.remarked.append({"file": entry["file"], "line": entry["line"], "case": entry["case"], "reason": reason})


def import_leads(
    files: Sequence[str | Path], columns: Mapping[str, str] | None = None, dates: Order | None = None
) -> Imported:
    """Read leads, deals or an event log.

    The first file names the leads (or is an event log); further files add to the leads they name, as a list of closed
    deals does.

    Parameters
    ----------
    files
        CSV, Parquet or XES files.
    columns
        Column by role (see ``roles.ROLES``) where the guess by name is wrong.
    dates
        How 03/04/2026 is meant.

    Raises
    ------
    InputProblem
        If a file cannot be read, no column identifies leads, or dates are ambiguous.
    """
    import pandas

    if not files:
        raise InputProblem("import: name at least one file")
    given, notes = dict(columns or {}), _Notes()
    tables = [read_table(Path(path)) for path in files]
    for role, column in given.items():
        if not any(column in table.columns for table in tables):
            raise InputProblem(f"--column {role}={column}: no file has a column '{column}'")
    leads: dict[str, dict[str, Any]] = {}
    mapping = {}
    for number, table in enumerate(tables):
        roles = guessed(table.columns, given)
        mapping[table.label] = roles
        if "case" not in roles:
            found = ", ".join(table.columns[:12])
            raise InputProblem(
                f"'{table.label}': which column identifies a lead? Say so with --column case=NAME (of {found})"
            )
        for line, reason in table.broken:
            notes.reject(table, line, reason)
        entries = (
            _events(table, roles, dates, notes)
            if "activity" in roles and "time" in roles
            else _rows(table, roles, dates, notes)
        )
        for entry in entries:
            _add(leads, entry, number == 0, table, notes)
    for entry in leads.values():
        _settle(entry, notes)
    frame = pandas.DataFrame(list(leads.values()), columns=list(COLUMNS))
    for name in ("first_contact", "responded", "handed_over", "closed"):
        frame[name] = pandas.to_datetime(frame[name], utc=True)
    frame["value"] = frame["value"].astype(float)
    told = ["file", "line", "reason"]
    return Imported(
        frame,
        pandas.DataFrame(notes.rejected, columns=told),
        pandas.DataFrame(notes.remarked, columns=[*told[:2], "case", "reason"]),
        mapping,
    )


def _rows(table: TextTable, roles: Mapping[str, str], order: Order | None, notes: _Notes) -> list[dict[str, Any]]:
    """Return one entry per row that can be read."""
    read: dict[str, list[Any]] = {}
    for role in ROLES:
        if role.name in roles and role.name not in ("activity", "time"):
            cells = table.column(roles[role.name])
            read[role.name] = list(parsed_dates(cells, roles[role.name], order)) if role.kind == "date" else list(cells)
    entries = []
    for k, line in enumerate(table.lines):
        entry: dict[str, Any] = {"file": table.label, "line": line}
        reason = None
        for name, cells in read.items():
            value: Any = cells[k]
            kind = BY_NAME[name].kind
            if kind == "date" and isinstance(value, str):
                reason = f"{roles[name]}: {value}"
            elif kind == "number":
                value, reason = _number(value, roles[name], reason)
            elif kind == "text":
                value = value.strip()
            entry[name] = value
        if not entry.get("case"):
            reason = f"{roles['case']} is empty"
        if reason:
            notes.reject(table, line, reason)
        else:
            entries.append(entry)
    return entries


def _events(table: TextTable, roles: Mapping[str, str], order: Order | None, notes: _Notes) -> list[dict[str, Any]]:
    """Return one entry per case of an event log: first event, first answer, hand-over, and how it ended."""
    times = parsed_dates(table.column(roles["time"]), roles["time"], order)
    cases, activities = table.column(roles["case"]), table.column(roles["activity"])
    found: dict[str, dict[str, Any]] = {}
    for case, activity, time, line in zip(cases, activities, times, table.lines, strict=True):
        if not case.strip() or not isinstance(time, datetime):
            notes.reject(table, line, str(time) if time else "the case or the time is empty")
            continue
        entry = found.setdefault(
            case.strip(), {"case": case.strip(), "file": table.label, "line": line, "first_contact": time}
        )
        entry["first_contact"] = min(entry["first_contact"], time)
        word = activity.lower()
        for role, words in (("responded", ANSWERS), ("handed_over", HANDOVERS)):
            if any(each in word for each in words) and (role not in entry or time < entry[role]):
                entry[role] = time
        how = ended(activity) if not word.startswith("vote") else "open"
        if how != "open" and "closed" not in entry:
            entry["closed"], entry["result"] = time, how
    return list(found.values())


def _add(
    leads: dict[str, dict[str, Any]], entry: dict[str, Any], is_first: bool, table: TextTable, notes: _Notes
) -> None:
    known = leads.get(entry["case"])
    if is_first and known is not None:
        notes.reject(table, entry["line"], f"'{entry['case']}' is there already, in line {known['line']}")
    elif is_first:
        leads[entry["case"]] = entry
    elif known is None:
        notes.reject(table, entry["line"], f"'{entry['case']}' is no lead of the first file")
    elif table.label in known.get("added", ()):
        notes.reject(table, entry["line"], f"'{entry['case']}' is there already")
    else:
        known.setdefault("added", set()).add(table.label)
        known.update({k: v for k, v in entry.items() if k not in ("case", "file", "line") and v not in (None, "")})


def _settle(entry: dict[str, Any], notes: _Notes) -> None:
    """Decide how a lead ended and when, and look whether its dates can be true."""
    won, lost, closed = entry.pop("won", None), entry.pop("lost", None), entry.get("closed")
    result = ended(entry.get("result") or "")
    if won is not None:
        result, closed = "won", won
    elif lost is not None:
        result, closed = "lost", lost
    entry["result"], entry["closed"] = result, closed if result != "open" else None
    start = entry.get("first_contact")
    for name, words in (("closed", f"was {result}"), ("responded", "was answered"), ("handed_over", "was handed over")):
        moment = entry.get(name)
        if start is not None and moment is not None and moment.date() < start.date():
            gap = f"{words} on {moment:%Y-%m-%d}, before its first contact on {start:%Y-%m-%d}"
            notes.remark(entry, f"'{entry['case']}' {gap}; it counts, but not for times")
            entry["first_contact" if name == "closed" else name] = None
    if start is None:
        notes.remark(entry, f"'{entry['case']}' has no date of first contact; it counts, but not for times")
    entry.pop("added", None)


def _number(text: str, column: str, reason: str | None) -> tuple[float | None, str | None]:
    cleaned = text.strip().replace(" ", "").lstrip("$€£")
    if not cleaned:
        return None, reason
    if "," in cleaned and "." in cleaned:  # the last of the two is the decimal sign
        thousands, decimal = (",", ".") if cleaned.rfind(",") < cleaned.rfind(".") else (".", ",")
        cleaned = cleaned.replace(thousands, "").replace(decimal, ".")
    elif cleaned.count(",") == 1 and len(cleaned.split(",")[1]) != 3:
        cleaned = cleaned.replace(",", ".")
    try:
        return float(cleaned.replace(",", "")), reason
    except ValueError:
        return None, f"{column}: '{text[:40]}' is no number"
