"""Start the command line and turn whatever happens into an exit code and, if need be, one sentence."""

import os
import sys
from typing import Any

DONE, OURS, USERS, INTERRUPTED = 0, 1, 2, 130


def main(arguments: list[str] | None = None) -> None:
    """Run the command line and leave with 0 (done), 2 (a mistake in what was asked), 1 (ours) or 130 (stopped)."""
    sys.exit(_code(sys.argv[1:] if arguments is None else arguments))


def _code(arguments: list[str]) -> int:
    from buyermaze.experiments.commands.commands import app
    from buyermaze.simulator.core.errors import InputProblem

    try:
        answer = app(args=arguments, prog_name="buyermaze", standalone_mode=False, obj=arguments)
        sys.stdout.flush()
        if answer == INTERRUPTED:
            raise KeyboardInterrupt
        return answer if isinstance(answer, int) else DONE
    except InputProblem as problem:
        return _say(str(problem), USERS)
    except KeyboardInterrupt:
        return _say("stopped", INTERRUPTED)
    except (BrokenPipeError, SystemExit) as leaving:
        if not isinstance(leaving.__context__ or leaving, BrokenPipeError):
            raise
        return _nobody_reads()
    except Exception as error:
        return _usage(error) if hasattr(error, "format_message") else _failure(error)


def _say(sentence: str, code: int) -> int:
    print(f"buyermaze: {' '.join(sentence.split())}", file=sys.stderr)
    return code


def _nobody_reads() -> int:
    """Leave quietly: the reader of our output has what it wanted, and nothing may complain about it at the end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return DONE


def _usage(error: Any) -> int:
    """Tell a mistake in the use of commands and options; without any command, help has been printed already."""
    message = str(error.format_message()).rstrip(".")
    return _say(f"{message}; try 'buyermaze --help'", USERS) if message else USERS


def _failure(error: Exception) -> int:
    import traceback

    if isinstance(error, OSError):
        place = f" '{error.filename}'" if error.filename else ""
        return _say(f"cannot read or write{place}: {error.strerror or error}", USERS)
    traceback.print_exception(error)
    return _say("this is a fault of the program, not of yours; please report the lines above", OURS)
