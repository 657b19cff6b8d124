"""What stands before the class's pages: headers, limits, and a stranger's request turned away before anything reads it."""

import asyncio
import time
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any, Final
from urllib.parse import urlsplit

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]
MOST_BYTES: Final = 16_384  # of what a page sends: the longest plan is a tenth of it
SECONDS_TO_SEND: Final = 10.0  # for all of a request; a phone on a bad network needs one or two
MOST_GUESSES: Final = 30  # wrong codes and keys in a minute, from one address
MOST_GUESSES_OF_ALL: Final = 600  # from all addresses: in an hour not one code in a hundred
POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS: Final = (
    (b"content-security-policy", POLICY.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"same-origin"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cache-control", b"no-store"),
)


class Guard:
    """Lets through what a page of ours may ask, with the headers that keep it a page of ours."""

    def __init__(self, app: App) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, or refuse it."""
        if scope["type"] != "http":
            if scope["type"] == "websocket":
                await send({"type": "websocket.close", "code": 1008})
                return
            await self.app(scope, receive, send)
            return

        async def with_headers(message: MutableMapping[str, Any]) -> None:
            if message["type"] == "http.response.start":
                own = {name for name, _ in message.get("headers", ())}
                message["headers"] = [*message.get("headers", ()), *(pair for pair in HEADERS if pair[0] not in own)]
            await send(message)

        headers = {name.lower(): value for name, value in scope["headers"]}
        if scope["method"] == "POST" and not _from_here(headers):
            await _refuse(with_headers, 403, b"this page is not ours")
            return
        if scope["method"] != "POST":
            await self.app(scope, receive, with_headers)
            return
        try:
            async with asyncio.timeout(SECONDS_TO_SEND):
                body = await _whole(receive)
        except TimeoutError:
            await _refuse(with_headers, 408, b"this took too long to send")
            return
        if body is None or len(body) > MOST_BYTES:
            await _refuse(with_headers, 413, b"too much at once")
            return

        async def replay() -> MutableMapping[str, Any]:
            return {"type": "http.request", "body": body, "more_body": False}

        await self.app(scope, replay, with_headers)


class Guesses:
    """Counts wrong codes by who sends them: a phone types a few, who tries them all types many and makes nobody else wait."""

    def __init__(self) -> None:
        self._wrong: list[tuple[float, str]] = []

    def too_many(self, caller: str) -> bool:
        """Tell whether there were too many within the last minute, from one address or from very many."""
        since = time.monotonic() - 60.0
        self._wrong = [each for each in self._wrong if each[0] > since]
        return (
            sum(who == caller for _, who in self._wrong) >= MOST_GUESSES or len(self._wrong) >= MOST_GUESSES_OF_ALL
        )

    def wrong(self, caller: str) -> None:
        """Count one more."""
        self._wrong.append((time.monotonic(), caller))


def _from_here(headers: MutableMapping[bytes, bytes]) -> bool:
    """Tell whether a form was sent by a page of this server: browsers always say where it came from."""
    origin = headers.get(b"origin")
    site = headers.get(b"sec-fetch-site", b"same-origin")
    if origin is None:
        return site in (b"same-origin", b"none")
    try:
        return urlsplit(origin.decode("latin-1")).netloc == headers.get(b"host", b"").decode("latin-1")
    except ValueError:
        return False


async def _whole(receive: Receive) -> bytes | None:
    """Return the body of a request; nothing where the other side left, and no more than is too much."""
    body = b""
    while len(body) <= MOST_BYTES:
        message = await receive()
        if message["type"] != "http.request":
            return None
        body += message.get("body", b"")
        if not message.get("more_body", False):
            break
    return body


async def _refuse(send: Send, status: int, words: bytes) -> None:
    headers = [(b"content-type", b"text/plain; charset=utf-8")]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": words})
