"""Start the command line and turn whatever happens into an exit code and, if need be, one sentence."""

import atexit
import codecs
import gc
import io
import os
import signal
import sys
import threading
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any, Final

DONE, OURS, USERS, INTERRUPTED = 0, 1, 2, 130
N_YOUNG: Final = 20_000  # objects after which Python looks for garbage; what a start loads is none

PLAINER = "buyermaze-plainer"  # how characters are written that the encoding of an output does not have
INSTEAD = {
    "±": "+-",
    "∞": "infinity",
    "–": "-",
    "—": "-",
    "’": "'",
    "‘": "'",
    "“": '"',
    "”": '"',
    "…": "...",
    "×": "x",
    "→": "->",
    "−": "-",
    "≥": ">=",
    "≤": "<=",
    "€": "EUR",
    "£": "GBP",
    "•": "*",
    "━": "-",
    "─": "-",
    "│": "|",
    "╭": "+",
    "╮": "+",
    "╰": "+",
    "╯": "+",
}


def _plainer(error: UnicodeError) -> tuple[str, int]:
    """Write what an encoding cannot hold in plainer characters, so that output never ends in a failure."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    written = ""
    for character in error.object[error.start : error.end]:
        letters = unicodedata.normalize("NFKD", character).encode("ascii", "ignore").decode()
        written += INSTEAD.get(character) or letters or "?"
    return written, error.end


codecs.register_error(PLAINER, _plainer)


class _Closed(io.TextIOBase):
    """Stands for a standard stream that was closed before we were started."""

    def __init__(self, name: str) -> None:
        self.name = name

    def write(self, text: str) -> int:
        """Say that nobody can read what is written here; what goes to standard error is lost anyway."""
        if self.name == "standard error":
            return len(text)
        from buyermaze.simulator.core.errors import InputProblem

        raise InputProblem(f"{self.name} is closed, so nothing can be shown; let it go to a file or to /dev/null")


def main(arguments: list[str] | None = None) -> None:
    """Run the command line and leave with 0 (done), 2 (a mistake in what was asked), 1 (ours) or 130 (stopped)."""
    gc.set_threshold(N_YOUNG, *gc.get_threshold()[1:])
    if sys.stdout is None:
        sys.stdout = _Closed("standard output")
    if sys.stderr is None:
        sys.stderr = _Closed("standard error")
    sys.stdout = _written_whole(sys.stdout)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors=PLAINER)
    from buyermaze.experiments.commands.shared.own_code import in_sentences

    with _ended_politely(), in_sentences(lambda sentence: _say(sentence, DONE)):
        try:
            code = _code(sys.argv[1:] if arguments is None else arguments)
        except KeyboardInterrupt:  # before there was anything that takes it
            code = _say("stopped", INTERRUPTED)
        if arguments is None:
            _nothing_left_to_stop(code)
    sys.exit(code)


def _nothing_left_to_stop(code: int) -> None:
    """Let whoever ends us from now on, while Python puts its things away, find a command that is over, with its exit code."""
    with suppress(OSError, ValueError):
        sys.stdout.flush()
    if code == INTERRUPTED:
        os._exit(code)  # what was stopped while text was run as code would end as if by the signal, however it was taken
    numbers = [getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)]
    for number in numbers:
        if signal.getsignal(number) != signal.SIG_IGN:
            signal.signal(number, lambda *_: os._exit(code))  # threads may be waited for
            atexit.register(signal.signal, number, signal.SIG_IGN)  # no handler of Python's is called after that


def _written_whole(stream: Any) -> Any:
    """Return an output that writes all it is given or fails; one without a buffer leaves out, unsaid, what a disk cannot hold.

    Only that of the process is changed: what somebody put in its place is theirs to write to and to close.
    """
    raw, is_ours = getattr(stream, "buffer", None), stream is sys.__stdout__
    if not is_ours or not isinstance(raw, io.RawIOBase):
        return stream
    return io.TextIOWrapper(io.BufferedWriter(raw), stream.encoding, stream.errors, line_buffering=True)


@contextmanager
def _ended_politely() -> Iterator[None]:
    """Take SIGTERM and a terminal that is closed (SIGHUP) as Ctrl-C; a second one ends us at once."""

    def stop(*_: Any) -> None:
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        raise KeyboardInterrupt

    ours: dict[int, Any] = {signal.SIGTERM: stop}
    if hasattr(signal, "SIGHUP"):
        ours[signal.SIGHUP] = lambda *_: signal.raise_signal(signal.SIGTERM)  # servers and sweeps take that in their own way
    if threading.current_thread() is not threading.main_thread():
        ours = {}
    ours = {number: take for number, take in ours.items() if signal.getsignal(number) == signal.SIG_DFL}  # nohup ignores one
    for number, take in ours.items():
        signal.signal(number, take)
    try:
        yield
    finally:
        for number, take in ours.items():
            if signal.getsignal(number) is take:
                signal.signal(number, signal.SIG_DFL)


def _code(arguments: list[str]) -> int:
    from buyermaze.simulator.core.errors import InputProblem

    try:
        from buyermaze.experiments.commands.commands import (
            command_line,  # takes a while, in which we may be stopped as well
        )
        from buyermaze.experiments.commands.shared.old_caches import tidy

        answer = command_line(arguments)(args=arguments, prog_name="buyermaze", standalone_mode=False, obj=arguments)
        sys.stdout.flush()
        tidy()
        if own := sys.modules.get("buyermaze.simulator.outcomes.own"):
            for sentence in own.failures():
                _say(sentence, DONE)
        if answer == INTERRUPTED:  # the command did not say so itself
            raise KeyboardInterrupt
        return abs(answer) if isinstance(answer, int) else DONE
    except InputProblem as problem:
        return _say(str(problem), USERS)
    except KeyboardInterrupt:
        return _say("stopped", INTERRUPTED)
    except (BrokenPipeError, SystemExit) as leaving:
        if isinstance(leaving.__context__ or leaving, BrokenPipeError):
            return _nobody_reads()
        if why := _of_extension(leaving):
            return _say(why, USERS)
        raise
    except Exception as error:
        return _usage(error) if hasattr(error, "format_message") else _failure(error)
    except BaseException as error:
        if why := _of_extension(error):
            return _say(why, USERS)
        raise


def _of_extension(error: BaseException) -> str:
    """Return the sentence that says which part of somebody's own an error came from, if it came from one."""
    registry = sys.modules.get("buyermaze.simulator.extensions.registry")
    return str(registry.blamed(error)) if registry else ""


