"""Nothing of ours opens a connection, however it is started; every connection and look-up is written down by the process."""

import http.client
import json
import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
RECORDER = """
import os, socket
def note(what, where):
    with open(os.environ["RECORDED"], "a") as file:
        print(what, where, file=file)
def here(host):
    return host is None or str(host) in ("", "localhost", "0.0.0.0", "::", "::1", "b'localhost'") or str(host).startswith("127.")
connect, lookup = socket.socket.connect, socket.getaddrinfo
def connected(self, address):
    if isinstance(address, tuple) and not here(address[0]):
        note("connect", address)
        raise OSError(101, "Network is unreachable")
    return connect(self, address)
def looked_up(host, *rest, **more):
    if not here(host):
        note("look up", host)
        raise socket.gaierror(-3, "Temporary failure in name resolution")
    return lookup(host, *rest, **more)
socket.socket.connect = socket.socket.connect_ex = connected
socket.getaddrinfo = looked_up
socket.gethostbyname = lambda host: looked_up(host, None)
"""
COMMAND = "from buyermaze.experiments.commands import main; main({words!r})"
STREAMLIT = "from streamlit.web import cli; cli.main({words!r})"


def environment(folder: Path, **more: str) -> dict[str, str]:
    """Return an environment in which a closed network is written down, a proxy that nobody answers at included."""
    (folder / "sitecustomize.py").write_text(RECORDER, encoding="utf-8")
    proxy = "http://proxy.example:3128"
    proxies = dict.fromkeys(("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy"), proxy)
    paths = os.pathsep.join((str(folder), str(ROOT)))
    return {**os.environ, **proxies, "PYTHONPATH": paths, "RECORDED": str(folder / "recorded.txt"), **more}


def recorded(folder: Path) -> str:
    """Return what was opened or looked up outside."""
    file = folder / "recorded.txt"
    return file.read_text("utf-8") if file.exists() else ""


@pytest.mark.parametrize(
    "words",
    [
        ["run", "merged", "--accounts", "5", "--replications", "2", "--quiet"],
        ["attribution", "--paths", "http://foreign.example/paths.csv"],
        ["import", "https://foreign.example/leads.csv"],
        ["show", "https://foreign.example/x.yaml"],
        ["run", "merged", "--market", "ftp://foreign.example/x.yaml"],
        ["memo", "s3://foreign.example/x"],
    ],
    ids=lambda words: words[0],
)
def test_no_command_opens_a_connection(words: list[str], tmp_path: Path) -> None:
    code = COMMAND.format(words=words)
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=tmp_path,
        env=environment(tmp_path),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == (2 if "foreign.example" in " ".join(words) else 0), done.stderr
    assert "Traceback" not in done.stderr
    assert recorded(tmp_path) == ""


@pytest.fixture(scope="module", params=["buyermaze app", "streamlit run"])
def served(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[int, Path]]:
    """Serve the app in a folder that is not ours; yield its port and where connections are written down."""
    folder = tmp_path_factory.mktemp("served")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    if request.param == "buyermaze app":
        code = COMMAND.format(words=["app", "--no-browser", "--port", str(port)])
    else:
        code = STREAMLIT.format(words=["run", str(ROOT / "app.py"), f"--server.port={port}", "--server.headless=true"])
    with (folder / "log.txt").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-c", code], cwd=folder, env=environment(folder), stdout=log, stderr=log
        )
        try:
            until = time.monotonic() + 120
            while time.monotonic() < until:
                try:
                    if asked(port, "/_stcore/health")[0] == 200:
                        break
                except OSError:
                    time.sleep(0.2)
            yield port, folder
        finally:
            process.terminate()
            process.wait(30)


