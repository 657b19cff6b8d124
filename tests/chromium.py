"""The one browser of a process, whichever folder's tests ask for it first."""

import atexit
import os
from functools import cache
from typing import Any

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")


@cache
def chromium() -> Any:
    """Start a headless browser that ends with the process: two in one thread would be in each other's way."""
    from playwright.sync_api import sync_playwright

    driver = sync_playwright().start()
    made = driver.chromium.launch(
        executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"]
    )
    atexit.register(driver.stop)
    atexit.register(made.close)
    return made
