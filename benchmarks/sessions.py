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

N_SESSIONS = 50
SECONDS_BETWEEN = 10.0
N_MOVES = 3  # of every visitor
SEED = 20260105
N_HOSTILE = 10
DEAREST = (  # a link with every lever within its bounds that makes accounts as long as they may be, another each time
    "window=1248 weeks&replications=64&seed={}&reference.offer.complexity=4&reference.group.n_people_mean=12"
    "&reference.group.p_mention=0.05&reference.demand.load=3&programmes=Merged&programmes=Sales only"
)


class Visitor:
    """One browser tab, spoken for by its websocket."""

    def __init__(self, address: str, k: int) -> None:
        self.address, self.luck = address.replace("http", "ws") + "/_stcore/stream", random.Random(SEED + k)
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
            for _ in range(N_MOVES):
                await asyncio.sleep(self.luck.uniform(0.5, 1.5) * SECONDS_BETWEEN)
                key = self.luck.choice([name for name in self.sliders if "-merged." in name or "-baton_pass." in name])
                slider = self.sliders[key]
                steps = round((slider.max - slider.min) / slider.step)
                self.state[key] = slider.min + slider.step * self.luck.randint(0, steps)
                try:
                    seen = await self._rerun(line)
                except TimeoutError:
                    self.errors += 1
                    return
                for what, seconds in seen.items():
                    self.waits[what].append(seconds)

    async def _rerun(self, line: Any) -> dict[str, float]:
        """Ask for a run of the page and listen until it is done; return when its parts were there, in seconds."""
        from streamlit.proto.BackMsg_pb2 import BackMsg
        from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

        ask = BackMsg()
        ask.rerun_script.query_string = ""
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
        started = whole = False
        while True:
            said = ForwardMsg()
            said.ParseFromString(await asyncio.wait_for(line.recv(), 60))
            kind = said.WhichOneof("type")
            if kind == "new_session":
                started = True
            elif kind == "delta" and "levers." in said.delta.add_block.expandable.id:
                self.groups.add(said.delta.add_block.expandable.id)
            elif kind == "delta" and said.delta.WhichOneof("type") == "new_element":
                element = said.delta.new_element
                what = element.WhichOneof("type")
                if what == "html" and "bm-size" in element.html.body:
                    whole = "so far" not in element.html.body
                elif what == "vega_lite_chart" and "first_look" not in seen:
                    seen["first_look"] = time.perf_counter() - began
                if what == "vega_lite_chart" and whole and "full_answer" not in seen:
                    seen["full_answer"] = time.perf_counter() - began
                if what == "slider":
                    self.sliders[element.slider.id] = element.slider
                elif what == "exception" or (what == "alert" and element.alert.format == element.alert.ERROR):
                    self.errors += 1
            elif kind == "script_finished" and started:
                return {**seen, "whole_page": time.perf_counter() - began}


class Hostile(Visitor):
    """A tab that asks for the dearest it may have, sends rubbish, and leaves before it is answered, again and again."""

    n_sent = 0

    async def harass(self, done: asyncio.Event) -> None:
        """Go on until the others have finished."""
        import websockets

        while not done.is_set():
            try:
                async with websockets.connect(self.address, subprotocols=["streamlit"], max_size=None) as line:  # type: ignore[list-item]
                    for _ in range(self.luck.randint(1, 4)):
                        await line.send(self._attack())
                        self.n_sent += 1
                        await asyncio.sleep(self.luck.uniform(0.0, 1.0))
            except (OSError, websockets.WebSocketException):
                await asyncio.sleep(0.5)

    def _attack(self) -> bytes:
        from streamlit.proto.BackMsg_pb2 import BackMsg

        ask = BackMsg()
        kind = self.luck.randrange(4)
        if kind == 0:
            return self.luck.randbytes(self.luck.randint(1, 2000))
        ask.rerun_script.query_string = (
            DEAREST.format(self.luck.randrange(10**6))
            if kind == 1
            else f"own={'A' * 5000}&market=%00{self.luck.random()}"
        )
        if kind == 3:
            widget = ask.rerun_script.widget_states.widgets.add()
            widget.id = f"$$ID-{self.luck.randrange(10**9)}-merged.selling.skill"
            widget.double_array_value.data.append(self.luck.choice([math.nan, math.inf, -1e308]))
        return ask.SerializeToString()


