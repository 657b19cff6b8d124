"""A table of runs that is uploaded is read by the one reader, whatever program wrote it, with the same numbers."""

import io

import numpy as np
import pandas
import pytest

from buyermaze.simulator.core.errors import InputProblem
from buyermaze.simulator.tables.runs import read_runs

ROWS = pandas.DataFrame({
    "scenario": ["merged", "baton_pass"] * 3,
    "programme.team.n_reps": [1, 2, 3, 4, 5, 6],
    "p_win": [0.1, 0.25, np.nan, 0.1 + 0.2, 1 / 3, 1.0],
    "programme.gate.closed": [True, False] * 3,
})  # fmt: skip


def _xlsx() -> bytes:
    book = io.BytesIO()
    ROWS.to_excel(book, index=False)
    return book.getvalue()


def _parquet() -> bytes:
    file = io.BytesIO()
    ROWS.to_parquet(file)
    return file.getvalue()


FILES = {
    "t.csv": ROWS.to_csv(index=False).encode(),
    "german.csv": ROWS.to_csv(index=False, sep=";", decimal=",").encode("utf-16"),
    "windows.txt": ("sep=;\r\n" + ROWS.to_csv(index=False, sep=";", decimal=",")).encode("utf-8-sig"),
    "t.tsv": ROWS.to_csv(index=False, sep="\t").encode(),
    "t.xlsx": _xlsx(),
    "t.parquet": _parquet(),
    "t.json": ROWS.to_json(orient="records", double_precision=15).encode(),
    "columns.json": ROWS.to_json(double_precision=15).encode(),
    "t.jsonl": ROWS.to_json(orient="records", lines=True, double_precision=15).encode("utf-16"),
}


@pytest.mark.parametrize("name", FILES)
def test_every_form_of_a_table_gives_the_same_numbers(name: str) -> None:
    found = read_runs(name, FILES[name])
    assert list(found["scenario"]) == list(ROWS["scenario"]) and list(found.columns) == list(ROWS.columns)
    assert np.array_equal(found["programme.team.n_reps"], ROWS["programme.team.n_reps"])
    assert np.allclose(found["p_win"], ROWS["p_win"], rtol=1e-12, equal_nan=True)
    assert list(found["programme.gate.closed"]) == list(ROWS["programme.gate.closed"])


def test_a_number_that_may_mean_two_things_is_refused_and_not_guessed() -> None:
    with pytest.raises(InputProblem, match="decimal"):
        read_runs("t.csv", b"scenario;cost_total\na;1.234\nb;2.345\n")


def test_free_text_of_a_table_is_left_out() -> None:
    assert list(read_runs("t.csv", b"scenario,p_win,error\na,0.1,\nb,0.2,<b>no</b>\n").columns) == ["scenario", "p_win"]
