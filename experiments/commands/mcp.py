"""The command that lets an assistant on the same machine ask, over the Model Context Protocol."""

import functools
import io
import json
import os
import signal
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from buyermaze.experiments.commands.shared.shared_options import Given, takes
from buyermaze.simulator.core.errors import InputProblem
from buyermaze.simulator.core.plain_text import LONGEST_NAME, one_line

if TYPE_CHECKING:
    from mcp.server import MCPServer

NO_JSON: Final = -32700  # of JSON-RPC
NO_REQUEST: Final = -32600
NO_METHOD: Final = -32601
LONGEST_NUMBER: Final = 100  # characters of the id of a request; assumption
MOST_REFUSED: Final = 100  # lines that wait for their answer; then no more are read
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
        from mcp.types import JSONRPCError, ToolAnnotations, jsonrpc_message_adapter
        from pydantic import ValidationError
    except ImportError:
        raise InputProblem("mcp: this needs the mcp package: install it with  pip install 'buyermaze[mcp]'") from None
    from importlib.metadata import version

    from buyermaze.experiments.commands.assistant import INSTRUCTIONS, Assistant

    class Server(MCPServer):
        async def run_stdio_async(self) -> None:
            """Serve over standard input and output; a line that is no message is answered too, so that nobody waits for ever."""
            refuse, refused = anyio.create_memory_object_stream[dict[str, Any]](MOST_REFUSED)
            lines = anyio.wrap_file(io.TextIOWrapper(sys.stdin.buffer, encoding="utf-8", errors="replace"))

            async def messages() -> Any:
                async with refuse:
                    async for line in lines:
                        if why := _no_message(line, jsonrpc_message_adapter.validate_json):
                            await refuse.send(why)
                        elif line.strip():
                            yield line

            async with stdio_server(messages()) as (read, write), anyio.create_task_group() as group:  # type: ignore[arg-type]

                async def answer() -> None:
                    async for why in refused:
                        await write.send(SessionMessage(JSONRPCError.model_validate(why)))

                group.start_soon(answer)
                await self._lowlevel_server.run(read, write, self._lowlevel_server.create_initialization_options())
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


def _no_message(line: str, check: Callable[[str], Any]) -> dict[str, Any] | None:
    """Return the answer to a line that is no message, with the number of the request where it can be read; None for a message."""
    try:
        said = json.loads(line)
    except (ValueError, RecursionError) as problem:
        return _refusal(None, NO_JSON, f"this line is no JSON: {problem}") if line.strip() else None
    number = said.get("id") if isinstance(said, dict) else None
    is_number = (isinstance(number, int) and not isinstance(number, bool)) or (isinstance(number, str) and number.isprintable())
    known = number if is_number and len(str(number)) <= LONGEST_NUMBER else None
    if isinstance(said, dict) and "id" in said and known is None:
        return _refusal(None, NO_REQUEST, f"an id is a whole number or at most {LONGEST_NUMBER} plain characters")
    if isinstance(said, dict) and len(str(said.get("method", ""))) > LONGEST_NAME:
        return _refusal(known, NO_METHOD, "there is no such method") if "id" in said else None
    try:
        check(line)
    except Exception as problem:
        errors: list[Any] = getattr(problem, "errors", lambda **_: [])(include_url=False)
        return _refusal(known, NO_REQUEST, f"this line is no message of JSON-RPC: {errors[0]['msg'] if errors else problem}")
    return None


def _refusal(number: int | str | None, code: int, why: str) -> dict[str, Any]:
    return {"jsonrpc": "2.0", "id": number, "error": {"code": code, "message": one_line(why)}}


def _saying_why(tool: Callable[..., Any], refusal: type[Exception]) -> Callable[..., Any]:
    """Return a tool that refuses with the sentence a person would get; what is our own fault is not shown."""

    @functools.wraps(tool)
    def answer(*arguments: Any, **named: Any) -> Any:
        try:
            return tool(*arguments, **named)
        except InputProblem as problem:
            raise refusal(one_line(str(problem))) from None

    return answer