async def _crowd(address: str, n_hostile: int = 0) -> tuple[list[Visitor], list[Hostile]]:
    visitors = [Visitor(address, k) for k in range(N_SESSIONS - n_hostile)]
    hostile = [Hostile(address, 20_000 + k) for k in range(n_hostile)]
    done = asyncio.Event()
    harassing = [asyncio.create_task(each.harass(done)) for each in hostile]
    await asyncio.gather(*(visitor.visit(k * SECONDS_BETWEEN / N_SESSIONS) for k, visitor in enumerate(visitors)))
    done.set()
    await asyncio.gather(*harassing)
    return visitors, hostile


def _memory(process: int) -> float:
    """Return the resident memory of a process in megabytes."""
    for row in Path(f"/proc/{process}/status").read_text().splitlines():
        if row.startswith("VmRSS"):
            return int(row.split()[1]) / 1024
    return float("nan")


def _cpu(process: int) -> float:
    """Return the processor time of a process in seconds."""
    fields = Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def run() -> dict[str, Any]:
    """Return waits in seconds from a lever to the finished page, errors, memory and processor time, by way of serving."""
    return {
        "classroom": _measured("--classroom"),
        "usual": _measured(),
        "usual_ten_of_them_hostile": _measured(n_hostile=N_HOSTILE),
        "load_average": round(os.getloadavg()[0], 1),
        "cores": os.cpu_count(),
    }


def _measured(*options: str, n_hostile: int = 0) -> dict[str, Any]:
    with served(*options) as (address, process):
        first = Visitor(address, 10_000)
        asyncio.run(_first(first))
        time.sleep(3)  # what is computed beforehand is there
        before, busy, own = _memory(process), _cpu(process), time.process_time()
        began = time.perf_counter()
        visitors, hostile = asyncio.run(_crowd(address, n_hostile))
        took = time.perf_counter() - began
        after, spent = _memory(process), _cpu(process) - busy
    waits = {what: sorted(wait for visitor in visitors for wait in visitor.waits[what]) for what in first.waits}
    n_moves = len(waits["whole_page"])
    return {
        "sessions": N_SESSIONS,
        **({"hostile": n_hostile, "hostile_messages": sum(each.n_sent for each in hostile)} if hostile else {}),
        "moves": n_moves,
        "errors": sum(visitor.errors for visitor in visitors),
        **{f"{what}_median_s": round(statistics.median(each), 2) for what, each in waits.items()},
        **{f"{what}_p95_s": round(each[int(0.95 * (len(each) - 1))], 2) for what, each in waits.items()},
        "open_p95_s": round(sorted(visitor.opened for visitor in visitors)[int(0.95 * (len(visitors) - 1))], 2),
        "memory_before_mb": round(before),
        "memory_per_session_mb": round((after - before) / N_SESSIONS, 2),
        "server_cpu_per_run_of_the_page_ms": round(1000 * spent / (n_moves + 2 * N_SESSIONS)),
        "server_cores_used": round(spent / took, 2),
        "visitors_cores_used": round((time.process_time() - own) / took, 2),
    }


async def _first(visitor: Visitor) -> None:
    """Let one visitor wait for everything that is only computed once."""
    import websockets

    async with websockets.connect(visitor.address, subprotocols=["streamlit"], max_size=None) as line:  # type: ignore[list-item]
        await visitor._rerun(line)


if __name__ == "__main__":
    print(json.dumps(run(), indent=2))
