"""Long work in a process apart, so that it takes no turn of the interpreter from those who serve pages, and can be ended.

The process is begun when there is something to do, is served by the machine after everything else, and ends with its server, when
it has been idle for long, or when it has grown large, so that memory is given back.
"""

import itertools
import os
import pickle
import queue
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any, Final, NamedTuple

NICENESS: Final = 15
SECONDS_TO_LEAVE: Final = 10.0  # for work that nobody waits for any more to stop by itself; a new process is slow at its first job
SECONDS_IDLE: Final = 300.0
MOST_BYTES: Final = 600_000_000  # that the process may hold and still be used again
_numbers: Final = itertools.count(1)  # of jobs


class Withdrawn(Exception):
    """Nobody waits any more for what this thread works on."""


class Work(NamedTuple):
    """What a thread works on."""

    order: Any
    give_way: Callable[[], None] | None = None  # does what has become more urgent


class _Here(threading.local):
    work: Work | None = None


here: Final = _Here()


def look(*_: object) -> None:
    """Leave the job of this thread if its order was withdrawn, and give way to what is due first; jobs call this often.

    Raises
    ------
    Withdrawn
        If nobody waits for it.
    """
    if (work := here.work) is not None:
        work.order.look()
        if work.give_way:
            work.give_way()


def report(done: int, of: int) -> None:
    """Say how far the job of this thread is, and leave it if its order was withdrawn."""
    if (work := here.work) is not None:
        work.order.progress = done, of
        look()


class Apart:
    """The server's end: one process, begun when needed and again when it has ended."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._sending = threading.Lock()
        self._number = 0  # of the job that is being done; 0 between two
        self._begun = 0  # the last one that the process began with, once it was up

    def do(self, job: Callable[[], Any], order: Any) -> Any:
        """Return what a job returns, done apart if it can be sent there and here otherwise.

        Raises
        ------
        Withdrawn
            If its order was withdrawn before it was done.
        """
        try:
            sent = pickle.dumps(job)
        except (pickle.PicklingError, AttributeError, TypeError):
            return job()
        if b"__main__" in sent:  # known here alone
            return job()
        self._number = number = next(_numbers)
        order.leave.add(leave := lambda: self._leave(number))
        try:
            for _ in range(2):  # one that had just ended is begun again
                order.look()
                with suppress(EOFError, OSError, pickle.UnpicklingError):
                    return self._answer(number, sent, order)
                self._bury()
            order.look()
            raise RuntimeError("a process apart ended twice before it was done")
        finally:
            self._number = 0
            order.leave.discard(leave)

    def _answer(self, number: int, sent: bytes, order: Any) -> Any:
        process = self._running()
        assert process.stdout is not None
        self._send(number, sent)
        while True:
            kind, what = pickle.load(process.stdout)
            if kind == "begun":
                self._begun = number
            elif kind == "progress":
                order.progress = what
            elif kind == "answer":
                return what
            else:
                raise what

    def _running(self) -> "subprocess.Popen[bytes]":
        if self._process is None or self._process.poll() is not None:
            self._process = subprocess.Popen(
                [sys.executable, "-P", "-m", __name__],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                env=_environment(),
            )
        return self._process

    def _send(self, number: int, sent: bytes | None) -> None:
        with self._sending:
            assert self._process is not None and self._process.stdin is not None
            pickle.dump((number, sent), self._process.stdin)
            self._process.stdin.flush()

    def _leave(self, number: int) -> None:
        """Tell the process that nobody waits for a job, and end it if that does not help."""
        with suppress(OSError, AssertionError):
            self._send(number, None)
        self._end_later(number)

    def _end_later(self, number: int) -> None:
        timer = threading.Timer(SECONDS_TO_LEAVE, self._end, (number,))
        timer.daemon = True
        timer.start()

    def _bury(self) -> None:
        """Let go of a process that has ended, or answers nothing that can be read."""
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.wait()
            for end in (process.stdin, process.stdout):
                with suppress(OSError, AttributeError):
                    end.close()  # type: ignore[union-attr]

    def _end(self, number: int) -> None:
        """End the process if it is still at a job; one that is only getting ready will not begin with it."""
        if self._number != number or self._process is None:
            return
        if self._begun == number:
            self._process.kill()
        else:
            self._end_later(number)


def _environment() -> dict[str, str]:
    """Return our surroundings, with modules found where they are found here."""
    return {**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}


class _Order:
    """The process's end of an order: tells the server how far it is, and learns whether anybody waits."""

    def __init__(self, number: int, gone: "set[int]", say: Callable[[str, Any], None]) -> None:
        self._number, self._gone, self._say = number, gone, say

    def look(self) -> None:
        if self._number in self._gone:
            raise Withdrawn

    def __setattr__(self, name: str, value: Any) -> None:
        if name == "progress":
            self._say("progress", value)
        else:
            super().__setattr__(name, value)


def main() -> None:
    """Do one job after another, as they come in."""
    import signal

    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what anything prints does not get among the answers
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # our server ends us
    with suppress(AttributeError, OSError):
        os.nice(NICENESS)
    orders: queue.SimpleQueue[tuple[int, bytes]] = queue.SimpleQueue()
    gone: set[int] = set()

    def listen() -> None:
        while True:
            try:
                number, sent = pickle.load(sys.stdin.buffer)
            except (EOFError, OSError, pickle.UnpicklingError):
                os._exit(0)  # the server has gone
            if sent is None:
                gone.add(number)
            else:
                orders.put((number, sent))

    def say(kind: str, what: Any) -> None:
        pickle.dump((kind, what), answers)
        answers.flush()

    threading.Thread(target=listen, name="listen", daemon=True).start()
    while not _is_large():
        try:
            number, sent = orders.get(timeout=SECONDS_IDLE)
        except queue.Empty:
            return
        here.work = Work(_Order(number, gone, say))
        try:
            job = pickle.loads(sent)
            say("begun", None)
            look()
            answer = "answer", job()
            pickle.dumps(answer[1])
        except BaseException as problem:
            answer = "problem", _plain(problem)
        say(*answer)
        gone.discard(number)


def _plain(problem: BaseException) -> BaseException:
    """Return a problem as it can be sent: itself if it can, else what it says."""
    try:
        pickle.loads(pickle.dumps(problem))
    except Exception:
        return RuntimeError(f"{type(problem).__name__}: {problem}")
    return problem


def _is_large() -> bool:
    """Say whether this process holds much, where the system tells."""
    with suppress(OSError):
        n_pages = int(Path("/proc/self/statm").read_text().split()[1])
        return n_pages * os.sysconf("SC_PAGE_SIZE") > MOST_BYTES
    return False


if __name__ == "__main__":
    from buyermaze.screens.engine.apart import main as begin  # the module others know, not a second one under this name

    begin()
    os._exit(0)  # the thread that listens holds standard input, for which an interpreter that puts its things away waits in vain
