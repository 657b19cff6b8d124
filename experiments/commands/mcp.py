"""The command that lets an assistant on the same machine ask, over the Model Context Protocol."""

import functools
import os
import signal
import threading
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from buyermaze.experiments.commands.shared.shared_options import Given, takes
from buyermaze.simulator.core.errors import InputProblem
from buyermaze.simulator.core.plain_text import one_line

if TYPE_CHECKING:
    from mcp.server import MCPServer

Sweeps = Annotated[
    str | None, typer.Option("--sweeps", metavar="DIR", help="A folder whose sub-folders are sweeps that may be asked.")
]


@takes("quiet")
def mcp(given: Given, sweeps: Sweeps = None) -> None:
    """Serve an assistant on this machine over standard input and output: it asks, nothing is written."""
    if sweeps is not None and not Path(sweeps).is_dir():
        raise InputProblem(f"--sweeps {sweeps}: there is no such folder; give one that holds folders of sweeps")
    if threading.current_thread() is threading.main_thread():
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, _end)
    server(None if sweeps is None else Path(sweeps).resolve()).run("stdio")


def _end(*_: Any) -> None:
    """End at once: nothing is written here, and a thread that waits for a line would keep us until one comes."""
    os.write(2, b"buyermaze: stopped\n")
    os._exit(130)


def server(sweeps: Path | None = None) -> "MCPServer":
    """Return the server with every tool, ready to run."""
    try:
        from mcp.server import MCPServer
        from mcp.server.mcpserver.exceptions import ToolError
        from mcp.types import ToolAnnotations
        from pydantic import ValidationError
    except ImportError:
        raise InputProblem("mcp: this needs the mcp package: install it with  pip install 'buyermaze[mcp]'") from None
    from importlib.metadata import version

    from buyermaze.experiments.commands.assistant import INSTRUCTIONS, Assistant

    class Server(MCPServer):
        async def call_tool(self, name: str, arguments: dict[str, Any], context: Any = None) -> Any:
            """Answer a call; whatever is refused is refused in one sentence."""
            try:
                return await super().call_tool(name, arguments, context)
            except ToolError as error:
                said = str(error)
                if isinstance(error.__cause__, ValidationError):
                    first = error.__cause__.errors(include_url=False)[0]
                    said = f"{name}: {'.'.join(map(str, first['loc']))}: {first['msg']}"
                raise type(error)(one_line(said)) from error.__cause__

    found = Server(
        "buyermaze", title="Buyer Maze", instructions=INSTRUCTIONS, version=version("buyermaze"), log_level="WARNING"
    )
    reads = ToolAnnotations(read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=False)
    for tool in Assistant(sweeps).tools():
        found.tool(annotations=reads)(_saying_why(tool, ToolError))
    return found


def _saying_why(tool: Callable[..., Any], refusal: type[Exception]) -> Callable[..., Any]:
    """Return a tool that refuses with the sentence a person would get; what is our own fault is not shown."""

    @functools.wraps(tool)
    def answer(*arguments: Any, **named: Any) -> Any:
        try:
            return tool(*arguments, **named)
        except InputProblem as problem:
            raise refusal(one_line(str(problem))) from None

    return answer
