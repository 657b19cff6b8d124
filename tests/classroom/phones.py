"""A served class and people in it who talk plain HTTP, as a phone's page does."""

import http.client
import json
import os
import re
import secrets
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

PATIENCE = 300.0  # seconds after which waiting is given up; a loaded machine may need most of them


def free_port() -> int:
    """Return a port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def start(file: Path, port: int, before: str = "") -> "subprocess.Popen[bytes]":
    """Start the server of a class in a process of its own, which may do something before; return once it answers."""
    code = f"{before}\nfrom buyermaze.experiments.commands import main; main(['class', 'serve', {str(file)!r}, '--port', '{port}'])"
    with (file.parent / "log.txt").open("ab") as log:
        server = subprocess.Popen([sys.executable, "-c", code], stdout=log, stderr=log)
    answers(file, port, lambda: server.poll() is None)
    return server


def answers(file: Path, port: int, alive: Callable[[], bool]) -> None:
    """Return once the server of a class answers; say what it said if it ends before."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and alive():
        try:
            if asked(port, "GET", "/health")[0] == 200:
                return
        except OSError:
            time.sleep(0.05)
    raise AssertionError((file.parent / "log.txt").read_text())


def there(process: int) -> bool:
    """Tell whether a process has not ended yet."""
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


class Nursery:
    """A process that has everything loaded and becomes the server of a class as often as one likes, at once."""

    CODE = """
import os, signal, sys
from buyermaze.classroom import serving
import uvicorn, uvicorn.protocols.http.h11_impl
from buyermaze.experiments.commands import main
signal.signal(signal.SIGCHLD, signal.SIG_IGN)
for line in sys.stdin:
    if not (child := os.fork()):
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        main(["class", "serve", sys.argv[1], "--port", line.strip()])
    print(child, flush=True)
"""

    def __init__(self, file: Path) -> None:
        self.file = file
        self._children: set[int] = set()
        with (file.parent / "log.txt").open("ab") as log:
            self._parent = subprocess.Popen(
                [sys.executable, "-c", self.CODE, str(file)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log, text=True
            )  # fmt: skip

    def start(self, port: int) -> int:
        """Return the number of a new process that serves the class; it answers by then."""
        assert self._parent.stdin and self._parent.stdout
        self._parent.stdin.write(f"{port}\n")
        self._parent.stdin.flush()
        child = int(next(line for line in self._parent.stdout if line.strip().isdecimal()))
        self._children.add(child)
        answers(self.file, port, lambda: there(child))
        return child

    def kill(self, child: int) -> None:
        """End a server with kill -9; return when it is gone."""
        os.kill(child, signal.SIGKILL)
        while there(child):
            time.sleep(0.01)
        self._children.discard(child)

    def close(self) -> None:
        """End everything."""
        for child in list(self._children):
            self.kill(child)
        self._parent.kill()
        self._parent.wait()


@contextmanager
def served(file: Path, before: str = "") -> Iterator[int]:
    """Serve a class; yield the port."""
    port = free_port()
    server = start(file, port, before)
    try:
        yield port
    finally:
        server.kill()
        server.wait()


def asked(
    port: int, method: str, path: str, body: bytes = b"", headers: dict[str, str] | None = None
) -> tuple[int, dict[str, list[str]], str]:
    """Ask once and return status, headers and text."""
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        line.request(method, path, body or None, headers or {})
        answer = line.getresponse()
        found: dict[str, list[str]] = {}
        for name, value in answer.getheaders():
            found.setdefault(name.lower(), []).append(value)
        return answer.status, found, answer.read().decode("utf-8", "replace")
    except http.client.HTTPException as error:
        raise OSError(str(error)) from error
    finally:
        line.close()


class Phone:
    """One browser: it keeps its cookie and knows where it came from."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.cookie = ""

    def ask(self, method: str, path: str, form: dict[str, Any] | None = None, as_json: bool = False) -> tuple[int, str]:
        """Ask with the cookie; keep the cookie that comes back."""
        headers = {"origin": f"http://127.0.0.1:{self.port}"} | ({"cookie": self.cookie} if self.cookie else {})
        body = b""
        if form is not None:
            headers["content-type"] = "application/json" if as_json else "application/x-www-form-urlencoded"
            body = json.dumps(form).encode() if as_json else urlencode(form).encode()
        status, found, text = asked(self.port, method, path, body, headers)
        for cookie in found.get("set-cookie", ()):
            self.cookie = cookie.split(";")[0]
        return status, text

    def join(self, code: str, name: str, team: int = 1) -> "Phone":
        """Take a seat."""
        status, text = self.ask(
            "POST", "/join", {"code": code, "name": name, "team": team, "key": secrets.token_urlsafe(18)}
        )
        assert status == 303, text
        return self

    @property
    def seat(self) -> str:
        """The seat's name, as its page knows it."""
        found = re.search(r'data-seat="(\w+)"', self.ask("GET", "/seat")[1])
        assert found
        return found[1]

    def lock(self, **fields: Any) -> tuple[int, dict[str, Any]]:
        """Lock an answer; return the status and what the server said of it."""
        status, text = self.ask("POST", "/answer", fields, as_json=True)
        return status, json.loads(text)

    def now(self) -> str:
        """Return what the seat shows."""
        status, text = self.ask("GET", "/seat/now")
        assert status == 200, text
        return text


class Trainer(Phone):
    """The browser that holds the trainer's key."""

    def __init__(self, port: int, key: str) -> None:
        super().__init__(port)
        assert self.ask("GET", f"/trainer?key={key}")[0] == 303

    def do(self, what: str, **fields: Any) -> None:
        """Do something that must work."""
        status, text = self.ask("POST", "/trainer/do", {"do": what, **fields}, as_json=True)
        assert status == 200, text

    def afresh(self) -> None:
        """Take everything back, so that a class that several tests share begins anew; answers stay."""
        while self.ask("POST", "/trainer/do", {"do": "undo"}, as_json=True)[0] == 200:
            pass
