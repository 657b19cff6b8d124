"""What is asked instead of guessed: who is who, how leads ended, what a word means."""

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import numpy as np

from buyermaze.experiments.importing.columns import HOW_IT_ENDED, MOST_WORDS, ORDINAL, fitting, is_named, words_of
from buyermaze.experiments.importing.rows import OFTEN, Notes
from buyermaze.experiments.importing.words import ended
from buyermaze.simulator.core.errors import InputProblem
from buyermaze.simulator.tables.numbers import parsed_numbers
from buyermaze.simulator.tables.table import GAPS, TextTable

if TYPE_CHECKING:
    import pandas

N_SHOWN = 12
OVERDUE = 0.5  # of leads with one word: what holds of so many is no slip of a few; assumption
OLDER = (" is read as cp1252", " is read as latin-1")  # taken where a file is not UTF-8, whatever it is
COUNTS = re.compile(
    r"^(count|n|anzahl|nombre|cantidad|numero|quantity)$|"
    r"\b(n|count|number|no|anzahl|nombre|total) (of |de )?(deals?|leads?|opportunities|opportunity|opps|records?|rows|cases)$|"
    r"^(deals?|leads?|opportunity|record|case|row) count$|^(deals|leads|opportunities|opps|records|cases)$"
)
COUNT = re.compile("[0-9]{1,9}")
DEAL = re.compile(r"^(associated )?(deal|opportunity|opp|opty) (id|ids|no|number|key|guid|uuid)$")
DEAL_OR_LEAD = re.compile(DEAL.pattern.replace("(deal|", "(deal|lead|mql|inquiry|prospect|"))
LOSS_REASON = re.compile(
    r"\b(lost|loss|closed lost) reasons?\b|\breasons? (lost|(for|of) (the )?(loss|losing|lost))\b|verlustgrund|absagegrund|"
    r"\bmotivo (da |de |di |della |de la )?(perda|perdida)\b|\braison (de |de la )?perte\b|失注理由|причина (отказа|проигрыша)"
)
CHANCE = re.compile(
    r"\b(probability|confidence|likelihood|win prob|win chance|wahrscheinlichkeit|probabilidade?|probabilite|probabilita)\b|"
    r"確度|вероятность"
)
NO_REASON = GAPS | {"-none-", "none", "no", "false", "-", "n/a"}
PROPERTIES = ("property", "propertyname", "field", "fieldname", "attribute", "changedfield")
VALUES = ("value", "newvalue", "propertyvalue", "fieldvalue", "tovalue", "to", "new")


def ask_about_identity(table: TextTable) -> NoReturn:
    """Ask which column identifies a lead."""
    raise InputProblem(
        f"'{table.label}': which column identifies a lead? Say so with --column case=NAME (of "
        f"{', '.join(table.columns[:N_SHOWN])}), or --column case=line if every line is a lead of its own"
        + _how_written([table])
    )


def ask_about_strangers(first: "pandas.DataFrame", part: "pandas.DataFrame") -> NoReturn:
    """Ask how a further file names leads of the first, none of which it does as it is read."""
    leads, others = first.iloc[0], part.iloc[0]
    raise InputProblem(
        f"'{others['file']}': none of its {len(part):,} rows is of a lead of '{leads['file']}' (which names them "
        f"'{leads['case']}', this one '{others['case']}'); say which column names the same in both with --column case=NAME, "
        "or import it by itself"
    )


def _how_written(tables: Sequence[TextTable]) -> str:
    """Return how a file is read that does not say how it is written: another alphabet may have been meant."""
    remark = next((remark for table in tables for remark in table.remarks if remark.endswith(OLDER)), "")
    return f" ({remark}; if names look odd, say how it is written with --encoding NAME)" if remark else ""


def ask_about_broken(table: TextTable) -> None:
    """Refuse a table of which many rows do not fit their header; remarks of a cell or two around it are no rows."""
    broken = [each for each in table.broken if not each[1].startswith(("1 cells", "2 cells"))]
    if len(broken) <= OFTEN * (len(table) + len(broken)):
        return
    line, reason = broken[0]
    raise InputProblem(
        f"'{table.label}': {len(broken):,} of {len(table) + len(broken):,} rows do not fit the header (line {line}: "
        f"{reason}); export it again with all columns in every row and texts in quotes"
    )


