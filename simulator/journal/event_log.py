"""The journal as an event log that process-mining tools read as it stands: CSV, Parquet or XES."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from buyermaze.simulator.core.atomic_write import whole_file
from buyermaze.simulator.core.errors import InputProblem
from buyermaze.simulator.core.plain_text import csv_of, for_xml
from buyermaze.simulator.core.vocabulary import Channel, Kind, Reason, Status, words
from buyermaze.simulator.inputs.dates.timeline import clock_of
from buyermaze.simulator.journal.event_kinds import EVENT_KINDS, Actor, activity
from buyermaze.simulator.journal.journal import persona_labels
from buyermaze.simulator.journal.said import vendor_labels
from buyermaze.simulator.outcomes.books.costs import deal_worth
from buyermaze.simulator.outcomes.segments import segments_of

if TYPE_CHECKING:
    import pandas

    from buyermaze.simulator.inputs.sheets.scenario import Scenario
    from buyermaze.simulator.runs.run import Run

STRETCH: Final = np.timedelta64(1, "us")  # between rows of one case that happen at the same moment


def event_log(run: "Run") -> "pandas.DataFrame":
    """Return a run's journal as an event log, one line per journal row, sorted by case and moment.

    Parameters
    ----------
    run : Run
        What ``simulate`` returns: ``journal``, ``scenario``.

    Returns
    -------
    DataFrame
        ``case:concept:name`` (id of the account, text), what is true of the whole case (``case:segment``, ``case:people``:
        size of the buying group, ``case:value``: what the deal earns over its first term at the price first quoted, USD, NaN
        without a project, ``case:outcome``), ``concept:name`` (activity), ``time:timestamp`` (UTC; strictly increasing
        within a case, rows of one moment are a microsecond apart), ``org:resource`` (who acted), ``reason``,
        ``vendor``, ``hours``, ``value``, ``detail``.
    """
    import pandas

    rows, scenario = run.counted_rows(), run.scenario
    order = np.argsort(rows["account"], kind="stable")
    rows = rows[order]
    vendors = np.array(["", *vendor_labels(scenario)], dtype=object)
    reasons = np.array(["" if r == Reason.NONE else words(r) for r in Reason], dtype=object)
    return pandas.DataFrame(
        {
            **_cases(run, rows),
            "concept:name": _labels(rows, ("kind", "reason", "job", "channel", "vendor", "detail"), activity),
            "time:timestamp": pandas.to_datetime(_moments(rows, scenario), utc=True),
            "org:resource": _labels(rows, ("kind", "person", "rep", "detail"), _resource_in(scenario)),
            "reason": reasons[rows["reason"]],
            "vendor": vendors[rows["vendor"] + 1],
            "hours": rows["hours"],
            "value": rows["value"],
            "detail": rows["detail"],
        }
    )


def case_id(account: Any) -> str:
    """Return the id of an account as systems write it: text, so that nobody takes it for a number."""
    return f"A{int(account):06d}"


def _cases(run: "Run", rows: np.ndarray) -> dict[str, np.ndarray]:
    """Return id and attributes of the case of every row."""
    accounts, place = np.unique(rows["account"], return_inverse=True)

    def first(mark: np.ndarray, field: str) -> np.ndarray:
        """Return a field of the first of the marked rows of every account, NaN where there is none."""
        chosen = rows[mark]
        found, where = np.unique(chosen["account"], return_index=True)
        result = np.full(len(accounts), np.nan)
        result[np.searchsorted(accounts, found)] = chosen[field][where]
        return result

    arrived = rows["kind"] == Kind.ARRIVED
    people, is_serious = first(arrived, "value"), first(arrived, "detail") == 1
    quoted = first((rows["kind"] == Kind.TERMS) & (rows["vendor"] == 0), "value")
    worth = [deal_worth(run.scenario, None if np.isnan(price) else float(price)) for price in quoted]
    status = np.nan_to_num(first(rows["kind"] == Kind.DECISION, "detail"), nan=float(Status.OPEN))
    attributes = {
        "case:concept:name": np.array([case_id(account) for account in accounts], dtype=object),
        "case:segment": np.array([run.scenario.market.segments[s].name for s in segments_of(run, accounts)], dtype=object),
        "case:people": np.nan_to_num(people).astype(np.int64),
        "case:value": np.where(is_serious, worth, np.nan),
        "case:outcome": np.array([words(Status(int(each))) for each in status], dtype=object),
    }
    return {name: values[place] for name, values in attributes.items()}


def _resource_in(scenario: "Scenario") -> Callable[[Any], str]:
    """Return a function that names who acted in a row of a scenario's journal."""
    seats = persona_labels(scenario)
    levels = [level.name for level in scenario.market.approvals]

    def resource(row: Any) -> str:
        actor = EVENT_KINDS[Kind(row["kind"])].actor
        if actor == Actor.REP and row["rep"] >= 0:
            return f"rep {row['rep'] + 1}"
        if actor == Actor.REP and row["channel"] == Channel.CONTENT:  # what our content does is marketing's
            return Actor.MARKETING.value
        if actor == Actor.MANAGEMENT and 1 <= row["detail"] <= len(levels):
            return levels[int(row["detail"]) - 1]
        if actor == Actor.MEMBER and row["person"] >= 0:
            return seats[row["person"]]
        return actor.value

    return resource


