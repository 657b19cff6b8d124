"""What the server of the app lets in and out: our own pages only, nothing foreign, no telemetry, uploads of a size we can hold."""

import asyncio
import contextlib
import json
import socket
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping, MutableMapping
from ipaddress import ip_address
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final
from urllib.parse import urlsplit

from buyermaze.screens.engine.crowd import crowded
from buyermaze.screens.engine.heard import is_heard, mistrust_controls
from buyermaze.screens.engine.logs import quieten
from buyermaze.screens.engine.overtaken import Latest
from buyermaze.screens.engine.sending import call_once, send_in_bunches
from buyermaze.screens.engine.sockets import (
    FILES,
    LONGEST_AT_THE_DOOR,
    MESSAGES,
    MOST_WAITING,
    OPENINGS,
    Pace,
    Paces,
    Sockets,
)
from buyermaze.screens.settings import limits

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]

MOST_UPLOADED: Final = 12_000_000  # bytes that one session may keep on the server, two full uploads of the largest kind
MOST_UPLOADED_BY_ALL: Final = 400_000_000  # bytes that all sessions together may keep
PAGES: Final = frozenset(
    path.stem for path in (Path(__file__).parents[1] / "pages").glob("*.py") if path.stem != "__init__"
)
WITHOUT_PAGE: Final = f"location.pathname.replace(/\\/({'|'.join(sorted(PAGES))})?\\/?$/, '/')"
POLICY: Final = "; ".join(
    (
        "default-src 'self'",
        "script-src 'self' 'unsafe-inline' 'wasm-unsafe-eval' blob:",
        "worker-src 'self' blob:",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "media-src 'self' data: blob:",
        "font-src 'self' data:",
        "connect-src 'self'",
        "frame-src 'self'",
        "frame-ancestors 'self'",
        "object-src 'none'",
        "base-uri 'self'",
        "form-action 'self'",
    )
)
HEADERS: Final = (
    (b"content-security-policy", POLICY.encode()),
    (b"referrer-policy", b"no-referrer"),
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"SAMEORIGIN"),
    (b"permissions-policy", b"camera=(), microphone=(), geolocation=(), payment=(), usb=()"),
)


