"""From a key on a date of a plan to the page drawn anew, beside a key on a lever, in turn in one browser: the ratio of the two."""

import json
import os
import statistics
import sys
from typing import Any

from benchmarks.slider import CHROMIUM, WATCH, _move, served

N_MOVES = 9
DRAWN = """
after => document.querySelector('[data-testid=stApp]')?.dataset.testScriptState === 'notRunning'
  && Number(document.querySelector('[data-testid=bm-page][data-page=plans]')?.dataset.drawn) > after
"""
RESTS = "() => document.querySelector('[data-testid=stApp]')?.dataset.testScriptState === 'notRunning'"
CLOCK = """
after => new Promise(done => {
  const began = performance.now();
  const drawn = () => Number(document.querySelector('[data-testid=bm-page]')?.dataset.drawn);
  const look = () => drawn() > after ? done(performance.now() - began) : requestAnimationFrame(look);
  look();
})
"""


def run(quick: bool = False) -> dict[str, Any]:
    """Return median times in milliseconds of a moved lever (Compare) and a moved date (Over time), and their ratio.

    A key is answered at once, as on a lever; only a key that is held down waits until it rests.
    """
    from playwright.sync_api import sync_playwright

    n = 3 if quick else N_MOVES
    with served() as (address, _), sync_playwright() as p:
        browser = p.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        compare, plans = (browser.new_context(viewport={"width": 1400, "height": 900}).new_page() for _ in range(2))
        compare.goto(f"{address}/?sharpen=false")
        compare.wait_for_selector("text=Take it with you", timeout=300_000)
        compare.locator("[data-testid=stSidebar] summary", has_text="Merged").click()
        slider = compare.get_by_role("slider", name="Skill of reps").last
        compare.evaluate(WATCH)
        plans.goto(f"{address}/plans?sharpen=false")
        plans.wait_for_function(DRAWN, arg=0, timeout=300_000)
        pairs = []
        for _ in range(n):  # in turn, each once the server has nothing else to do
            lever = _move(compare, slider, "ArrowRight")[1]
            compare.wait_for_function(RESTS, timeout=120_000)
            pairs.append((lever, _moved(plans, "ArrowRight")))
        known = [_moved(plans, "ArrowLeft") for _ in range(n - 1)]
        browser.close()
    lever, date = (statistics.median(took) for took in zip(*pairs, strict=True))
    return {
        "lever_ms": round(lever), "date_ms": round(date), "date_at_hand_ms": round(statistics.median(known)),
        "date_over_lever": round(date / lever, 2), "moves": 2 * n, "load_average": round(os.getloadavg()[0], 1),
    }  # fmt: skip


def _moved(page: Any, key: str) -> float:
    """Move the first change of the plan and return how long the page took to be drawn anew, milliseconds."""
    before = int(page.get_by_test_id("bm-page").get_attribute("data-drawn"))
    page.wait_for_function(DRAWN, arg=before - 1, timeout=120_000)
    mark = page.locator(".lanes .mark").first
    mark.focus()
    mark.press(key)
    took = float(page.evaluate(CLOCK, before))
    page.wait_for_function(DRAWN, arg=before, timeout=120_000)
    page.wait_for_timeout(1200)
    return took


if __name__ == "__main__":
    print(json.dumps(run("--quick" in sys.argv), indent=2))
