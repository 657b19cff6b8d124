"""The one browser of a process, whichever folder's tests ask for it first."""

import atexit
import os
import shutil
import tempfile
from functools import cache
from typing import Any

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
PATIENCE = 300_000  # milliseconds after which waiting is given up; a loaded machine may need most of them
WORDS = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"]
UNPOLISHED = "--js-flags=--no-opt --no-maglev"  # a page lives for seconds: a tenth of the work is polishing scripts for longer
ONE_PROCESS = ["--renderer-process-limit=1", "--disable-site-isolation-trials"]  # for pages, so that scripts are compiled once

FORGET = "try { if (!sessionStorage.begun) { localStorage.clear(); sessionStorage.begun = 1; } } catch {}"  # once a page


@cache
def _driver() -> Any:
    """Start what talks to browsers: two in one thread would be in each other's way."""
    from playwright.sync_api import sync_playwright

    driver = sync_playwright().start()
    atexit.register(driver.stop)
    return driver


@cache
def chromium() -> Any:
    """Start a headless browser that ends with the process, for people who share nothing."""
    made = _driver().chromium.launch(executable_path=CHROMIUM, args=[*WORDS, UNPOLISHED])
    atexit.register(made.close)
    return made


@cache
def _window() -> Any:
    """Start a headless browser that keeps what it has loaded, as that of one person does; it ends with the process."""
    folder = tempfile.mkdtemp()
    made = _driver().chromium.launch_persistent_context(
        folder, executable_path=CHROMIUM, args=[*WORDS, UNPOLISHED, *ONE_PROCESS], headless=True
    )
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    atexit.register(made.close)
    return made


def page_of_one_person(width: int, height: int, **media: str) -> Any:
    """Return a new page with nothing remembered of those before, whose scripts need not be loaded again.

    ``media`` is what the person prefers: ``color_scheme``, ``reduced_motion``.
    """
    window = _window()
    window.clear_cookies()
    page = window.new_page()
    page.set_default_timeout(PATIENCE)
    page.add_init_script(FORGET)
    page.set_viewport_size({"width": width, "height": height})
    if media:
        page.emulate_media(**media)
    return page
