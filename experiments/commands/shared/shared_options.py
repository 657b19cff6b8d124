"""What the shared options of a command say: which scenario to load, and where results go.

A command that starts with ``@takes(...)`` names the options it shares with others instead of listing them; it is called
with one ``Given`` and its own arguments.
"""

import functools
import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, get_type_hints

import typer

from buyermaze.experiments.commands.shared.options import (
    Accounts,
    Board,
    Csv,
    Engine,
    Events,
    Json,
    Market,
    Out,
    Quiet,
    Replications,
    Seed,
    Set,
    Weeks,
    Xlsx,
    changes,
)
from buyermaze.experiments.commands.shared.outputs import Output, prepared, to_standard
from buyermaze.experiments.commands.shared.terminal import as_json
from buyermaze.simulator.core.plain_text import csv_of

if TYPE_CHECKING:
    import pandas

    from buyermaze.simulator.inputs.sheets.scenario import Scenario

OPTIONS: Final[dict[str, Any]] = {
    "seed": Seed,
    "replications": Replications,
    "accounts": Accounts,
    "weeks": Weeks,
    "settings": Set,
    "market": Market,
    "engine": Engine,
    "json": Json,
    "csv": Csv,
    "xlsx": Xlsx,
    "events": Events,
    "board": Board,
    "out": Out,
    "quiet": Quiet,
}
ANSWERS: Final = ("json", "csv", "xlsx")  # how every command that answers with numbers hands them to programs
PLACES: Final = (*ANSWERS, "events", "board", "out")
USUAL: Final = ("seed", "replications", "accounts", "weeks", "settings", "market", "engine", *ANSWERS, "quiet")


@dataclass(frozen=True)
class Given:
    """The shared options of one call; those a command does not take are None."""

    context: typer.Context
    outputs: dict[str, Output] = field(default_factory=dict)
    seed: int | None = None
    replications: int | None = None
    accounts: int | None = None
    weeks: float | None = None
    settings: list[str] | None = None
    market: str | None = None
    engine: str | None = None
    quiet: bool = False

    def scenario(self, name: str) -> "Scenario":
        """Return a scenario with the market and the changes that were asked for."""
        from buyermaze.simulator.inputs.reading.loading import load

        changed = changes(self.settings, self.seed, self.replications, self.accounts, self.weeks, self.engine)
        return load(name, market=self.market, changes=changed)

    def hand_out(self, content: Any, tables: "Mapping[str, pandas.DataFrame | Callable[[], pandas.DataFrame]]") -> bool:
        """Write an answer wherever it was asked for, and tell whether somebody still looks at the screen.

        JSON gets ``content``, CSV the first of ``tables``, a workbook all of them, a sheet each. A table may be a function
        that makes it, so that an answer nobody wants as a table does not wait for pandas.
        """
        if "json" in self.outputs:
            self.outputs["json"].write_text(as_json(content))
        if "csv" in self.outputs:
            self.outputs["csv"].write_text(csv_of(_made(next(iter(tables.values())))))
        if "xlsx" in self.outputs:
            from buyermaze.simulator.outcomes.units import unit_of
            from buyermaze.simulator.tables.sheets import write_sheets

            sheets = {name: _made(table) for name, table in tables.items()}
            self.outputs["xlsx"].write_file(lambda path: write_sheets(path, sheets, unit_of))
        return not (to_standard(self.outputs) or (self.quiet and self.outputs))


def _made(table: "pandas.DataFrame | Callable[[], pandas.DataFrame]") -> "pandas.DataFrame":
    return table() if callable(table) else table


def takes(*options: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Give a command some of the shared ``OPTIONS``, behind its own; places for results are checked before it starts."""

    def extend(command: Callable[..., Any]) -> Callable[..., Any]:
        @functools.wraps(command)
        def extended(context: typer.Context, **values: Any) -> Any:
            shared = {name: values.pop(name) for name in options}
            outputs = prepared(**{name: shared.pop(name) for name in PLACES if name in shared})
            return command(Given(context, outputs, **shared), **values)

        hints = {name: hint for name, hint in get_type_hints(command, include_extras=True).items() if name != "given"}
        own = [parameter for name, parameter in inspect.signature(command).parameters.items() if name != "given"]
        kind = inspect.Parameter.POSITIONAL_OR_KEYWORD
        unset = {"quiet": False}
        more = [inspect.Parameter(name, kind, default=unset.get(name), annotation=OPTIONS[name]) for name in options]
        first = inspect.Parameter("context", kind, annotation=typer.Context)
        extended.__signature__ = inspect.Signature([first, *own, *more])  # type: ignore[attr-defined]
        extended.__annotations__ = {"context": typer.Context, **hints, **{name: OPTIONS[name] for name in options}}
        return extended

    return extend
