"""A CRM export dropped on a page: what its columns were taken for, what is not used and why, and the numbers it tells."""

from collections.abc import Mapping
from typing import Any

import streamlit as st

from buyermaze.experiments.calibration.lead_numbers import numbers_from_leads
from buyermaze.experiments.importing.columns import BY_NAME
from buyermaze.experiments.importing.leads import Imported
from buyermaze.screens.engine.readers import leads, read_once
from buyermaze.simulator.core.clock import Office
from buyermaze.simulator.core.errors import InputProblem
from buyermaze.simulator.core.plain_text import as_name, for_markdown

TYPES = ["csv", "xlsx", "parquet", "json", "jsonl", "xes", "gz", "txt", "tsv"]
MOST_SHOWN = 200  # rejected rows shown
SHOWN = {"case": "lead", "first_contact": "came in", "closed": "closed", "result": "result", "value": "worth"}


def lead_list(office: Office) -> "dict[str, float | tuple[float, float]]":
    """Draw a place for a CRM export and return the numbers it tells in a company's working hours; none while it cannot be read."""
    file = st.file_uploader(
        "A CRM export: leads or deals, one line each", type=TYPES, key="crm_file", max_upload_size=5,
        help="Read here and forgotten with the session; columns are recognised, and shown before anything is used.",
    )  # fmt: skip
    if file is None:
        return {}
    given: dict[str, str] = {}
    with st.expander("Say what a column means"):
        for role in ("case", "first_contact", "closed", "result", "value"):
            words = f"Column for {BY_NAME[role].meaning}" if role != "case" else f"Column that {BY_NAME[role].meaning}"
            column = st.text_input(words, key=f"crm_{role}", placeholder="as recognised")
            if column.strip():
                given[role] = column.strip()
    try:
        name, columns = as_name(file.name, "export.csv"), tuple(sorted(given.items()))
        found: Imported = read_once(leads, name, file.getvalue(), columns)
        told = numbers_from_leads(found.leads, office)
    except InputProblem as problem:
        st.warning(for_markdown(f"This file cannot be used as it is: {problem}"))
        return {}
    _preview(found)
    for remark in told.remarks:
        st.info(for_markdown(f"{remark}."))
    return dict(told.numbers)


def _preview(found: Imported) -> None:
    """Show what was taken for what, the first leads, and every row that is not used with its reason."""
    mapping: list[dict[str, Any]] = [
        {"column": column, "taken as": BY_NAME[role].meaning if role in BY_NAME else role}
        for roles in found.mapping.values()
        for role, column in roles.items()
    ]
    st.markdown("\n".join(f"- {for_markdown(line)}" for line in found.sentences()[len(found.mapping) :]))
    left, right = st.columns(2)
    left.dataframe(mapping, hide_index=True, alt="Columns of the file and what they were taken for")
    right.dataframe(found.words, hide_index=True, alt="Words of the file and what they were taken for")
    first = found.leads.head(10)[list(SHOWN)].rename(columns=SHOWN)
    st.dataframe(first, hide_index=True, alt="The first leads as they were read")
    if len(found.rejected):
        n = len(found.rejected)
        with st.expander(f"{n:,} row{'s are' if n > 1 else ' is'} not used, with the reason"):
            st.dataframe(
                found.rejected.drop(columns="file", errors="ignore").head(MOST_SHOWN),
                hide_index=True,
                alt="Rows that are not used, with the reason for each",
            )


def said_numbers(numbers: "Mapping[str, float | tuple[float, float]]") -> dict[str, float]:
    """Return numbers without their errors."""
    return {name: value[0] if isinstance(value, tuple) else value for name, value in numbers.items()}
