"""Rules and steps read like sentences: rows name their columns, codes are members of the vocabulary."""

import ast
from collections.abc import Iterator
from pathlib import Path

from buyermaze.simulator.core.phrases import QUESTIONS
from buyermaze.simulator.core.vocabulary import Reason
from buyermaze.simulator.model.rules.marketing.surveys import CES_HIGH, CSAT_HIGH, NPS_HIGH

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


PLAIN = {0, 1, 2, 0.5}  # counting, signs, halves and doubles


def places(body: ast.FunctionDef) -> set[ast.AST]:
    """Return the numbers that are places in a tuple or array."""
    return {node.slice for node in ast.walk(body) if isinstance(node, ast.Subscript)}


def test_numbers_in_rules_have_names() -> None:
    found = [
        f"{path.relative_to(ROOT)}:{node.lineno}: {node.value}"
        for path, body in rules()
        for node in ast.walk(body)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, int | float)
        and not isinstance(node.value, bool)
        and node.value not in PLAIN
        and node not in places(body)
    ]
    assert not found, "\n".join(found)


def test_constants_of_rules_say_their_unit_or_source() -> None:
    found = []
    for path in MODEL:
        if path.parent.name not in ("rules", "steps"):
            continue
        lines = path.read_text(encoding="utf-8").splitlines()
        for node in ast.parse("\n".join(lines)).body:
            if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant):
                assert isinstance(node.value.value, int | float), f"{path.name}:{node.lineno}"
                if "#" not in lines[node.lineno - 1]:
                    found.append(f"{path.name}:{node.lineno}: {lines[node.lineno - 1]}")
    assert not found, "\n".join(found)


def test_public_rules_document_their_arguments() -> None:
    found = []
    for path, body in rules():
        if path.parent.name != "rules" or body.name.startswith("_"):
            continue
        said = ast.get_docstring(body) or ""
        found += [f"{path.name}: {body.name}: {arg.arg}" for arg in body.args.args if f"``{arg.arg}``" not in said]
    assert not found, "\n".join(found)


def test_phrases_of_surveys_know_the_scales_of_the_rules() -> None:
    tops = {Reason.ASKED_EFFORT: CES_HIGH, Reason.ASKED_SATISFACTION: CSAT_HIGH, Reason.ASKED_RECOMMEND: NPS_HIGH}
    assert {question: float(phrase.top) for question, phrase in QUESTIONS.items()} == tops


CODES = ("Job", "Channel", "Kind", "Reason", "Status", "Gate", "Move")
BY_SIZE = (ast.Lt, ast.LtE, ast.Gt, ast.GtE)


def is_code(node: ast.AST) -> bool:
    """Tell whether a piece of code is a member of the vocabulary, or how many channels are ours."""
    if isinstance(node, ast.Call):
        return ast.unparse(node) == "len(OWN_CHANNELS)"
    return isinstance(node, ast.Attribute) and node.attr.isupper() and ast.unparse(node.value) in CODES


def test_codes_are_looked_up_not_compared_by_size_and_not_added() -> None:
    house = [path for part in ("simulator", "experiments", "classroom", "screens") for path in (ROOT / part).rglob("*.py")]
    found = []
    for path in house:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            sides = []
            if isinstance(node, ast.Compare) and any(isinstance(how, BY_SIZE) for how in node.ops):
                sides = [node.left, *node.comparators]
            elif isinstance(node, ast.BinOp) and not isinstance(node.op, ast.BitOr):
                sides = [node.left, node.right]
            if any(is_code(side) for side in sides):
                found.append(f"{path.relative_to(ROOT)}:{node.lineno}: {ast.unparse(node)}")
    assert len(house) > 300
    assert not found, "\n".join(found)


def test_bounds_of_levers_are_those_of_their_cards() -> None:
    found = []
    for part in ("analysis", "comparison", "outlook"):
        for path in (ROOT / "simulator" / part).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call) and ast.unparse(node.func) in ("min", "max"):
                    plain = [arg for arg in node.args if isinstance(arg, ast.Constant) and isinstance(arg.value, int | float)]
                    found += [f"{path.relative_to(ROOT)}:{node.lineno}: {arg.value}" for arg in plain if arg.value not in PLAIN]
    assert not found, "\n".join(found)  # ``levers.within`` knows them