def ask_about_parts(table: TextTable, roles: Mapping[str, str], given: Mapping[str, str]) -> None:
    """Ask what a lead is where rows are told apart by something else and the number of a deal comes back: parts of deals."""
    case = roles.get("case", "")
    if "case" in given or "activity" in roles or case not in table.columns or DEAL.search(words_of(case)):
        return
    of = DEAL if words_of(case) in ("id", "record id", "object id") else DEAL_OR_LEAD
    for column in table.columns:
        if not of.search(words_of(column)) or column == case:
            continue
        n_deals, n_rows = len(set(table.distinct(column)) - {""}), int(_filled(table, column).sum())
        if n_deals < n_rows:
            raise InputProblem(
                f"'{table.label}': '{column}' names {n_deals:,} deals in {n_rows:,} rows, and '{case}' tells the rows apart: "
                f"products, people or changes of deals, it seems. Say --column case='{column}' --repeats last if the last row of "
                f"a deal counts, --column case='{column}' --column activity=NAME --column time=NAME if rows are events, or "
                f"--column case='{case}' if each row is a lead"
            )


def ask_about_twins(table: TextTable, roles: Mapping[str, str], given: Mapping[str, str]) -> None:
    """Ask which of several columns of one name is meant where they differ; how leads ended is asked about by lead."""
    for role, chosen in roles.items():
        if role in given or role == "result":
            continue
        for twin in [each for each in table.columns if each != chosen and re.sub(r" \(\d+\)$", "", each) == chosen]:
            words = [np.array(names, dtype=object)[np.asarray(codes)] for names, codes in map(table.coded, (chosen, twin))]
            odd = (words[0] != words[1]) & _filled(table, chosen) & _filled(table, twin)
            if odd.any():
                raise InputProblem(
                    f"'{table.label}', line {table.lines.to_numpy()[odd][0]}: there are two columns '{chosen}', which differ; "
                    f"say which is meant, --column {role}='{chosen}' or --column {role}='{twin}'"
                )


def ask_about_counts(table: TextTable, roles: Mapping[str, str], given: Mapping[str, str]) -> None:
    """Refuse a summary, in which a row stands for several leads, where nobody said that each row is one."""
    if "case" in given or "result" not in roles:
        return
    per_word = len(table.distinct(roles["result"])) == len(table) and "first_contact" not in roles  # a row per stage
    used = {column for name, column in roles.items() if name != "case" or not per_word}
    for column in table.columns:
        if column not in used and COUNTS.search(words_of(column)) and not ORDINAL.search(column):
            counts = [word for word in table.distinct(column) if word.strip()]
            if counts and all(COUNT.fullmatch(word) for word in counts) and any(int(word) > 1 for word in counts):
                raise InputProblem(
                    f"'{table.label}': a row seems to stand for several leads ('{column}' holds {max(counts, key=int)}), and "
                    "every lead needs a row of its own; export the leads themselves, or say --column case=NAME if each row is one"
                )


def ask_about_history(table: TextTable, roles: Mapping[str, str], given: Mapping[str, str]) -> None:
    """Refuse a list of changes, a property and its value per row, where nobody said how to read it."""
    if "activity" in roles or {"case", "result"} <= set(given):
        return
    plain = {words_of(column).replace(" ", ""): column for column in table.columns}
    names, values = ([plain[name] for name in each if name in plain] for each in (PROPERTIES, VALUES))
    if not names or not values or names[0] in roles.values():
        return
    if len(table.distinct(names[0])) < len(table) > 1:
        raise InputProblem(
            f"'{table.label}': every row seems to be a change ('{names[0]}' says of what, '{values[0]}' to what), not a lead; keep "
            f"the rows of the stage alone and read them as events with --column case=NAME --column activity='{values[0]}' "
            f"--column time=NAME (of {', '.join(table.columns[:N_SHOWN])})"
        )


def ask_about_ends(tables: Sequence[TextTable]) -> NoReturn:
    """Ask which column says how leads ended."""
    columns = list(dict.fromkeys(column for table in tables for column in table.columns))
    raise InputProblem(
        f"'{Path(tables[0].label).name}': no column says how leads ended. Say which does with --column result=NAME (words such as "
        f"won and lost), is_won=NAME (yes and no), or won=NAME and lost=NAME (dates), of {', '.join(columns[:N_SHOWN])}"
        + (f" and {len(columns) - N_SHOWN} more" if len(columns) > N_SHOWN else "")
        + _how_written(tables)
    )


