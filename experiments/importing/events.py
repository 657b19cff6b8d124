"""One lead per case of an event log: when it came in, when it was answered and handed over, how it ended last."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from buyermaze.experiments.importing.columns import words_of
from buyermaze.experiments.importing.questions import N_SHOWN
from buyermaze.experiments.importing.rows import Notes, Reading, amounts, moments_of, what_words_say
from buyermaze.experiments.importing.words import event_ended, is_answer, is_handover, is_reopening
from buyermaze.simulator.tables.table import TextTable

if TYPE_CHECKING:
    import pandas

N_LAST: Final = 2  # cases that end with an event from which on it may be an end; assumption
NOT_DONE: Final = frozenset(
    ["schedule", "assign", "reassign", "withdraw", "manualskip", "autoskip", "pi_abort", "ate_abort", "abort"]
)
"""Steps in the life of an activity (XES, ``lifecycle:transition``) at which it has not been carried out."""


def lead_cases(table: TextTable, roles: Mapping[str, str], how: Reading, notes: Notes) -> "pandas.DataFrame":
    """Return one line per case, like ``rows.lead_rows``; events count by their time, whatever the order of lines."""
    import pandas

    lines = table.lines.to_numpy()
    cases, case_codes = table.coded(roles["case"])
    moments, problems, _ = moments_of(table, roles["time"], how)
    empty = np.array([not case for case in cases], dtype=bool)[case_codes] | (np.isnat(moments) & (problems == None))  # noqa: E711
    reasons = np.where(empty, "the case or the time is empty", problems)
    for line, reason in table.broken:
        notes.reject(table.label, line, reason)
    bad = reasons != None  # noqa: E711
    for line, reason in zip(lines[bad], reasons[bad], strict=True):
        notes.reject(table.label, line, reason)
    activities, codes = table.coded(roles["activity"])
    taken = _taken(activities, how)
    log = pandas.DataFrame(
        {
            "case": np.array(cases, dtype=object)[case_codes],
            "line": lines,
            "at": moments,
            "activity": np.array(activities, dtype=object)[codes],
            "says": np.array([taken[a][0] for a in activities], dtype=object)[codes],
            "answer": np.array([taken[a][1] for a in activities])[codes],
            "handover": np.array([taken[a][2] for a in activities])[codes],
            "place": np.arange(len(lines)),
        }
    )
    log.loc[_not_done(table), ["says", "answer", "handover"]] = "open", False, False
    log = log[~bad].sort_values(["at", "place"], kind="stable")
    counts = np.bincount(np.asarray(codes)[~bad], minlength=len(activities))
    for activity, n in zip(activities, counts, strict=True):
        says, answer, handover = taken[activity]
        said = "answer" if answer else "hand-over" if handover else says
        notes.met.add(roles["activity"], activity, said, int(n))
        if says == "unclear":
            notes.unclear.setdefault(activity, roles["activity"])
    reached = log.groupby("activity", sort=False)["case"].nunique()
    notes.met.leads |= {(roles["activity"], activity): int(n) for activity, n in reached.items()}
    whole = log.groupby("case", sort=False)
    leads = whole.agg(first_contact=("at", "first"), line=("line", "min"))
    leads["responded"] = log[log["answer"]].groupby("case")["at"].first()
    leads["handed_over"] = log[log["handover"]].groupby("case")["at"].first()
    ends = log[log["says"].isin(["won", "lost"])].groupby("case")
    last = ends.last()
    leads["says"] = last["says"]
    leads["closed"] = last["at"]
    again = log[log["activity"].map({a: is_reopening(a) for a in activities}).astype(bool)].groupby("case")["at"].last()
    for case in leads.index[again.reindex(leads.index) >= leads["closed"]]:
        notes.remark(
            table.label, leads.loc[case, "line"], case, f"'{case}' was {leads.loc[case, 'says']} and reopened; open"
        )
        leads.loc[case, ["says", "closed"]] = None, np.datetime64("NaT")
    leads["says"] = leads["says"].where(leads["says"].notna(), "open")
    if said := _last_words(log, set(leads.index[leads["says"] == "open"]), how):
        notes.remarks.append(said)
    twice = ends["says"].nunique()
    leads = leads.reset_index().sort_values("line", kind="stable")
    for case in twice.index[twice > 1]:
        row = leads[leads["case"] == case].iloc[0]
        notes.remark(
            table.label, row["line"], case, f"'{case}' ended more than once; the last time counts ({row['says']})"
        )
    leads["file"] = table.label
    _attributes(table, roles, how, notes, leads, np.asarray(case_codes), cases)
    return leads


def _last_words(log: "pandas.DataFrame", still_open: set[Any], how: Reading) -> str:
    """Say after which events nothing ever followed in cases that are taken for open: they may be ends; empty where there are none.

    Parameters
    ----------
    log
        The events in order of time.
    still_open
        Cases that no event ends.
    how
        What the user says that words mean, which is not asked again.
    """
    last = log.drop_duplicates("case", keep="last")
    ends = last[last["case"].isin(still_open) & (last["says"] == "open")]["activity"].value_counts()
    met = log["activity"].value_counts()
    never = [activity for activity, n in ends.items() if n == met[activity] >= N_LAST and how.words.of(activity) is None]
    if not never:
        return ""
    shown = ", ".join(f"'{activity}' ({ends[activity]:,})" for activity in never[:N_SHOWN])
    return f"nothing ever follows {shown}, and its cases count as open (otherwise say --won WORD or --lost WORD)"


def _not_done(table: TextTable) -> np.ndarray:
    """Tell which events say only that something was planned, handed to somebody or called off."""
    column = next(
        (c for c in table.columns if words_of(c) in ("lifecycle transition", "transition", "lifecycle")), None
    )
    if column is None:
        return np.zeros(len(table), bool)
    steps, codes = table.coded(column)
    return np.array([step.lower() in NOT_DONE for step in steps], bool)[np.asarray(codes)]


def _taken(activities: list[str], how: Reading) -> dict[str, tuple[str, bool, bool]]:
    """Return what every activity is taken for: how it ends a case, whether it is an answer, whether a hand-over."""
    words = how.words
    told = bool(words.won or words.lost)
    ours = any(activity.startswith("decision: ") for activity in activities)  # the simulator's own log
    taken: dict[str, tuple[str, bool, bool]] = {}
    for activity in activities:
        says = words.of(activity)
        if says is None:
            if (told and words.won and words.lost) or (ours and not activity.startswith("decision: ")):
                says = "open"
            elif ours:
                says = "won" if activity == "decision: won" else "lost"
            else:
                says = event_ended(activity)
        taken[activity] = (says, is_answer(activity, words.answered), is_handover(activity, words.handed_over))
    return taken


def _attributes(
    table: TextTable,
    roles: Mapping[str, str],
    how: Reading,
    notes: Notes,
    leads: "pandas.DataFrame",
    codes: Any,
    cases: Any,
) -> None:
    """Add what attributes of the case say: how it ended, what it was worth."""
    import pandas

    lines = table.lines.to_numpy()
    content: dict[str, Any] = {"line": lines, "case": np.array(cases, dtype=object)[codes]}
    chosen = {name: column for name, column in roles.items() if name in ("value", "currency")}
    if chosen:
        quiet = Notes()
        amounts(table, chosen, how, quiet, content)
        frame = pandas.DataFrame(content).groupby("case", sort=False).first()
        for name in ("value", "currency"):
            if name in frame:
                leads[name] = leads["case"].map(frame[name])
    if "result" in roles:
        said = what_words_say(table, roles["result"], how.words, notes, np.ones(len(lines), bool))
        words, places = table.coded(roles["result"])
        told_of = pandas.Series(content["case"]).groupby(np.array(words, dtype=object)[places]).nunique()
        notes.met.leads |= {(roles["result"], word or "(empty)"): int(n) for word, n in told_of.items()}
        filled = pandas.Series(said, index=content["case"])
        filled = filled[filled.isin(["won", "lost"])].groupby(level=0).last()
        told = leads["case"].map(filled)
        clash = told.notna() & leads["says"].isin(["won", "lost"]) & (told != leads["says"])
        for row in leads[clash].itertuples():
            notes.remark(
                table.label, row.line, row.case, f"'{row.case}': its events say {row.says}, its attribute counts"
            )
        leads["says"] = told.where(told.notna(), leads["says"])
