"""Thirty real browsers with phone screens in one class: from code to seat, from lock to acknowledgement, reveal of six teams."""

import asyncio
import json
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path
from typing import Any

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
N_PHONES, N_TEAMS = 30, 6
SLOW = {
    "offline": False,
    "latency": 40,
    "downloadThroughput": 200_000,
    "uploadThroughput": 90_000,
}  # a crowded access point
PATIENCE = 600_000  # milliseconds
TAP = """at => new Promise(done => setTimeout(() => {
  const began = performance.now(), net = document.getElementById("net");
  const look = new MutationObserver(() => { if (net.textContent.startsWith("Locked at")) done(performance.now() - began); });
  look.observe(net, { childList: true, characterData: true, subtree: true });
  document.querySelector("#live form button:not([type])").click();
}, at - Date.now()))"""  # the page taps for itself at a given moment and counts until it says that the answer is kept
SENT = "() => performance.getEntriesByType('resource').filter(e => e.name.endsWith('/answer')).at(-1).duration"
SECONDS_UNTIL_TAP = 5.0  # enough for every page to have heard of the moment
PREDICT, DEBRIEF, FIRST_PLAN = 2, 5, 6  # steps of this class; from there on a plan and a year in turn
N_ROUNDS = 4
SECONDS_OF_PLANNING = 45.0  # of the seven minutes a room takes; assumption


def run(quick: bool = False) -> dict[str, Any]:
    """Return what thirty people waited for; ``quick`` takes eight."""
    with tempfile.TemporaryDirectory() as folder:
        return asyncio.run(_measured(Path(folder), 8 if quick else N_PHONES))


async def _measured(folder: Path, n_phones: int) -> dict[str, Any]:
    from playwright.async_api import async_playwright

    file, log = folder / "class.db", folder / "log.txt"
    start = [sys.executable, "-c", "from buyermaze.experiments.commands import main; main()", "class"]
    settings = ["--lesson", "straighten", "--teams", str(N_TEAMS), "--rounds", str(N_ROUNDS), "--no-buyer"]
    made = [*start, "new", *settings, "--out", str(file)]
    subprocess.run(made, check=True, stdout=subprocess.DEVNULL)
    load = os.getloadavg()[0]
    with log.open("wb") as out:
        server = subprocess.Popen([*start, "serve", str(file), "--port", "0"], stdout=out, stderr=out)
    try:
        address, code, key = _greeted(log)
        bare = await _without_browsers(address, code, key, n_phones)
        async with async_playwright() as playwright:
            browser = await playwright.chromium.launch(
                executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"]
            )
            errors: list[str] = []
            trainer = await (await browser.new_context()).new_page()
            await trainer.goto(f"{address}/trainer?key={key}")
            phones = [await _phone(browser, errors) for _ in range(n_phones)]
            spent = [_cpu(server.pid)]
            joined = await asyncio.gather(*(_join(page, address, code, n) for n, page in enumerate(phones)))
            await _do(trainer, {"do": "open", "step": PREDICT})
            for page in phones:
                await page.get_by_label("later", exact=True).check()
            moment = 1000 * (time.time() + SECONDS_UNTIL_TAP)
            tapped = await asyncio.gather(*(page.evaluate(TAP, moment) for page in phones))
            sent = [await page.evaluate(SENT) for page in phones]
            driven = await asyncio.gather(*(_lock_range(page) for page in phones))
            spent.append(_cpu(server.pid))
            wall = await (await browser.new_context(viewport={"width": 1280, "height": 720})).new_page()
            await wall.goto(f"{address}/wall")
            years = {}
            for number in range(1, N_ROUNDS + 1):
                late = number == N_ROUNDS
                how = "plans changed just before" if late else "plans as they were when their forecasts were begun"
                years[f"year {number}, six teams x 200 years, all locked at one moment, {how}"] = await _year(
                    trainer, wall, phones[:N_TEAMS], number, server.pid, late
                )
            await browser.close()
        told = [json.loads(line) for line in errors]
        return {
            "phones": n_phones,
            "load before": load,
            "load after": os.getloadavg()[0],
            "code to seat, s": _spread(joined),
            "tap to 'Locked at', all at one moment, as the page counts, ms": _spread(tapped),
            "of these from sending on, ms": _spread(sent),
            "the next lock, with what the driver of the browsers takes, ms": _spread(
                [1000 * whole for whole in driven]
            ),
            **years,
            "memory of the server, MB": _memory(server.pid),
            "CPU of the server to seat all and keep all locks, s": spent[1] - spent[0],
            "errors": told,
            "same locks without browsers, ms": _spread([1000 * seconds for seconds in bare]),
        }
    finally:
        server.terminate()
        try:
            server.wait(30)
        except subprocess.TimeoutExpired:
            server.kill()


def _greeted(log: Path) -> tuple[str, str, str]:
    for _ in range(600):
        text = log.read_text(encoding="utf-8", errors="replace")
        found = [re.search(words, text) for words in (r"Address\s+(\S+)", r"Room code (\w+)", r"trainer\?key=(\S+)")]
        if all(found):
            address, code, key = (match[1] for match in found if match)
            urllib.request.urlopen(f"{address}/health", timeout=30)
            return address, code, key
        time.sleep(0.1)
    raise RuntimeError(log.read_text(encoding="utf-8", errors="replace"))


