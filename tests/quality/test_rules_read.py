"""Rules and steps read like sentences: rows name their columns, codes are members of the vocabulary."""

import ast
from collections.abc import Iterator
from pathlib import Path

from buyermaze.simulator.core.phrases import QUESTIONS
from buyermaze.simulator.core.vocabulary import Reason
from buyermaze.simulator.model.rules.surveys import CES_HIGH, CSAT_HIGH, NPS_HIGH

ROOT = Path(__file__).resolve().parents[2]
MODEL = sorted([*(ROOT / "simulator" / "model").rglob("*.py"), *(ROOT / "simulator" / "engines").rglob("*.py")])
N_PLAIN = 4  # columns of a row that need no name: world, now, account, kind


def rules() -> Iterator[tuple[Path, ast.FunctionDef]]:
    """Yield every rule with the file it stands in."""
    for path in MODEL:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef) and any(ast.unparse(mark) == "rule" for mark in node.decorator_list):
                yield path, node


def test_journal_rows_name_their_columns() -> None:
    calls = [
        (path, node)
        for path, body in rules()
        for node in ast.walk(body)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "write"
    ]
    assert len(calls) > 40
    found = [f"{path.name}:{call.lineno}" for path, call in calls if len(call.args) > N_PLAIN]
    assert not found, found


def test_rules_use_members_of_the_vocabulary_without_their_numbers() -> None:
    found = [
        f"{path.name}:{node.lineno}"
        for path, body in rules()
        for node in ast.walk(body)
        if isinstance(node, ast.Attribute)
        and node.attr == "value"
        and isinstance(node.value, ast.Attribute)
        and node.value.attr.isupper()
    ]
    assert not found, found


def test_phrases_of_surveys_know_the_scales_of_the_rules() -> None:
    tops = {Reason.ASKED_EFFORT: CES_HIGH, Reason.ASKED_SATISFACTION: CSAT_HIGH, Reason.ASKED_RECOMMEND: NPS_HIGH}
    assert {question: float(phrase.top) for question, phrase in QUESTIONS.items()} == tops
