"""What other visitors wait beside ten hostile ones of every kind: who leaves, who stays and moves, who reloads, who uploads."""

import asyncio
import json
import urllib.request
from typing import Any

from benchmarks.sessions import N_MOVES, Hostile, measured, times

N, N_HOSTILE = 24, 10
N_QUICK, N_HOSTILE_QUICK = 10, 5
LARGE_FILE = b"a: [" + b"1, " * 300_000 + b"1]"  # seconds of reading, and no scenario


class Restless(Hostile):
    """A tab that stays, and moves dear levers as fast as it is let."""

    async def _visit(self, line: Any, done: asyncio.Event) -> None:
        listening = asyncio.create_task(_listen(line))
        try:
            while not done.is_set():
                await line.send(self._move())
                self.n_sent += 1
                await asyncio.sleep(0.02)
        finally:
            listening.cancel()

    def _move(self) -> bytes:
        from streamlit.proto.BackMsg_pb2 import BackMsg

        ask = BackMsg()
        people, complexity = self.luck.uniform(4, 12), self.luck.uniform(2, 4)
        ask.rerun_script.query_string = (
            f"reference.group.n_people_mean={people:.1f}&reference.offer.complexity={complexity:.1f}"
            f"&seed={self.luck.randrange(10**6)}"
        )
        return ask.SerializeToString()


class Patient(Restless):
    """A tab that stays, and moves a dear lever as soon as the last move is answered."""

    async def _visit(self, line: Any, done: asyncio.Event) -> None:
        from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

        while not done.is_set():
            await line.send(self._move())
            self.n_sent += 1
            said = ForwardMsg()
            while said.WhichOneof("type") != "script_finished" and not done.is_set():
                try:
                    said.ParseFromString(await asyncio.wait_for(line.recv(), 1.0))
                except TimeoutError:
                    continue


class Reloading(Hostile):
    """A browser that reloads the first page again and again, a little before it is there."""

    async def _visit(self, line: Any, done: asyncio.Event) -> None:
        from streamlit.proto.BackMsg_pb2 import BackMsg

        ask = BackMsg()
        ask.rerun_script.query_string = ""
        await line.send(ask.SerializeToString())
        self.n_sent += 1
        await asyncio.sleep(self.luck.uniform(0.0, 0.1))


class Uploading(Restless):
    """A tab that sends large files which are no scenarios, one after another, and has each of them read."""

    n_kept = 0  # files the server took

    async def _visit(self, line: Any, done: asyncio.Event) -> None:
        from streamlit.proto.BackMsg_pb2 import BackMsg
        from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

        session = place = ""
        ask = BackMsg()
        ask.rerun_script.query_string = ""
        await line.send(ask.SerializeToString())
        while not done.is_set() and not (session and place):
            said = ForwardMsg()
            try:
                said.ParseFromString(await asyncio.wait_for(line.recv(), 1.0))
            except TimeoutError:
                continue
            session = said.new_session.initialize.session_id or session
            place = said.delta.new_element.file_uploader.id or place
        while not done.is_set():
            name = f"f{self.luck.randrange(10**9)}"
            await asyncio.to_thread(self._put, session, name)
            ask = BackMsg()
            widget = ask.rerun_script.widget_states.widgets.add()
            widget.id = place
            file = widget.file_uploader_state_value.uploaded_file_info.add()
            file.file_id, file.name, file.size = name, f"{name}.yaml", len(LARGE_FILE)
            file.file_urls.file_id = name
            await line.send(ask.SerializeToString())
            self.n_sent += 1
            await asyncio.sleep(0.2)

    def _put(self, session: str, name: str) -> None:
        """Upload a file as a browser does, whatever the server answers."""
        edge = "edge"
        body = (
            f'--{edge}\r\nContent-Disposition: form-data; name="file"; filename="{name}.yaml"\r\n\r\n'.encode()
            + LARGE_FILE
            + self.luck.randbytes(4).hex().encode()
            + f"\r\n--{edge}--\r\n".encode()
        )
        server = self.address.replace("ws", "http", 1).removesuffix("/stream")
        try:
            with urllib.request.urlopen(f"{server}/health", timeout=30) as said:  # as a browser gets what every form shows again
                token = said.headers["Set-Cookie"].split(";")[0].split("=", 1)[1]
            shown = {"X-Xsrftoken": token, "Cookie": f"_streamlit_xsrf={token}"}
            kind = {"Content-Type": f"multipart/form-data; boundary={edge}"}
            ask = urllib.request.Request(f"{server}/upload_file/{session}/{name}", body, kind | shown, method="PUT")
            with urllib.request.urlopen(ask, timeout=30):
                self.n_kept += 1
        except OSError:
            pass


class Storming(Uploading):
    """A tab that tells of files that it never sent, as fast as it can: nothing it does waits for the server."""

    def _put(self, session: str, name: str) -> None:
        """Send nothing."""


async def _listen(line: Any) -> None:
    async for _ in line:
        pass


KINDS: dict[str, type[Hostile]] = {
    "who leave before they are answered": Hostile,
    "who stay and move faster than they are answered": Restless,
    "who stay and move once they are answered": Patient,
    "who reload": Reloading,
    "who upload": Uploading,
    "who tell of files they never sent": Storming,
}


def run(quick: bool = False) -> dict[str, Any]:
    """Return how many times as long visitors wait beside hostile ones of each kind as alone, and both in seconds."""
    n, n_hostile, n_moves = (N_QUICK, N_HOSTILE_QUICK, 1) if quick else (N, N_HOSTILE, N_MOVES - 1)
    alone = [measured(n, n_moves)]
    beside = {words: measured(n, n_moves, n_hostile, kind=kind) for words, kind in KINDS.items()}
    alone.append(measured(n, n_moves))  # before and after: a machine is not always as fast
    usual = {name: (alone[0][name] + alone[1][name]) / 2 for name in alone[0] if name.endswith("_s")}
    found = {f"beside {n_hostile} {words}": {"times_the_wait": times(each, usual), **each} for words, each in beside.items()}
    return {"alone": alone, **found}


if __name__ == "__main__":
    print(json.dumps(run(), indent=2))
