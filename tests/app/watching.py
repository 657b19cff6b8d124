"""Waiting for what the page declares, never for seconds: which page is whole, which drawing of it, what has come to rest."""

from itertools import pairwise
from pathlib import Path
from typing import Any

from tests.app.sizes import SMALL
from tests.chromium import PATIENCE as PATIENCE

PAGES = {
    "": "What would change this?", "maze": "The maze", "deal": "One deal", "content": "Content and approvals",
    "customers": "Customers", "attribution": "Attribution", "plans": "Over time",
    "funnel": "Funnel thinking", "sweep": "Explore a sweep",
    "claims": "What is claimed", "trust": "Assumptions and trust", "learn": "Learn",
    "playbook": "Playbook", "budget": "Where does the next money go?", "company": "Which company is yours?",
}  # fmt: skip
WITHOUT_PICTURES = ("trust", "learn", "company")  # of words, or nothing before a prediction
HOW = f"{SMALL}&how=true"  # the statistics behind the first answer are open
FAILURE = "[data-testid=stException], [data-testid=stAlertContentError]"
WHOLE = """
([page, after]) => {
  const app = document.querySelector('[data-testid=stApp]');
  const found = document.querySelector('[data-testid=bm-page]');
  const charts = [...document.querySelectorAll('[data-testid=stVegaLiteChart]')];
  return app?.dataset.testScriptState === 'notRunning' && found?.dataset.page === page
    && Number(found.dataset.drawn) > after && !document.querySelector('[data-testid=stSkeleton]')
    && charts.every(chart => chart.querySelector('svg.marks'));
}
"""
AT_REST = """
() => document.getAnimations().every(
  one => one.playState !== 'running' || one.effect?.getComputedTiming().iterations === Infinity)
"""
PALE = Path(__file__).with_name("contrast.js").read_text(encoding="utf-8")
FRAMES = "n => new Promise(done => { const next = () => n-- > 0 ? requestAnimationFrame(next) : done(true); next(); })"


def whole(tab: Any, page: str = "", after: int = 0) -> None:
    """Wait until a page is whole: its last run has ended, and all charts are drawn; a later drawing than ``after``."""
    tab.wait_for_function(WHOLE, arg=[page or "compare", after], timeout=PATIENCE)
    tab.wait_for_function(AT_REST, timeout=PATIENCE)


def drawn(tab: Any) -> int:
    """Return which drawing of the page this is."""
    return int(tab.get_by_test_id("bm-page").get_attribute("data-drawn"))


def visit(tab: Any, address: str, page: str = "", query: str = SMALL) -> None:
    """Open a page and wait until it is whole."""
    tab.goto(f"{address}/{page}?{query}", timeout=PATIENCE)
    whole(tab, page)
    asked = tab.get_by_role("button", name="Run a small sweep")  # after many visits in a row the app waits to be asked
    if asked.count():
        before = drawn(tab)
        asked.click()
        whole(tab, page, before)


def frames(tab: Any, n: int) -> None:
    """Let the browser draw ``n`` times."""
    tab.evaluate(FRAMES, n)


def says(tab: Any, selector: str, texts: list[str]) -> None:
    """Wait until the things found by a selector say this, in this order."""
    told = "([s, texts]) => JSON.stringify([...document.querySelectorAll(s)].map(n => n.innerText)) === JSON.stringify(texts)"
    tab.wait_for_function(told, arg=[selector, texts], timeout=PATIENCE)


def moves_on(thing: Any, text: str) -> None:
    """Wait until a thing says something else."""
    from playwright.sync_api import expect

    expect(thing).not_to_have_text(text, timeout=PATIENCE)


def open_group(tab: Any, words: str) -> None:
    """Open a group of the sidebar and wait until what is in it is there and at rest."""
    before = drawn(tab)
    tab.locator("[data-testid=stSidebar] summary", has_text=words).click()
    whole(tab, tab.get_by_test_id("bm-page").get_attribute("data-page"), before)


def taken(tab: Any, button: Any) -> tuple[str, bytes]:
    """Press a download button; return the file's name and content."""
    with tab.expect_download(timeout=PATIENCE) as waiting:
        button.click()
    return waiting.value.suggested_filename, Path(waiting.value.path()).read_bytes()


def offers(tab: Any) -> Any:
    """Return our buttons that open the downloads of a figure; charts of Streamlit have download buttons of their own."""
    return tab.locator("[class*=st-key-take_]:not(.st-key-take_yaml) [data-testid=stPopover] button")


def out_of_order(tab: Any) -> list[str]:
    """Return the headings of a page that are deeper by more than one than what stands before them."""
    read = "nodes => nodes.filter(n => n.checkVisibility()).map(n => [Number(n.tagName[1]), n.innerText])"
    found = tab.locator("h1, h2, h3, h4, h5, h6").evaluate_all(read)
    return [text for (before, _), (level, text) in pairwise([(1, ""), *found]) if level > before + 1]


def serious(tab: Any) -> list[str]:
    """Return what axe finds serious in what is ours."""
    from axe_playwright_python.sync_playwright import Axe

    theirs = {"list", "listitem", "empty-table-header", "aria-allowed-role", "nested-interactive", "svg-img-alt"}
    found = Axe().run(tab, options={"runOnly": ["wcag2a", "wcag2aa"], "resultTypes": ["violations"]}).response["violations"]
    return [
        f"{v['id']}: {v['nodes'][0]['html'][:150]}"
        for v in found
        if v["impact"] in ("serious", "critical") and v["id"] not in theirs
    ]


def pale(tab: Any) -> tuple[int, list[str]]:
    """Return how many texts pictures hold, and those too pale against what lies behind them."""
    found = tab.evaluate(PALE)
    return found["n"], found["wrong"]
