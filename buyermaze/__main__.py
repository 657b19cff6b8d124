"""The program ``buyermaze``, also as ``python -m buyermaze``: the command line."""

import os
import signal
from typing import Any


def main() -> None:
    """Start the command line; who stops it while it is being loaded gets the sentence that it says later on as well."""
    numbers = [getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)]
    usual = {number: signal.getsignal(number) for number in numbers}
    usual = {number: take for number, take in usual.items() if take in (signal.SIG_DFL, signal.default_int_handler)}
    for number in usual:
        signal.signal(number, _stopped)
    from buyermaze.experiments.commands import main as begin
    from buyermaze.experiments.commands.shared import own_code  # with errors the last that is loaded before it begins
    from buyermaze.simulator.core import errors

    assert own_code and errors
    for number, take in usual.items():
        signal.signal(number, take)
    begin()


def _stopped(*_: Any) -> None:
    os.write(2, b"buyermaze: stopped\n")
    os._exit(130)


if __name__ == "__main__":
    main()