def ask_about_wins(tables: Sequence[TextTable], found: Mapping[str, Mapping[str, str]], told: set[str]) -> None:
    """Ask which leads were won where columns say only which were lost."""
    ends = {name: roles[name] for roles in found.values() for name in HOW_IT_ENDED if name in roles}
    if ends and set(ends) <= {"lost", "is_lost"} and not told & set(ends):
        name, column = next(iter(ends.items()))
        raise InputProblem(
            f"'{Path(tables[0].label).name}': '{column}' says which leads were lost, and no column says which were won; say "
            f"which does with --column won=NAME, is_won=NAME or result=NAME, or --column {name}='{column}' if none was"
        )


def ask_about_other_column(
    tables: Sequence[TextTable], found: Mapping[str, Mapping[str, str]], leads: "pandas.DataFrame"
) -> None:
    """Ask which column says how leads ended where one holds no win, or no loss, and another does."""
    missing = [side for side in ("won", "lost") if not (leads["result"] == side).any()]
    for table in tables if len(missing) == 1 else ():
        chosen = found[table.label].get("result")
        for column in fitting(table, "result") if chosen else ():
            words = table.distinct(column) if column not in found[table.label].values() else []
            word = (
                next((word for word in words if ended(word) == missing[0]), None) if len(words) <= MOST_WORDS else None
            )
            if word is not None:
                raise InputProblem(
                    f"'{table.label}': no lead is read as {missing[0]} from '{chosen}', but '{column}' holds '{word}'; say which "
                    f"column tells how leads ended, --column result='{chosen}' or --column result='{column}'"
                )


def ask_about_contradiction(
    tables: Sequence[TextTable], found: Mapping[str, Mapping[str, str]], leads: "pandas.DataFrame"
) -> None:
    """Ask which column says how leads ended where another ends leads left empty in this one, or has its name and differs."""
    for table in tables:
        chosen = found[table.label].get("result")
        if chosen is None:
            continue
        twins = [column for column in table.columns if re.sub(r" \(\d+\)$", "", column) == chosen]  # of the same name
        fits = dict.fromkeys([*fitting(table, "result"), *twins])
        others = [column for column in fits if column not in found[table.label].values()]
        own = leads[leads["file"] == table.label] if others else leads[:0]
        rows = np.searchsorted(table.lines.to_numpy(), own["line"].to_numpy())
        silent = ~_filled(table, chosen)[rows]
        for column in others:
            words, codes = table.coded(column)
            if len(words) > MOST_WORDS:
                continue
            said = np.array([ended(word) for word in words], dtype=object)[np.asarray(codes)][rows]
            odd = np.isin(said, ["won", "lost"]) & (said != own["result"].to_numpy())
            as_sure = {"won", "lost"} <= set(said) and is_named("result", column) and is_named("result", chosen)
            odd &= silent | (column in twins) | (as_sure & (own["result"] != "open").to_numpy())
            if odd.any():
                first = own.iloc[int(np.flatnonzero(odd)[0])]
                raise InputProblem(
                    f"'{table.label}', line {first['line']}: '{first['case']}' is {first['result']} by '{chosen}' and "
                    f"{said[odd][0]} by '{column}' (so are {int(odd.sum()):,} leads); say which column tells how leads ended, "
                    f"--column result='{chosen}' or --column result='{column}'"
                )


