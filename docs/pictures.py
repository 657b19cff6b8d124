"""Take the pictures of the app in ``docs/images``: ``python -m docs.pictures``; with ``--all FOLDER`` every page that has pictures.

``python -m docs.pictures NAME ...`` takes some of them alone, ``plans_light``.

Needs the extras of the tests and a chromium; ``CHROMIUM`` names another one. Pages are taken whole, in the light and dark
theme at 1400 pixels and on a phone.
"""

import sys
from pathlib import Path
from typing import Any

from benchmarks.slider import CHROMIUM, served

IMAGES = Path(__file__).with_name("images")
PAGES = ("compare", "maze", "deal", "content", "customers", "attribution", "sweep", "plans", "trust")
MORE = ("playbook", "budget", "funnel", "claims")  # to look at only
LOOKS = {"light": ("light", 1400), "dark": ("dark", 1400), "phone": ("dark", 390)}
SHOWN = (
    *(f"{page}_light" for page in PAGES), "compare_dark", "maze_dark", "compare_phone", "maze_phone",
)  # fmt: skip
ASKED = {"plans": "&plan=merge.2026-07-01&plan=reps.2.2026-10-01&plan_due=2026-12-31&plan_target=4m"}  # of a page's address
SETTLED = """() => !document.querySelector('[data-testid=stStatusWidget], [data-testid=stProgress]')
  && !/so far/.test(document.querySelector('[data-testid=bm-size]')?.innerText ?? '')"""
LENGTH = "document.querySelector('[data-testid=stMainBlockContainer]').scrollHeight"
TALLEST = 4000  # pixels kept of a page in the documents


def take(browser: Any, address: str, page: str, look: str, file: Path, tallest: int) -> None:
    """Open a page, wait until it has settled, and keep what it shows."""
    scheme, width = LOOKS[look]
    context = browser.new_context(
        viewport={"width": width, "height": 900}, color_scheme=scheme, reduced_motion="reduce"
    )
    tab = context.new_page()
    tab.set_default_timeout(240_000)
    tab.goto(f"{address}/{'' if page == 'compare' else page}?sharpen=false{ASKED.get(page, '')}")
    tab.wait_for_selector("text=Take it with you")
    if page == "maze":  # halfway through the journey
        halfway = "node => { node.value = (+node.min + +node.max) / 2; node.dispatchEvent(new Event('input')) }"
        tab.get_by_role("slider", name="Day of the journey").evaluate(halfway)
    if page == "customers":
        tab.get_by_role("button", name="Measure what it does to deals").click()
        tab.get_by_text("Word of mouth").first.wait_for()
    tab.wait_for_function(SETTLED)
    tab.mouse.move(0, 0)
    tab.evaluate("document.querySelector('[data-testid=stMain]').scrollTo(0, 0)")
    height, before = 900, 0
    while height != before:  # what comes late makes the page longer, and charts fit themselves to it
        tab.set_viewport_size({"width": width, "height": min(height, tallest)})
        tab.wait_for_timeout(3000)
        tab.wait_for_function(SETTLED)
        height, before = int(tab.evaluate(LENGTH)), height
    tab.screenshot(path=file)
    context.close()
    _shrink(file)


def _shrink(file: Path) -> None:
    """Keep 256 colours of a picture, rare ones too: no eye sees the difference, and the repository stays small."""
    from PIL import Image

    picture = Image.open(file).convert("RGB")
    picture.quantize(256, Image.Quantize.MAXCOVERAGE, kmeans=4, dither=Image.Dither.NONE).save(file, optimize=True)


def main(arguments: list[str]) -> None:
    """Take the pictures that documents show, or all there are."""
    from playwright.sync_api import sync_playwright

    everything = arguments[:1] == ["--all"] and len(arguments) == 2
    unknown = [] if everything else [name for name in arguments if name not in SHOWN]
    if unknown:
        sys.exit(f"{', '.join(unknown)}: no such picture; there are {', '.join(SHOWN)}")
    folder = Path(arguments[1]) if everything else IMAGES
    folder.mkdir(parents=True, exist_ok=True)
    names = [f"{page}_{look}" for page in (*PAGES, *MORE) for look in LOOKS] if everything else arguments or SHOWN
    with served() as (address, _), sync_playwright() as p:
        browser = p.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        for name in names:
            page, look = name.rsplit("_", 1)
            take(browser, address, page, look, folder / f"{name}.png", 8000 if everything else TALLEST)
            print(name)
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1:])
