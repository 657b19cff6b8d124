"""The command that lets an assistant on the same machine ask, over the Model Context Protocol."""

import functools
import json
import os
import signal
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from buyermaze.experiments.commands.shared.shared_options import Given, takes
from buyermaze.simulator.core.errors import InputProblem
from buyermaze.simulator.core.plain_text import one_line

if TYPE_CHECKING:
    from mcp.server import MCPServer

NO_JSON: Final = -32700  # of JSON-RPC
NO_REQUEST: Final = -32600
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
        import anyio
        from mcp.server import MCPServer
        from mcp.server.mcpserver.exceptions import ToolError
        from mcp.server.stdio import stdio_server
        from mcp.shared.message import SessionMessage
        from mcp.types import JSONRPCError, ToolAnnotations
        from pydantic import ValidationError
    except ImportError:
        raise InputProblem("mcp: this needs the mcp package: install it with  pip install 'buyermaze[mcp]'") from None
    from importlib.metadata import version

    from buyermaze.experiments.commands.assistant import INSTRUCTIONS, Assistant

    class Server(MCPServer):
        async def run_stdio_async(self) -> None:
            """Serve over standard input and output; a line that is no message is answered too, so that nobody waits for ever."""
            async with stdio_server() as (read, write):
                to_server, heard = anyio.create_memory_object_stream[Any](0)

                async def listen() -> None:
                    async with to_server:
                        async for item in read:
                            if isinstance(item, Exception):
                                await write.send(SessionMessage(JSONRPCError.model_validate(_no_message(item))))
                            else:
                                await to_server.send(item)

                async with anyio.create_task_group() as group:
                    group.start_soon(listen)
                    await self._lowlevel_server.run(heard, write, self._lowlevel_server.create_initialization_options())
                    group.cancel_scope.cancel()

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


def _no_message(error: Exception) -> dict[str, Any]:
    """Return the answer to a line that is no message, with the number of the request where it can be read."""
    said: list[Any] = getattr(error, "errors", lambda **_: [])(include_url=False)
    line = said[0].get("input") if said else None
    with suppress(ValueError, RecursionError):
        line = json.loads(line) if isinstance(line, str) else line
    number = line.get("id") if isinstance(line, dict) else None
    is_number = isinstance(number, str) or (isinstance(number, int) and not isinstance(number, bool))
    why = one_line(said[0]["msg"] if said else str(error))
    is_json = isinstance(line, (dict, list))
    return {
        "jsonrpc": "2.0",
        "id": number if is_number else None,
        "error": {"code": NO_REQUEST if is_json else NO_JSON, "message": f"this line is no message of JSON-RPC: {why}"},
    }


def _saying_why(tool: Callable[..., Any], refusal: type[Exception]) -> Callable[..., Any]:
    """Return a tool that refuses with the sentence a person would get; what is our own fault is not shown."""

    @functools.wraps(tool)
    def answer(*arguments: Any, **named: Any) -> Any:
        try:
            return tool(*arguments, **named)
        except InputProblem as problem:
            raise refusal(one_line(str(problem))) from None

    return answer
