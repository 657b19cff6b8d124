"""From a key on a lever to the redrawn chart, in a real browser: 200 accounts, 20 replications, two organisations."""

import json
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
N_MOVES = 21
WATCH = """
() => {
  const size = () => document.querySelector('[data-testid=bm-size]')?.innerText ?? '';
  const redrawn = () => {
    window.last = performance.now() - window.start;
    window.first ??= window.last;
    window.whole = !size().includes('so far');
  };
  window.move = () => { window.start = performance.now(); window.first = window.last = null; window.whole = false; };
  new MutationObserver(records => {
    const around = node => (node.nodeType === 1 ? node : node.parentElement)?.closest('[data-testid=stHtml]');
    const inside = node => around(node)?.querySelector('.bm-card, .bm-answer');
    if (window.start && records.some(record => inside(record.target))) requestAnimationFrame(redrawn);
  }).observe(document.body, { subtree: true, childList: true, attributes: true, characterData: true });
}
"""


@contextmanager
def served(*options: str) -> Iterator[tuple[str, int]]:
    """Serve the app on loopback; give its address and process number."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    arguments = ["app", "--no-browser", "--port", str(port), *options]
    code = f"from buyermaze.experiments.commands import main; main({arguments!r})"
    root = str(Path(__file__).resolve().parent.parent)
    with tempfile.TemporaryFile() as log:
        server = subprocess.Popen(
            [sys.executable, "-c", code], stdout=log, stderr=log, env={**os.environ, "PYTHONPATH": root}
        )
        try:
            while True:
                try:
                    urllib.request.urlopen(f"http://127.0.0.1:{port}/_stcore/health", timeout=1)
                    break
                except OSError:
                    if server.poll() is not None:
                        raise RuntimeError("the app did not start") from None
                    time.sleep(0.2)
            yield f"http://127.0.0.1:{port}", server.pid
        finally:
            server.terminate()
            try:
                server.wait(10)
            except subprocess.TimeoutExpired:
                server.kill()


def run() -> dict[str, Any]:
    """Return times in milliseconds: first look, full answer, and the same where the answer is at hand; load beside."""
    from playwright.sync_api import sync_playwright

    with served() as (address, _), sync_playwright() as p:
        browser = p.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page(viewport={"width": 1400, "height": 900})
        address += "/?sharpen=false"  # what is timed is the answer to a move, not what comes later by itself
        page.goto(address)
        page.wait_for_selector("text=Take it with you", timeout=120_000)
        page.goto("about:blank")
        began = time.perf_counter()
        page.goto(address)
        page.wait_for_selector(".bm-answer", timeout=60_000)
        opened = 1000 * (time.perf_counter() - began)
        page.wait_for_selector("text=Take it with you", timeout=60_000)
        page.locator("[data-testid=stSidebar] summary", has_text="Merged").click()
        slider = page.get_by_role("slider", name="Skill of reps").last
        page.evaluate(WATCH)
        fresh = [_move(page, slider, "ArrowRight") for _ in range(N_MOVES)]
        kept = [_move(page, slider, "ArrowLeft") for _ in range(N_MOVES - 1)]
        browser.close()
    return {
        "first_page_ms": round(opened),
        "first_look_median_ms": _median([first for first, _ in fresh]),
        "full_answer_median_ms": _median([full for _, full in fresh]),
        "full_answer_p90_ms": _p90([full for _, full in fresh]),
        "kept_answer_median_ms": _median([full for _, full in kept]),
        "moves": len(fresh) + len(kept),
        "load_average": round(os.getloadavg()[0], 1),
        "cores": os.cpu_count(),
    }


def _move(page: Any, slider: Any, key: str) -> tuple[float, float]:
    slider.focus()
    page.evaluate("window.move()")
    slider.press(key)
    page.wait_for_function("() => window.whole", timeout=60_000)
    page.wait_for_timeout(1200)  # the map below is brought up to date before the next move
    page.wait_for_function("() => !document.querySelector('[data-testid=stStatusWidget]')", timeout=60_000)
    times = page.evaluate("[window.first, window.last]")  # the last change of the chart counts, whatever made it
    return float(times[0]), float(times[1])


def _median(values: list[float]) -> int:
    return round(statistics.median(values))


def _p90(values: list[float]) -> int:
    return round(sorted(values)[int(0.9 * (len(values) - 1))])


if __name__ == "__main__":
    print(json.dumps(run(), indent=2))
