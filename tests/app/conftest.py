"""A served app and a browser, shared by all tests of a session."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.app.watching import PATIENCE
from tests.chromium import CHROMIUM, chromium, page_of_one_person

ROOT = Path(__file__).resolve().parents[2]
# a test waits for what it looks at: of work that nobody asked for every server would do half a minute ahead, and with every
# comparison live eighteen companies more, to say what would change it; three of nine changes are tried instead
# tests follow each other as new visitors faster than people come, and are not a crowd to whom only what is asked for is given
NO_CROWD = "from buyermaze.screens.engine import crowd; crowd.MANY = 100"
NOTHING_AHEAD = "from buyermaze.screens.engine import compute; compute._try_ahead = lambda *_: None"
FEW_CHANGES = (
    "from buyermaze.simulator.comparison import what_would_change as what; "
    "what.candidates = lambda *pair, every=what.candidates: every(*pair)[-3:]"
)
FEW_POINTS = (  # of the sweep that the page on sweeps makes while there is none
    "from buyermaze.experiments.sweeps.small import FACTORS; "
    "FACTORS.update({name: factor.model_copy(update={'levels': 2}) for name, factor in list(FACTORS.items())[1:]})"
)
QUICK = f"{NOTHING_AHEAD}; {FEW_CHANGES}; {FEW_POINTS}; {NO_CROWD}"


def no_browser() -> str:
    """Say why there is no browser to test with, or return nothing."""
    try:
        import playwright.sync_api  # noqa: F401
    except ImportError:
        return "playwright is not installed"
    return "" if Path(CHROMIUM).exists() else f"no browser at {CHROMIUM}"


@pytest.fixture(scope="session")
def can_browse() -> None:
    """Without a browser tests are skipped, but not where everything must be tested."""
    if missing := no_browser():
        if os.environ.get("CI") == "true":
            pytest.fail(missing)
        pytest.skip(missing)


@pytest.fixture(scope="session")
def browser(can_browse: None) -> Any:
    """A headless browser in which nobody knows of others."""
    return chromium()


def _run(*words: str, cwd: Path) -> None:
    done = subprocess.run([sys.executable, "-m", *words], cwd=cwd, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]


@pytest.fixture(scope="session")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder into which the wheel of the present code was installed; what it depends on is that of the tests.

    Workers share it, and with it the code compiled there.
    """
    own = tmp_path_factory.getbasetemp()
    folder = (own.parent if "PYTEST_XDIST_WORKER" in os.environ else own) / "wheel"
    done = folder / "done"
    try:
        folder.mkdir()
    except FileExistsError:  # somebody else is at it
        given_up = time.monotonic() + PATIENCE / 1000
        while not done.exists():
            assert time.monotonic() < given_up, "the wheel is not there"
            time.sleep(0.2)
        return folder / "site"
    listed = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard", "-z"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
    for name in filter(None, listed.split("\0")):
        if (ROOT / name).is_file():
            (folder / "source" / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(ROOT / name, folder / "source" / name)
    _run("pip", "wheel", "--no-deps", "--no-build-isolation", "-q", "-w", "..", ".", cwd=folder / "source")
    (wheel,) = folder.glob("*.whl")
    _run("pip", "install", "--no-deps", "--no-index", "-q", "--target", "site", wheel.name, cwd=folder)
    shutil.rmtree(folder / "source")
    done.touch()
    return folder / "site"


def called_like_ours(folder: Path) -> None:
    """Put files into a folder that are called like our rooms; each says so when it is imported."""
    wrong = "raise SystemExit('a file of the working folder was taken for ours')\n"
    for name in ("app.py", "scenarios.py", "experiments.py", "simulator.py", "main.py", "pages.py"):
        (folder / name).write_text(wrong)
    for name in ("screens", "scenarios", "pages", "docs"):
        (folder / name).mkdir()
        (folder / name / "__init__.py").write_text(wrong)


@contextmanager
def serving(folder: Path, code_from: Path, *options: str, changed: str = QUICK) -> Iterator[str]:
    """Start the app by its command, in a folder that is not ours and with the code of another; yield its address at once."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    words = ["app", "--no-browser", "--port", str(port), *options]
    code = f"{changed}; from buyermaze.experiments.commands import main; main({words!r})"
    log = folder / "log.txt"
    with log.open("wb") as out:
        server = subprocess.Popen(
            [sys.executable, "-c", code],
            cwd=folder,
            stdout=out,
            stderr=out,
            env={**os.environ, "PYTHONPATH": str(code_from)},
        )
    try:
        for _ in range(1200):  # as long as a loaded machine may need
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{port}/_stcore/health", timeout=5)
                break
            except OSError:
                if server.poll() is not None:
                    pytest.fail(log.read_text())
                time.sleep(0.25)
        yield f"http://127.0.0.1:{port}"
        assert "Traceback" not in log.read_text(), log.read_text()[-3000:]
    finally:
        server.terminate()
        try:
            server.wait(10)
        except subprocess.TimeoutExpired:
            server.kill()


@pytest.fixture(scope="session", autouse=True)
def engine_at_hand() -> None:
    """Compile what the app needs, however long that takes, so that no test waits for it."""
    from buyermaze.screens.engine import compute
    from buyermaze.screens.sidebar.choices import default_scenarios

    exec(QUICK)
    compute.run(default_scenarios()[0])
    compute.outcomes(default_scenarios()[0], 1)


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of an app started by the command, from a folder that is not ours."""
    with serving(tmp_path_factory.mktemp("elsewhere"), ROOT) as address:
        yield address


@pytest.fixture
def tab(can_browse: None) -> Iterator[Any]:
    """A fresh page that notes what it complains about and whom it asks."""
    page = page_of_one_person(1400, 900)
    page.complaints, page.asked = [], []
    page.on("pageerror", lambda error: page.complaints.append(str(error)))
    page.on(
        "console",
        lambda message: (
            page.complaints.append(f"{message.text} {message.location}") if message.type == "error" else None
        ),
    )
    page.on("request", lambda request: page.asked.append(request.url))
    yield page
    strangers = [
        url for url in page.asked if not url.startswith(("http://127.0.0.1", "ws://127.0.0.1", "data:", "blob:"))
    ]
    page.close()
    assert not strangers
    assert not page.complaints


@pytest.fixture(autouse=True)
def nobody_else(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let pages opened by earlier tests in this process not count as a crowd."""
    monkeypatch.setattr("buyermaze.screens.engine.crowd._seen", {})
    monkeypatch.setattr("buyermaze.screens.engine.crowd._waiting", set())