def _labels(rows: np.ndarray, fields: tuple[str, ...], name: Callable[[Any], str]) -> np.ndarray:
    """Name rows by some of their fields, asking only once for rows that are alike in them."""
    alike = np.zeros(len(rows), dtype=np.int64)
    for field in fields:
        column = rows[field]
        if field == "detail":  # only decisions and approvals are told apart by it
            column = np.where(np.isin(rows["kind"], (Kind.DECISION, Kind.APPROVAL)), column, 0.0)
        values, codes = np.unique(column, return_inverse=True)
        alike = alike * len(values) + codes
    _, first, group = np.unique(alike, return_index=True, return_inverse=True)
    return np.array([name(rows[r]) for r in first], dtype=object)[group]


def _moments(rows: np.ndarray, scenario: "Scenario") -> np.ndarray:
    """Return strictly increasing moments within each case: rows of one moment follow each other by a microsecond."""
    import pandas

    place = np.arange(len(rows)) * STRETCH
    early = pandas.Series(clock_of(scenario).timestamps(rows["time"]) - place)
    latest: np.ndarray = early.groupby(rows["account"]).cummax().to_numpy() + place
    return latest


def write_events(run: "Run", path: str | Path) -> None:
    """Write a run's event log to a ``.csv``, ``.parquet`` or ``.xes`` file, whole or not at all.

    Raises
    ------
    InputProblem
        If the name ends otherwise or the file cannot be written.
    """
    path = Path(path)
    writer = WRITERS.get(path.suffix.lower())
    if writer is None:
        raise InputProblem(f"'{path}' is no kind of event log; let its name end in {', '.join(WRITERS)}")
    with whole_file(path) as file:
        writer(event_log(run), file)


def _write_csv(log: "pandas.DataFrame", file: Path) -> None:
    moments = log["time:timestamp"].dt.strftime("%Y-%m-%dT%H:%M:%S.%f+00:00")
    file.write_text(csv_of(log.assign(**{"time:timestamp": moments})), encoding="utf-8", newline="")


def _write_parquet(log: "pandas.DataFrame", file: Path) -> None:
    log.to_parquet(file, index=False, engine="pyarrow")


def _write_xes(log: "pandas.DataFrame", file: Path) -> None:
    with open(file, "w", encoding="utf-8", newline="\n") as out:
        out.writelines(_xes(log))


def _xes(log: "pandas.DataFrame") -> Iterator[str]:
    """Yield an XES document piece by piece; the log is sorted by case."""
    yield '<?xml version="1.0" encoding="UTF-8"?>\n<log xes.version="1.0" xmlns="http://www.xes-standard.org/">\n'
    for name, prefix in (("Concept", "concept"), ("Time", "time"), ("Organizational", "org")):
        uri = f"http://www.xes-standard.org/{prefix}.xesext"
        yield f'<extension name="{name}" prefix="{prefix}" uri="{uri}"/>\n'
    yield '<classifier name="Activity" keys="concept:name"/>\n'
    moments = log["time:timestamp"].dt.strftime("%Y-%m-%dT%H:%M:%S.%f+00:00")
    case = None
    columns = ("case:concept:name", "concept:name", "org:resource", "reason", "vendor", "hours", "value", "detail")
    cases = log.drop_duplicates("case:concept:name").set_index("case:concept:name")
    for moment, (trace, name, who, reason, vendor, hours, value, detail) in zip(
        moments, zip(*(log[column] for column in columns), strict=True), strict=True
    ):
        if trace != case:
            yield "</trace>\n" if case is not None else ""
            yield f'<trace><string key="concept:name" value={for_xml(trace)}/>'
            yield from _trace_attributes(cases.loc[trace])
            case = trace
        yield (
            f'<event><string key="concept:name" value={for_xml(name)}/><date key="time:timestamp" value="{moment}"/>'
            f'<string key="org:resource" value={for_xml(who)}/>'
        )
        yield f'<string key="reason" value={for_xml(reason)}/>' if reason else ""
        yield f'<string key="vendor" value={for_xml(vendor)}/>' if vendor else ""
        yield (
            f'<float key="hours" value="{hours!r}"/><float key="value" value="{value!r}"/>'
            f'<float key="detail" value="{detail!r}"/></event>\n'
        )
    yield "</trace>\n</log>\n" if case is not None else "</log>\n"


def _trace_attributes(about: Any) -> Iterator[str]:
    """Yield what is true of a whole case, and end the line."""
    yield f'<string key="segment" value={for_xml(about["case:segment"])}/>'
    yield f'<int key="people" value="{int(about["case:people"])}"/>'
    if about["case:value"] == about["case:value"]:
        yield f'<float key="value" value="{float(about["case:value"])!r}"/>'
    yield f'<string key="outcome" value={for_xml(about["case:outcome"])}/>\n'


WRITERS: Final = {".csv": _write_csv, ".parquet": _write_parquet, ".xes": _write_xes}