def asked(port: int, path: str, method: str = "GET", **headers: str) -> tuple[int, dict[str, str], bytes]:
    """Ask the server; return status, headers and body."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    connection.request(method, path, headers={name.replace("_", "-"): value for name, value in headers.items()})
    answer = connection.getresponse()
    return answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read()


SOCKET = {
    "Upgrade": "websocket",
    "Connection": "Upgrade",
    "Sec_WebSocket_Version": "13",
    "Sec_WebSocket_Key": "x3JJHMbDL1EzLkh9GBhXDw==",
}


def test_a_foreign_page_gets_no_socket_and_nobody_is_asked_about_it(served: tuple[int, Path]) -> None:
    port, folder = served
    for origin in (
        "http://foreign.example",
        "http://127.0.0.1.foreign.example",
        "null",
        "file://",
        "http://[",
        f"ftp://127.0.0.1:{port}",
    ):
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        connection.request(
            "GET", "/_stcore/stream", headers={k.replace("_", "-"): v for k, v in SOCKET.items()} | {"Origin": origin}
        )
        assert connection.getresponse().status == 403, origin
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    own = {k.replace("_", "-"): v for k, v in SOCKET.items()} | {"Origin": f"http://127.0.0.1:{port}"}
    connection.request("GET", "/_stcore/stream", headers=own)
    assert connection.getresponse().status == 101
    assert recorded(folder) == ""


@pytest.mark.parametrize(
    ("host", "more", "is_let_in"),
    [("foreign.example", {}, False), ("127.0.0.1.foreign.example", {}, False), ("localhost.foreign.example", {}, False),
     ("foreign.example", {"X-Forwarded-For": "192.0.2.1"}, True), ("localhost", {}, True), ("[::1]", {}, True),
     ("192.0.2.7", {}, True), (socket.gethostname(), {}, True)],
)  # fmt: skip
def test_a_foreign_page_whose_name_leads_here_gets_no_socket_but_a_proxy_may_have_any_name(
    served: tuple[int, Path], host: str, more: dict[str, str], is_let_in: bool
) -> None:
    port, folder = served
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    asked_for = {k.replace("_", "-"): v for k, v in SOCKET.items()} | {
        "Host": f"{host}:{port}", "Origin": f"http://{host}:{port}"
    }  # fmt: skip
    connection.request("GET", "/_stcore/stream", headers=asked_for | more)
    assert connection.getresponse().status == (101 if is_let_in else 403)
    assert recorded(folder) == ""


def test_every_page_and_file_lets_nothing_foreign_in(served: tuple[int, Path]) -> None:
    port, folder = served
    for path in ("/", "/maze", "/sweep", "/_stcore/health", "/nothing/here", "/static/none.js"):
        _, headers, _ = asked(port, path)
        policy = headers["content-security-policy"]
        assert "default-src 'self'" in policy and "http" not in policy and "*" not in policy
        assert headers["x-content-type-options"] == "nosniff" and headers["referrer-policy"] == "no-referrer"
    page = asked(port, "/")[2].decode()
    assert 'src="' in page and not re.search(r'(src|href)="?(https?:)?//', page)
    assert recorded(folder) == ""


def test_usage_statistics_are_off_and_the_server_listens_here_only(served: tuple[int, Path]) -> None:
    port, folder = served
    told = (folder / "log.txt").read_text("utf-8", "replace")
    assert "External URL" not in told and "Network URL" not in told
    code = "import buyermaze.screens.engine.guard as guard; from streamlit import config; guard.guards()\n"
    code += "print(config.get_option('browser.gatherUsageStats'))"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=folder, env=environment(folder), capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == ["False"]
    listening = (
        json.dumps([line.split()[1] for line in Path("/proc/net/tcp").read_text().splitlines()[1:]])
        if os.name == "posix"
        else ""
    )
    assert f"00000000:{port:04X}" not in listening


def test_a_session_that_has_uploaded_enough_is_refused_more(monkeypatch: pytest.MonkeyPatch) -> None:
    from types import SimpleNamespace

    from buyermaze.screens.engine import guard

    files = {"full": {"a": SimpleNamespace(data=bytes(guard.MOST_UPLOADED))}, "new": {}}
    runtime = SimpleNamespace(
        exists=lambda: True, instance=lambda: SimpleNamespace(uploaded_file_mgr=SimpleNamespace(file_storage=files))
    )
    monkeypatch.setattr("streamlit.runtime.Runtime", runtime)
    assert guard.no_room("/_stcore/upload_file/full/b")
    assert not guard.no_room("/_stcore/upload_file/new/b")
    monkeypatch.setattr(guard, "MOST_UPLOADED_BY_ALL", guard.MOST_UPLOADED)
    assert guard.no_room("/_stcore/upload_file/new/b")
