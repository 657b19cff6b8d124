"""Fifty visitors at once, each moving a lever every ten seconds: how long they wait, also while ten of them are hostile."""

import asyncio
import json
import math
import os
import random
import statistics
import time
from pathlib import Path
from typing import Any

from benchmarks.slider import served

N_SESSIONS, N_HOSTILE = 50, 10
N_SESSIONS_QUICK, N_HOSTILE_QUICK = 10, 2
SECONDS_BETWEEN = 10.0
SECONDS_WAITED = 60.0  # for the next word of the server
N_MOVES, N_MOVES_QUICK = 3, 1  # of every visitor
SEED = 20260105
ASKED_BY_HOSTILE = (  # addresses within all bounds, with other luck each time so that no answer is at hand
    # as dear as is answered: minutes of a core
    "window=1248 weeks&replications=16&seed={}",
    # accounts of a few hundred events, many of them, as four organisations
    "replications=64&seed={}&reference.offer.complexity=4&reference.group.n_people_mean=12&programmes=Merged"
    "&programmes=Sales only&programmes=Baton pass&programmes=Nurture machine",
    # dearer than is answered: refused once its first accounts were counted
    "window=1248 weeks&replications=64&seed={}&reference.offer.complexity=4&reference.group.n_people_mean=12"
    "&reference.group.p_mention=0.05&reference.demand.load=3&programmes=Merged&programmes=Sales only",
)
PAGES_OF_HOSTILE = ("", "", "maze", "deal", "customers", "attribution", "budget", "plans", "content", "trust")


class Visitor:
    """One browser tab, spoken for by its websocket."""

    def __init__(self, address: str, k: int, n_moves: int = N_MOVES) -> None:
        self.address, self.luck = address.replace("http", "ws") + "/_stcore/stream", random.Random(SEED + k)
        self.n_moves = n_moves
        self.sent: dict[str, bytes] = {}  # what the server will not send twice, by its mark
        self.groups: set[str] = set()  # of levers; a closed one draws none
        self.sliders: dict[str, Any] = {}
        self.state: dict[str, float] = {}
        self.waits: dict[str, list[float]] = {"first_look": [], "full_answer": [], "whole_page": []}
        self.errors = 0
        self.opened = float("nan")

    async def visit(self, delay: float) -> None:
        """Open the first page and move levers, one every ten seconds."""
        import websockets

        await asyncio.sleep(delay)
        async with websockets.connect(self.address, subprotocols=["streamlit"], max_size=None) as line:  # type: ignore[list-item]
            self.opened = (await self._rerun(line))["whole_page"]
            await self._rerun(line)  # with the groups of levers open
            for _ in range(self.n_moves):
                await asyncio.sleep(self.luck.uniform(0.5, 1.5) * SECONDS_BETWEEN)
                key = self.luck.choice([name for name in self.sliders if "-merged." in name or "-baton_pass." in name])
                slider = self.sliders[key]
                steps = round((slider.max - slider.min) / slider.step)
                self.state[key] = slider.min + slider.step * self.luck.randint(0, steps)
                try:
                    seen = await self._rerun(line)
                except TimeoutError:  # counted as a wait of all the time it was waited for: the worst ones are not left out
                    self.errors += 1
                    for waits in self.waits.values():
                        waits.append(SECONDS_WAITED)
                    return
                for what, seconds in seen.items():
                    self.waits[what].append(seconds)

    async def _rerun(self, line: Any) -> dict[str, float]:
        """Ask for a run of the page and listen until it is done; return when its parts were there, in seconds."""
        from streamlit.proto.BackMsg_pb2 import BackMsg
        from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

        ask = BackMsg()
        ask.rerun_script.query_string = "sharpen=false"  # what comes later by itself is not waited for
        for key, value in self.state.items():
            widget = ask.rerun_script.widget_states.widgets.add()
            widget.id = key
            widget.double_array_value.data.append(value)
        for key in self.groups:
            widget = ask.rerun_script.widget_states.widgets.add()
            widget.id = key
            widget.bool_value = True
        seen: dict[str, float] = {}
        began = time.perf_counter()
        await line.send(ask.SerializeToString())
        started = False
        while True:
            said = ForwardMsg()
            said.ParseFromString(await asyncio.wait_for(line.recv(), SECONDS_WAITED))
            if said.metadata.cacheable:
                self.sent[said.hash] = said.SerializeToString()
            if said.WhichOneof("type") == "ref_hash":
                said.ParseFromString(self.sent[said.ref_hash])
            kind = said.WhichOneof("type")
            if kind == "new_session":
                started = True
            elif kind == "delta" and "levers." in said.delta.add_block.expandable.id:
                self.groups.add(said.delta.add_block.expandable.id)
            elif kind == "delta" and said.delta.WhichOneof("type") == "new_element":
                for part in self._parts(said.delta.new_element):
                    seen.setdefault(part, time.perf_counter() - began)
            elif kind == "script_finished" and started:
                return seen

    def _parts(self, element: Any) -> list[str]:
        """Return which parts of the answer an element of the page completes; note levers and errors."""
        what = element.WhichOneof("type")
        if what == "slider":
            self.sliders[element.slider.id] = element.slider
        elif what == "exception" or (what == "alert" and element.alert.format == element.alert.ERROR):
            self.errors += 1
        elif what == "html" and 'data-testid="bm-answer"' in element.html.body:
            return ["first_look"] if "so far" in element.html.body else ["first_look", "full_answer"]
        elif what == "html" and 'data-testid="bm-page"' in element.html.body:
            return ["whole_page"]
        return []