def ask_about_signs(
    tables: Sequence[TextTable], found: Mapping[str, Mapping[str, str]], leads: "pandas.DataFrame"
) -> None:
    """Ask which leads are lost where none is and reasons of losses are filled in, and so of leads sure to be won."""
    for side, of_name, tells, what in (
        ("lost", LOSS_REASON, _gives_reason, "gives a reason why it was lost"),
        ("won", CHANCE, _is_sure, "says that it is sure to be won"),
    ):
        some = bool((leads["result"] == side).any())
        for table in tables:
            for column in table.columns:
                if not of_name.search(words_of(column)):
                    continue
                words, codes = table.coded(column)
                lines = table.lines.to_numpy()[np.array(tells(words), bool)[np.asarray(codes)]]
                signed = (leads["file"] == table.label) & leads["line"].isin(lines)
                asked = signed & (leads["result"] == "open")
                if some:  # words that are not known still may mean it
                    asked &= (leads["says"] == "unknown") & (signed.groupby(leads["word"]).transform("mean") >= OVERDUE)
                odd = leads[asked]
                if not len(odd):
                    continue
                name = next(
                    role
                    for role in ("result", "is_won", "won", "is_lost", "lost")
                    if any(role in r for r in found.values())
                )
                chosen = next(roles[name] for roles in found.values() if name in roles)
                first, none = odd.iloc[0], "" if some else f", and none is read as {side}"
                raise InputProblem(
                    f"'{table.label}', line {first['line']}: '{first['case']}' is open by '{chosen}', but '{column}' {what} "
                    f"({len(odd):,} such leads{none}); say which word means that with --{side} WORD, export "
                    f"a column that does, or say --column {name}='{chosen}' if they are open all the same"
                )


def _gives_reason(words: Sequence[str]) -> list[bool]:
    return [word.lower() not in NO_REASON for word in words]


def _is_sure(words: Sequence[str]) -> list[bool]:
    """Tell which chances are whole, of a hundred or, where none is above one, of one."""
    found = [amount.value for amount in parsed_numbers(words, "chance", decimal="point")]
    most = max((value for value in found if value is not None), default=0.0)
    whole = 1.0 if most <= 1.0 and not any("%" in word for word in words) else 100.0
    return [value == whole for value in found]


def ask_about_second_dates(table: TextTable, roles: Mapping[str, str], given: Mapping[str, str]) -> None:
    """Ask which dates count where two columns say, of different leads, when they were won or lost, and nothing else does."""
    if {"result", "is_won", "is_lost"} & set(roles):
        return
    for name in ("won", "lost"):
        if name not in roles or name in given:
            continue
        first = _filled(table, roles[name])
        for column in fitting(table, name):
            if column not in roles.values() and (_filled(table, column) & ~first).any():
                raise InputProblem(
                    f"'{table.label}': '{roles[name]}' and '{column}' both say when leads were {name}, and of different leads; put "
                    f"them into one column, or say which counts with --column {name}=NAME"
                )


def _filled(table: TextTable, column: str) -> np.ndarray:
    words, codes = table.coded(column)
    return np.array([word.lower() not in GAPS for word in words], bool)[np.asarray(codes)]


def ask_about_closed(rows: "pandas.DataFrame", found: Mapping[str, Mapping[str, str]]) -> None:
    """Ask what closed leads are where nothing says whether they were won."""
    if not len(rows):
        return
    columns = [roles[name] for roles in found.values() for name in ("is_closed", "result", "is_won") if name in roles]
    first = rows.iloc[0]
    raise InputProblem(
        f"'{Path(first['file']).name}', line {first['line']}: '{first['case']}' is closed, and {' and '.join(columns)} do not say "
        "whether it was won; say which column does with --column result=NAME or is_won=NAME, or what words mean with --won, --lost"
    )


def ask_about_no(rows: "pandas.DataFrame", found: Mapping[str, Mapping[str, str]]) -> None:
    """Ask what a no to whether a lead was won means, where nothing tells lost leads from open ones."""
    if not len(rows):
        return
    column = next(roles["is_won"] for roles in found.values() if "is_won" in roles)
    raise InputProblem(
        f"column '{column}': {len(rows):,} leads are not won, and nothing says whether they are lost or still open; say so "
        "with --lost WORD or --open WORD, the word that stands there, or name the column that does with --column closed=NAME"
    )


def ask_about_ended(leads: "pandas.DataFrame", strange: "pandas.Series", past: "pandas.Series", notes: Notes) -> None:
    """Ask what words mean of leads that have a closing date in the past, where leads still open have none or one to come."""
    is_open = leads["says"] == "open"
    odd = leads[strange & past]
    if leads.loc[is_open, "closed"].notna().any():
        if past[is_open].mean() >= OVERDUE:
            return
        odd = odd[past[strange].groupby(leads.loc[strange, "word"]).transform("all").reindex(odd.index)]
    if not len(odd):
        return
    row = odd.iloc[0]
    raise InputProblem(
        f"'{Path(row['file']).name}', line {row['line']}: '{row['case']}' was closed on {row['closed']:%Y-%m-%d}, and it is "
        f"not plain how; say what {_strangers(notes)} means with --won WORD, --lost WORD or --open WORD"
    )