class Guard:
    """Stands before every request: adds the headers, refuses foreign sockets and uploads that would fill the memory."""

    def __init__(self, app: Any) -> None:
        self.app = app
        self.sockets = Sockets()
        self.openings = Pace(*OPENINGS)
        self.files = Paces(*FILES)
        self.underway: Counter[str] = Counter()  # bytes of uploads that are not kept yet, by session

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request or socket."""
        if scope["type"] == "lifespan":
            call_once(asyncio.get_running_loop())
        if scope["type"] == "websocket" and not is_own_origin(
            _header(scope, b"origin"), _header(scope, b"host"), _header(scope, b"x-forwarded-for") is not None
        ):
            await receive()
            await closed(send, 1008, "foreign origin")
            return
        if scope["type"] == "websocket":
            await self._count(scope, receive, send)
            return
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                ours = {name for name, _ in HEADERS}
                kept = [pair for pair in message.get("headers", ()) if bytes(pair[0]).lower() not in ours]
                message["headers"] = [*kept, *HEADERS]
            await send(message)

        if scope["method"] == "PUT" and "/upload_file/" in scope["path"]:
            await self._keep(scope, receive, send_with_headers)
            return
        if scope["method"] == "GET" and is_page(scope["path"]):
            await _with_base(self.app, scope, receive, send_with_headers)
            return
        await self.app(scope, receive, send_with_headers)

    async def _keep(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Take a file while there is room; what is under way counts as kept, so that many at once are no way around."""
        from starlette.exceptions import HTTPException

        session, n = session_of(scope["path"]), 0
        await asyncio.sleep(min(self.files.wait(session), LONGEST_AT_THE_DOOR) if crowded() else 0.0)
        if full := no_room(scope["path"], self.underway):
            start = {"type": "http.response.start", "status": 413, "headers": [(b"content-type", b"text/plain")]}
            await send(start)
            await send({"type": "http.response.body", "body": full.encode()})
            return

        async def receive_some() -> Message:
            nonlocal n
            message = await receive()
            new = len(message.get("body", b""))
            n, self.underway[session] = n + new, self.underway[session] + new
            if full := no_room(scope["path"], self.underway):
                raise HTTPException(413, full)
            return message

        async def answer(message: Message) -> None:
            settle()  # the file is kept, or refused
            await send(message)

        def settle() -> None:
            nonlocal n
            self.underway[session] -= n
            n = 0
            if not self.underway[session]:
                del self.underway[session]

        try:
            await self.app(scope, receive_some, answer)
        finally:
            settle()

    async def _count(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve a socket while there are not too many, and while it does not say too much."""
        address = str((scope.get("client") or ("",))[0])
        early = self.openings.wait()
        await asyncio.sleep(min(early, LONGEST_AT_THE_DOOR))
        if early > LONGEST_AT_THE_DOOR or not self.sockets.begin(address):
            await receive()
            await closed(send, 1013, "too many sessions")
            return
        pace, n_early, n_unheard, is_ended, said = Pace(*MESSAGES), 0, 0, False, Latest(receive)

        async def receive_some() -> Message:
            nonlocal n_early, n_unheard, is_ended
            while (message := await said.next())["type"] == "websocket.receive":
                heard = is_heard(message.get("bytes"))
                early = pace.wait() if crowded() else 0.0
                n_early, n_unheard = n_early + 1 if early else 0, n_unheard + (not heard)
                if max(n_early, n_unheard) > MOST_WAITING:
                    is_ended = True
                    return {"type": "websocket.disconnect", "code": 1008}
                await asyncio.sleep(early)
                if heard:
                    return await said.instead_of(message) if early else message
            return message

        try:
            await self.app(scope, receive_some, send)
            if is_ended:  # and told so later: whoever comes back at once is a newcomer, who owes for nothing
                await asyncio.sleep(LONGEST_AT_THE_DOOR)
                await closed(send, 1008, "too many messages")
        finally:
            said.leave()
            self.sockets.end(address)


async def closed(send: Send, code: int, reason: str) -> None:
    """Close a socket and say why, unless its other end, or the app, closed it already."""
    with contextlib.suppress(RuntimeError, OSError):
        await send({"type": "websocket.close", "code": code, "reason": reason})


def is_page(path: str) -> bool:
    """Tell whether a path is that of a page of the app, wherever the app is mounted."""
    return path.endswith("/") or path.rsplit("/", 1)[-1] in PAGES


def where_it_begins() -> bytes:
    """Return the line that tells the browser where the app begins: where it was mounted, or else the address less the page."""
    from streamlit import config

    mounted = str(config.get_option("server.baseUrlPath")).strip("/")
    path = json.dumps(f"/{mounted}/") if mounted else WITHOUT_PAGE
    return f"<script>window.__streamlit = {{BACKEND_BASE_URL: location.origin + {path}}}</script>".encode()


async def _with_base(app: Any, scope: Scope, receive: Receive, send: Send) -> None:
    """Serve a page with a line that tells the browser where the app begins, so that it does not look below the page first."""
    plain = dict(scope) | {"headers": [pair for pair in scope["headers"] if pair[0].lower() != b"accept-encoding"]}
    start: Message = {}
    body: list[bytes] = []

    async def gather(message: Message) -> None:
        if message["type"] == "http.response.start":
            start.update(message)
        elif message["type"] == "http.response.body":
            body.append(message.get("body", b""))
            if not message.get("more_body"):
                text = b"".join(body)
                if text:
                    text = text.replace(b"<head>", b"<head>" + where_it_begins(), 1)
                    kept = [pair for pair in start["headers"] if bytes(pair[0]).lower() != b"content-length"]
                    start["headers"] = [*kept, (b"content-length", str(len(text)).encode())]
                await send(start)
                await send({"type": "http.response.body", "body": text})

    await app(plain, receive, gather)


def is_own_origin(origin: str | None, host: str | None, by_proxy: bool = False) -> bool:
    """Tell whether a page that opens a socket came from this server; decided from the request alone, nobody is asked.

    A foreign page may have its own name lead to this machine for a moment, so that origin and host agree. Where only this machine
    is served, such a name is believed of a proxy alone, which says for whom it asks; no page can say so over a socket.
    """
    if origin is None:
        return True
    from streamlit import config

    try:
        found = urlsplit(origin)
    except ValueError:
        return False
    allowed = {urlsplit(each.strip()).netloc or each.strip() for each in config.get_option("server.corsAllowedOrigins")}
    if found.scheme not in ("http", "https") or not found.netloc:
        return False
    return found.netloc in allowed or (found.netloc == host and (by_proxy or _may_be_called(found.hostname or "")))


def _may_be_called(name: str) -> bool:
    """Tell whether this server may be called by a name: any where others are let in, else an address or a name of this machine."""
    from streamlit import config

    if not _is_this_machine(str(config.get_option("server.address") or "")):
        return True
    try:
        return bool(ip_address(name))
    except ValueError:
        own = socket.gethostname().lower()
        return _is_this_machine(name) or name in (own, f"{own}.local")


def _is_this_machine(name: str) -> bool:
    try:
        return ip_address(name).is_loopback
    except ValueError:
        return name == "localhost" or name.endswith(".localhost")


def session_of(path: str) -> str:
    """Return the session that a path of an upload names."""
    return path.split("/upload_file/", 1)[1].split("/")[0]


def no_room(path: str, underway: Mapping[str, int] = MappingProxyType({})) -> str:
    """Say why no more may be kept for the session that a path of an upload names, beside what is under way; else nothing."""
    from streamlit.runtime import Runtime

    if limits().read_only:
        return "This view takes no files."
    if not Runtime.exists():
        return ""
    session = session_of(path)
    files: dict[str, dict[str, Any]] = getattr(Runtime.instance().uploaded_file_mgr, "file_storage", {})
    sizes = Counter({name: sum(len(file.data) for file in list(kept.values())) for name, kept in list(files.items())})
    sizes.update(underway)
    if sizes[session] < MOST_UPLOADED and sizes.total() < MOST_UPLOADED_BY_ALL:
        return ""
    return "This session has uploaded as much as the server keeps for it; reload the page and try again."


def guards() -> list[Any]:
    """Return what stands before the app, and see to it that Streamlit tells nobody outside that it runs."""
    from starlette.formparsers import MultiPartParser
    from starlette.middleware import Middleware
    from streamlit import config, net_util

    mistrust_controls()
    send_in_bunches()
    quieten()
    MultiPartParser.spool_max_size = MOST_UPLOADED  # would put larger files on the disk while they come
    config.set_option("browser.gatherUsageStats", False)
    net_util.get_external_ip = lambda: None  # would ask a server outside what our address is
    return [Middleware(Guard)]


def _header(scope: Scope, name: bytes) -> str | None:
    return next((value.decode("latin-1") for key, value in scope["headers"] if key.lower() == name), None)