class Hostile(Visitor):
    """A tab that asks for the dearest it may have, sends rubbish, and leaves before it is answered, again and again."""

    n_sent = 0

    async def harass(self, done: asyncio.Event) -> None:
        """Come again and again until the others have finished."""
        import websockets

        while not done.is_set():
            try:
                async with websockets.connect(self.address, subprotocols=["streamlit"], max_size=None) as line:  # type: ignore[list-item]
                    await self._visit(line, done)
            except (OSError, websockets.WebSocketException):
                await asyncio.sleep(0.5)

    async def _visit(self, line: Any, done: asyncio.Event) -> None:
        for _ in range(self.luck.randint(1, 4)):
            await line.send(self._attack())
            self.n_sent += 1
            await asyncio.sleep(self.luck.uniform(0.0, 1.0))

    def _attack(self) -> bytes:
        from streamlit.proto.BackMsg_pb2 import BackMsg

        ask = BackMsg()
        kind = self.luck.randrange(6)
        if kind == 0:
            return self.luck.randbytes(self.luck.randint(1, 2000))
        if kind <= 3:
            ask.rerun_script.query_string = self.luck.choice(ASKED_BY_HOSTILE).format(self.luck.randrange(10**6))
            ask.rerun_script.page_name = self.luck.choice(PAGES_OF_HOSTILE)
        else:
            ask.rerun_script.query_string = f"own={'A' * 5000}&market=%00{self.luck.random()}"
        if kind == 5:
            widget = ask.rerun_script.widget_states.widgets.add()
            widget.id = f"$$ID-{self.luck.randrange(10**9)}-merged.selling.skill"
            widget.double_array_value.data.append(self.luck.choice([math.nan, math.inf, -1e308]))
        return ask.SerializeToString()


async def _crowd(
    address: str, n: int, n_moves: int, n_hostile: int, kind: type[Hostile]
) -> tuple[list[Visitor], list[Hostile]]:
    visitors = [Visitor(address, k, n_moves) for k in range(n)]
    hostile = [kind(address, 20_000 + k) for k in range(n_hostile)]
    done = asyncio.Event()
    harassing = [asyncio.create_task(each.harass(done)) for each in hostile]
    await asyncio.gather(*(visitor.visit(k * SECONDS_BETWEEN / n) for k, visitor in enumerate(visitors)))
    done.set()
    await asyncio.gather(*harassing)
    return visitors, hostile


def _with_children(process: int) -> list[int]:
    """Return a process and those it began, which do its long work."""
    children = Path(f"/proc/{process}/task").glob("*/children")
    return [process, *(int(child) for each in children for child in each.read_text().split())]