async def _without_browsers(address: str, code: str, key: str, n_phones: int) -> list[float]:
    """Return what the server alone takes: as many plain clients lock their first sentence at the same moment."""
    from tests.classroom.phones import Phone, Trainer

    port = int(address.rsplit(":", 1)[1])
    trainer = Trainer(port, key)
    trainer.do("open", step=DEBRIEF)
    clients = [Phone(port).join(code, f"plain {number}") for number in range(n_phones)]

    def lock(client: Phone) -> float:
        began = time.perf_counter()
        status, told = client.lock(step=DEBRIEF, kind="words", text="enough")
        assert status == 200, told
        return time.perf_counter() - began

    seconds = await asyncio.gather(*(asyncio.to_thread(lock, client) for client in clients))
    for client in clients:
        trainer.do("free", seat=client.seat)
    trainer.do("open", step=0)
    return list(seconds)


async def _phone(browser: Any, errors: list[str]) -> Any:
    context = await browser.new_context(viewport={"width": 390, "height": 844}, is_mobile=True, has_touch=True)
    page = await context.new_page()
    page.set_default_timeout(PATIENCE)
    session = await context.new_cdp_session(page)
    await session.send("Network.enable")
    await session.send("Network.emulateNetworkConditions", SLOW)
    page.on("pageerror", lambda error: errors.append(json.dumps(str(error))))
    page.on("response", lambda answer: errors.append(json.dumps(answer.url)) if answer.status >= 400 else None)
    return page


async def _join(page: Any, address: str, code: str, number: int) -> float:
    await page.goto(f"{address}/?code={code}")
    await page.fill("#name", f"person {number}")
    await page.select_option("#team", str(1 + number % N_TEAMS))
    began = time.perf_counter()
    await page.tap("text=Take a seat")
    await page.locator("text=You are in").wait_for()
    return time.perf_counter() - began


async def _lock_range(page: Any) -> float:
    """Return the time from a tap by the driver until it has seen the server's word that the answer is on the disk."""
    await page.get_by_label("At least").fill("10")
    await page.get_by_label("At most").fill("50")
    async with page.expect_response(lambda answer: answer.url.endswith("/answer")) as answer:
        began = time.perf_counter()
        await page.tap("text=Lock my range")
    await (await answer.value).finished()
    return time.perf_counter() - began


async def _year(trainer: Any, wall: Any, phones: list[Any], number: int, pid: int, late: bool) -> dict[str, Any]:
    """Return what a year's reveal takes if all plans are locked at one moment, after minutes in which they were made."""
    place = FIRST_PLAN + 2 * (number - 1)
    await _do(trainer, {"do": "open", "step": place})
    await asyncio.gather(*(_draft(page, team, number) for team, page in enumerate(phones)))
    await asyncio.sleep(SECONDS_OF_PLANNING)
    spent = await _at_rest(pid)
    if late:
        await asyncio.gather(*(_other_promise(page) for page in phones))
    moment = 1000 * (time.time() + SECONDS_UNTIL_TAP)
    locked = await asyncio.gather(*(page.evaluate(TAP, moment) for page in phones))
    began = time.perf_counter()
    await _do(trainer, {"do": "open", "step": place + 1})
    await _do(trainer, {"do": "reveal"})
    await wall.locator("caption", has_text="This year").wait_for(timeout=PATIENCE)
    first_tap = time.perf_counter() - began
    await _do(trainer, {"do": "reveal"})
    await wall.locator("progress, caption:has-text('On average')").first.wait_for(timeout=PATIENCE)
    progress = await wall.locator("progress").count()
    await wall.locator("caption", has_text="On average").wait_for(timeout=PATIENCE)
    return {
        "tap to 'Locked at', slowest, ms": max(locked),
        "first tap: this year of six teams, s": first_tap,
        "reveal, s": time.perf_counter() - began,
        "with progress": bool(progress),
        "CPU of the server, s": _cpu(pid) - spent,
    }


async def _draft(page: Any, team: int, number: int) -> None:
    """Make a plan that no other team has in this year, up to the button that locks it."""
    for lever, place in (("manner", (team + number) % 3), ("open_price", team // 3)):
        await _move(page, lever, place)
    await page.locator("button", has_text="Go on to the forecast").tap()
    await page.locator("#hypothesis").fill("as it was")
    await page.locator("#low").fill("0")
    await page.locator("#high").fill("3")
    await page.locator("button", has_text="Lock the plan").wait_for()


async def _move(page: Any, lever: str, place: int) -> None:
    row = page.locator("details.lever", has=page.locator(f"input[name={lever}]"))
    pick = row.locator(".pick").nth(place)
    await row.locator("summary").tap()
    await pick.tap()
    await pick.wait_for(state="hidden")  # it closes a moment later, and all below it moves up


async def _other_promise(page: Any) -> None:
    """Go back from the forecast, move one more lever, and come again to the button that locks the plan."""
    await page.locator("button", has_text="Back to the levers").tap()
    await _move(page, "promise", 0)
    await page.locator("button", has_text="Go on to the forecast").tap()
    await page.locator("button", has_text="Lock the plan").wait_for()


async def _do(trainer: Any, deed: dict[str, Any]) -> None:
    answer = await trainer.request.post(
        trainer.url.rsplit("/", 1)[0] + "/trainer/do", data=deed, headers={"origin": trainer.url.rsplit("/", 1)[0]}
    )
    assert answer.ok, await answer.text()


def _cpu(pid: int) -> float:
    """Return the seconds of processor a process has taken so far, all its threads together."""
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


async def _at_rest(pid: int) -> float:
    """Return the processor time a process has taken once it does nothing more in the background, as after minutes of planning."""
    spent = _cpu(pid)
    for _ in range(PATIENCE // 5000):
        await asyncio.sleep(5.0)
        before, spent = spent, _cpu(pid)
        if spent - before < 0.2:
            break
    return spent


def _memory(pid: int) -> float:
    """Return the memory a process holds, megabytes."""
    pages = int(Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def _spread(values: list[float]) -> dict[str, float]:
    return {"median": statistics.median(values), "95th percentile": statistics.quantiles(values, n=20)[18]}