def _say(sentence: str, code: int) -> int:
    from buyermaze.simulator.core.plain_text import one_line

    with suppress(OSError, ValueError):
        print(one_line(f"buyermaze: {sentence}"), file=sys.stderr)
    return code


def _nobody_reads() -> int:
    """Leave quietly: the reader of our output has what it wanted."""
    _drop_output()
    return DONE


def _drop_output() -> None:
    """See to it that nothing complains, at the end, about output that could not be written."""
    with suppress(OSError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _usage(error: Any) -> int:
    """Tell a mistake in the use of commands and options; without any command, help has been printed already."""
    message = str(error.format_message()).rstrip(".")
    place = getattr(getattr(error, "ctx", None), "command_path", None) or "buyermaze"
    if getattr(error, "option_name", None) in ("--json", "--csv", "--xlsx"):
        from buyermaze.experiments.commands.commands import WITHOUT_TABLE

        if why := WITHOUT_TABLE.get(place.removeprefix("buyermaze ")):
            message = f"{place} has no {error.option_name}: {why}"
    return _say(f"{message}; try '{place} --help'", USERS) if message else USERS


def _failure(error: Exception) -> int:
    import traceback

    if why := _of_extension(error):
        return _say(why, USERS)
    if isinstance(error, OSError):
        place = f" '{error.filename}'" if error.filename else ""
        _drop_output()
        return _say(f"cannot read or write{place}: {error.strerror or error}", USERS)
    if isinstance(error, ValueError) and str(error).startswith("embedded null"):  # as Python says of a path
        return _say("a name holds the character NUL, which no file can have in its name", USERS)
    if isinstance(error, MemoryError):
        return _say("there is not enough memory for this; ask for fewer accounts or replications", USERS)
    traceback.print_exception(error)
    registry = sys.modules.get("buyermaze.simulator.extensions.registry")
    if registry and registry.LOADED:  # whose code may change anything, what Python itself brings included
        own = ", ".join(dict.fromkeys(registry.LOADED))
        return _say(f"this is a fault of the program or of the extension {own:.200}; try without it before you report it", OURS)
    return _say("this is a fault of the program, not of yours; please report the lines above", OURS)