def _memory(*processes: int) -> float:
    """Return the resident memory of processes in megabytes."""
    rows = (row for each in processes for row in Path(f"/proc/{each}/status").read_text().splitlines())
    return sum(int(row.split()[1]) / 1024 for row in rows if row.startswith("VmRSS"))


def _cpu(process: int) -> float:
    """Return the processor time of a process and those it began, ended ones included, in seconds."""
    found = 0
    for each in _with_children(process):
        fields = Path(f"/proc/{each}/stat").read_text().rsplit(")", 1)[1].split()
        found += sum(int(field) for field in fields[11:15])
    return found / os.sysconf("SC_CLK_TCK")


def run(quick: bool = False) -> dict[str, Any]:
    """Return waits in seconds from a lever to the finished page, errors, memory and processor time, by way of serving.

    The same visitors are watched alone and beside hostile ones; ``times_the_wait`` is how many times as long they wait then.
    ``quick`` takes ten visitors instead of fifty, a move each.
    """
    n, n_hostile = (N_SESSIONS_QUICK, N_HOSTILE_QUICK) if quick else (N_SESSIONS, N_HOSTILE)
    n_moves = N_MOVES_QUICK if quick else N_MOVES
    alone = measured(n - n_hostile, n_moves)
    beside = measured(n - n_hostile, n_moves, n_hostile)
    return {
        **({} if quick else {"classroom": measured(n, n_moves, 0, "--classroom"), "usual": measured(n, n_moves)}),
        "without_the_hostile": alone,
        "beside_the_hostile": beside,
        "times_the_wait": times(beside, alone),
        "load_average": round(os.getloadavg()[0], 1),
        "cores": os.cpu_count(),
    }


def times(beside: dict[str, Any], alone: dict[str, Any]) -> dict[str, float]:
    """Return how many times as long visitors waited beside others as alone."""
    return {name: round(beside[name] / alone[name], 2) for name in alone if name.endswith("_s") and alone[name] > 0}


def measured(n: int, n_moves: int, n_hostile: int = 0, *options: str, kind: type[Hostile] = Hostile) -> dict[str, Any]:
    """Return what visitors of a server waited, beside hostile ones of a kind, and what that took."""
    with served(*options) as (address, process):
        first = Visitor(address, 10_000)
        asyncio.run(_first(first))
        time.sleep(3)  # what is computed beforehand is there
        before, busy, own = _memory(process), _cpu(process), time.process_time()
        began = time.perf_counter()
        visitors, hostile = asyncio.run(_crowd(address, n, n_moves, n_hostile, kind))
        took = time.perf_counter() - began
        after, spent = _memory(process), _cpu(process) - busy
        apart = _memory(*_with_children(process)[1:])
    waits = {what: sorted(wait for visitor in visitors for wait in visitor.waits[what]) for what in first.waits}
    moves = len(waits["whole_page"])
    return {
        "sessions": n,
        **({"hostile": n_hostile, "hostile_messages": sum(each.n_sent for each in hostile)} if hostile else {}),
        "moves": moves,
        "errors": sum(visitor.errors for visitor in visitors),
        **{f"{what}_median_s": round(statistics.median(each), 2) for what, each in waits.items()},
        **{f"{what}_p95_s": round(_p95(each), 2) for what, each in waits.items()},
        "open_p95_s": round(_p95(sorted(visitor.opened for visitor in visitors)), 2),
        "memory_before_mb": round(before),
        "memory_per_session_mb": round((after - before) / n, 2),
        "memory_of_processes_apart_mb": round(apart),
        "server_cpu_per_run_of_the_page_ms": round(1000 * spent / (moves + 2 * n)),
        "server_cores_used": round(spent / took, 2),
        "visitors_cores_used": round((time.process_time() - own) / took, 2),
    }


def _p95(ordered: list[float]) -> float:
    return ordered[int(0.95 * (len(ordered) - 1))]


async def _first(visitor: Visitor) -> None:
    """Let one visitor wait for everything that is only computed once."""
    import websockets

    async with websockets.connect(visitor.address, subprotocols=["streamlit"], max_size=None) as line:  # type: ignore[list-item]
        await visitor._rerun(line)


if __name__ == "__main__":
    print(json.dumps(run(), indent=2))