def untold(leads: "pandas.DataFrame", strange: "pandas.Series", past: "pandas.Series") -> list[str]:
    """Return the words not known whose leads no date shows to be open: those that ended have one, and these have not."""
    dated = past | leads["won"].notna() | leads["lost"].notna()
    ended = leads["result"] != "open"
    if not ended.any() or dated[ended].mean() < OVERDUE:
        return sorted(set(leads.loc[strange, "word"]))
    shares = dated[strange].groupby(leads.loc[strange, "word"]).mean()
    return sorted(shares.index[shares >= OVERDUE])


def said_of_strangers(notes: Notes) -> str:
    """Say which words were not known and count as open."""
    return f"words that this program does not know count as open: {_strangers(notes)} (otherwise say --won WORD or --lost WORD)"


def _strangers(notes: Notes) -> str:
    words = [word for _, word, meaning, _ in notes.met.rows() if meaning == "unknown"]
    return ", ".join(f"'{word}'" for word in words[:N_SHOWN]) + (" and others" if len(words) > N_SHOWN else "")


def ask_about_words(leads: "pandas.DataFrame", notes: Notes, is_log: bool, told: bool) -> None:
    """Ask what words mean where they may mean two things, or where none was read as a win or a loss."""
    n_won, n_lost = int((leads["result"] == "won").sum()), int((leads["result"] == "lost").sum())
    if not len(leads):
        reasons = "; ".join(f"line {line}: {reason}" for _, line, reason in notes.rejected[:3])
        raise InputProblem(f"nothing usable was read: every row is rejected ({reasons or 'there are none'})")
    rows = notes.met.rows()
    if notes.unclear and not (is_log and (told or (n_won and n_lost))):
        word, column = next(iter(notes.unclear.items()))
        others = f" and {len(notes.unclear) - 1} more such words" if len(notes.unclear) > 1 else ""
        raise InputProblem(
            f"column '{column}': '{word}'{others} may be a win, a loss or neither; say which with --won '{word}', "
            f"--lost '{word}' or --open '{word}'. {_met(rows)}"
        )
    if notes.unclear and not told:  # events beside others whose meaning is plain
        shown = ", ".join(f"'{word}'" for word in list(notes.unclear)[:N_SHOWN])
        notes.remarks.append(f"{shown} may end a case and count as no end (otherwise say --won WORD or --lost WORD)")
    unknown = [word for _, word, meaning, _ in rows if meaning == "unknown"]
    if n_won and n_lost:
        if notes.untold:
            one = f"'{notes.untold[0]}'"
            others = f" and {len(notes.untold) - 1} more such words" if len(notes.untold) > 1 else ""
            all_open = " ".join(f"--open '{word}'" for word in notes.untold[:N_SHOWN])
            raise InputProblem(
                f"it is not plain what {one}{others} means, and no date tells; say so with --won {one} or --lost {one}, or, if "
                f"such leads are still open, {all_open}. {_met(rows)}"
            )
        return
    if not n_won and not n_lost and leads["is_won"].isin([True, False]).all():
        notes.remarks.append("no lead has ended yet: none is won, none is lost")
        return
    if not n_won and not n_lost:
        left_out = (
            f" {len(notes.rejected):,} rows are rejected, the first because {notes.rejected[0][2]}."
            if notes.rejected
            else ""
        )
        raise InputProblem(
            f"none of {len(leads):,} leads is read as won or lost; say what words mean with --won WORD and --lost WORD, or "
            f"which column says it with --column result=NAME.{left_out} {_met(rows)}"
        )
    if unknown and not is_log:
        side = "lost" if n_won else "won"
        raise InputProblem(
            f"no lead is read as {side}, and it is not plain what '{unknown[0]}' means; say so with --{side} '{unknown[0]}' or "
            f"--open '{unknown[0]}'. {_met(rows)}"
        )


def _met(rows: Sequence[tuple[str, str, str, int]]) -> str:
    if not rows:
        return ""
    said = ", ".join(f"'{word}' ({n:,}: {meaning})" for _, word, meaning, n in rows[:N_SHOWN])
    more = f" and {len(rows) - N_SHOWN} more" if len(rows) > N_SHOWN else ""
    return f"Words met: {said}{more}"
