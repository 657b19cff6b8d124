"""Run a benchmark by name, print its figures and, if asked, write them as JSON."""

import argparse
import ast
import importlib
import inspect
import json
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent


def names() -> dict[str, str]:
    """Return every module with a ``run()`` and the first line of what it says about itself; nothing is imported."""
    found = {}
    for path in sorted(HERE.glob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        if any(isinstance(part, ast.FunctionDef) and part.name == "run" for part in tree.body):
            found[path.stem] = (ast.get_docstring(tree) or "").split("\n")[0]
    return found


def main(arguments: list[str] | None = None) -> None:
    """Read the command line and run what it names."""
    known = names()
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description="Measure one part of Buyer Maze.")
    parser.add_argument("name", nargs="?", choices=list(known), help="what to measure")
    parser.add_argument("--list", action="store_true", help="say what can be measured")
    parser.add_argument(
        "--quick", action="store_true", help="fewer repetitions and smaller sizes, where there is a choice"
    )
    parser.add_argument("--json", metavar="FILE", help="write the figures to a file")
    given = parser.parse_args(arguments)
    if given.list or given.name is None:
        for name, meaning in known.items():
            print(f"{name:10} {meaning}")
        return
    run = importlib.import_module(f"benchmarks.{given.name}").run
    figures = run(quick=given.quick) if "quick" in inspect.signature(run).parameters else run()
    _print(figures)
    if given.json:
        Path(given.json).write_text(json.dumps(figures, indent=2) + "\n", encoding="utf-8")


def _print(figures: dict[str, Any], indent: str = "") -> None:
    width = max((len(str(key)) for key in figures), default=0)
    for key, value in figures.items():
        if isinstance(value, dict):
            print(f"{indent}{key}")
            _print(value, indent + "  ")
        else:
            print(f"{indent}{key!s:{width}}  {f'{value:.4g}' if isinstance(value, float) else value}")


if __name__ == "__main__":
    main()
