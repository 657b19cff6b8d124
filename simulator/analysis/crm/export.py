"""Writing a synthetic CRM: a folder per system, an answer key apart, and a description of every column."""

import os
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Final

from buyermaze.simulator.analysis.crm.answer_key import answer_key
from buyermaze.simulator.analysis.crm.shape import IDENTITY, as_text, cut
from buyermaze.simulator.analysis.crm.systems import SHAPES, TAKING_IN
from buyermaze.simulator.analysis.crm.tables import Crm, crm_of
from buyermaze.simulator.core.errors import InputProblem, remedy
from buyermaze.simulator.core.plain_text import csv_of

if TYPE_CHECKING:
    import pandas

    from buyermaze.simulator.runs.run import Run

KEY_COLUMNS: Final = {
    "account_id": "company, as in the CRM", "is_real": "whether there was a project", "people": "people in the group",
    "outcome": "how it truly ended", "reason": "why it truly closed", "true_cause": "by the rule of blaming.true_cause",
    "answers_for_it": "function that answers for the cause", "rows": "journal rows", "rows_seen": "of these, the seller has",
    "buyer_hours": "person-hours of visits", "activity_id": "visit, as in the CRM where it was seen",
    "contact_id": "person, as in the CRM where identified", "title": "persona", "channel": "where", "topic": "buying job",
    "went": "how it went", "at": "when", "seen": "whether tracking saw it", "hours": "buyer's time, h",
    "information_gained": "units",
}  # fmt: skip
SYSTEMS: Final = tuple(SHAPES)
FORMATS: Final = ("csv", "parquet")


def tables(crm: Crm, system: str) -> "dict[str, pandas.DataFrame]":
    """Return the tables of a CRM in the shape of ``salesforce`` or ``hubspot``; surveys only if there are any."""
    if system not in SYSTEMS:
        raise InputProblem(f"system: there is no '{system}'; {remedy(system, SYSTEMS)}")
    held = [(shape, getattr(crm, shape.plain)) for shape in SHAPES[system]]
    return {shape.name: cut(table, shape, system) for shape, table in held if shape.plain != "surveys" or len(table)}


def _under_the_ids_of(table: "pandas.DataFrame", system: str) -> "pandas.DataFrame":
    """Return a table of the answer key with the ids that the system's tables carry."""
    names = [name for name in ("account_id", "contact_id", "activity_id") if name in table]
    return table.assign(**{name: [IDENTITY[system](value) for value in table[name]] for name in names})


def export_crm(run: "Run", folder: str | Path, system: str = "salesforce", kind: str = "csv") -> dict[str, int]:
    """Write the seller's CRM of a run and, in ``answer_key``, the truth.

    Parameters
    ----------
    run : Run
        What ``simulate`` returns.
    folder : str or Path
        A folder that does not exist yet, or is empty; it appears whole or not at all.
    system : {"salesforce", "hubspot"}
        Whose table and column names to use.
    kind : {"csv", "parquet"}
        What the files are.

    Returns
    -------
    dict
        Lines written by table; those of the answer key start with ``answer_key/``.

    Raises
    ------
    InputProblem
        If the folder is not empty or cannot be written, or there is no such system or kind.
    """
    if kind not in FORMATS:
        raise InputProblem(f"format: there is no '{kind}'; {remedy(kind, FORMATS)}")
    target = Path(folder).resolve()
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise InputProblem(f"'{folder}' is already there and not an empty folder; choose another place")
    shaped = tables(crm_of(run), system)
    truth = {f"answer_key/{name}": _under_the_ids_of(table, system) for name, table in answer_key(run).items()}
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        unfinished = Path(tempfile.mkdtemp(prefix=f".{target.name}.", suffix=".tmp", dir=target.parent))
        try:
            (unfinished / "answer_key").mkdir()
            for name, table in (shaped | truth).items():
                _write(table, unfinished / f"{name}.{kind}", kind)
            (unfinished / "README.md").write_text(_readme(run, system, shaped), encoding="utf-8", newline="\n")
            (unfinished / "answer_key" / "README.md").write_text(_key_readme(truth), encoding="utf-8", newline="\n")
            unfinished.chmod(0o755)
            if target.exists():
                target.rmdir()
            os.replace(unfinished, target)
        finally:
            shutil.rmtree(unfinished, ignore_errors=True)
    except OSError as error:
        raise InputProblem(f"'{folder}' cannot be written ({error.strerror or error}); choose another place") from None
    return {name: len(table) for name, table in (shaped | truth).items()}


def zipped_crm(run: "Run", system: str = "hubspot") -> bytes:
    """Return the folder that ``export_crm`` writes, answer key included, as one ZIP file.

    Parameters
    ----------
    run : Run
        What ``simulate`` returns.
    system : {"salesforce", "hubspot"}
        Whose table and column names to use.
    """
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "crm"
        export_crm(run, folder, system)
        return Path(shutil.make_archive(str(Path(place) / "all"), "zip", folder)).read_bytes()


def _write(table: "pandas.DataFrame", path: Path, kind: str) -> None:
    if kind == "csv":
        path.write_text(csv_of(as_text(table)), encoding="utf-8", newline="")
    else:
        table.to_parquet(path, index=False, engine="pyarrow")


def _readme(run: "Run", system: str, shaped: "dict[str, pandas.DataFrame]") -> str:
    """Describe every table and column, and what the seller cannot know."""
    lines = [
        f"# Synthetic CRM in the shape of {system.capitalize()}", "",
        f"Scenario {run.scenario.name} ({run.scenario.fingerprint}), seed {run.scenario.run.seed}, replication "
        f"{run.replication}. Everything here is what the seller's systems and people know; unidentified visits and "
        "people are missing, loss reasons are as a rep logs them. The truth is in `answer_key`. "
        "Moments are in UTC, amounts in USD; names are made up, mail addresses of a reserved domain.", "",
        TAKING_IN[system], "",
    ]  # fmt: skip
    for shape in SHAPES[system]:
        if shape.name in shaped:
            lines += [
                f"## {shape.name} ({len(shaped[shape.name])} lines)",
                "",
                "| column | type | meaning |",
                "|---|---|---|",
            ]
            lines += [f"| {each.name} | {each.form} | {each.said} |" for each in shape.fields]
            lines.append("")
    return "\n".join(lines)


def _key_readme(truth: "dict[str, pandas.DataFrame]") -> str:
    lines = ["# Answer key", "", "What truly happened, under the ids of the CRM. Give it to those who grade.", ""]
    for name, table in truth.items():
        lines += [
            f"## {name.removeprefix('answer_key/')} ({len(table)} lines)",
            "",
            "| column | meaning |",
            "|---|---|",
        ]
        lines += [f"| {column} | {KEY_COLUMNS[column]} |" for column in table.columns]
        lines.append("")
    return "\n".join(lines)
