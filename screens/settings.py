"""How the app is served and how much a visitor may ask for."""

import json
import os
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

CONFIG: Final = Path(__file__).with_name("config.toml")
APP: Final = Path(__file__).resolve().parent / "start" / "app.py"
READ_ONLY, CLASSROOM, SWEEP = "BUYERMAZE_APP_READ_ONLY", "BUYERMAZE_APP_CLASSROOM", "BUYERMAZE_APP_SWEEP"
AFTERWARDS: Final = "afterwards"  # what a page goes on with once all of it has been drawn, kept for this visitor
REPLICATIONS: Final = (2, 4, 8, 16, 32, 64)
STRETCHES: Final = (0.5, 1.0, 2.0, 4.0)  # of the market's own observation window
MOST_JOURNEYS: Final = 400_000  # accounts that one comparison may simulate, over all replications and programmes


@dataclass(frozen=True)
class Limits:
    """What a visitor may do."""

    read_only: bool = False
    classroom: bool = False

    @property
    def replications(self) -> tuple[int, ...]:
        """Return the replications offered."""
        return REPLICATIONS[:3] if self.classroom else REPLICATIONS

    @property
    def usual(self) -> tuple[float, int]:
        """Return the stretch of the observation window and the replications offered first."""
        return (0.5, 2) if self.classroom else (1.0, 4)

    @property
    def stretches(self) -> tuple[float, ...]:
        """Return the lengths of the observation window offered, relative to the market's own."""
        return STRETCHES[:2] if self.classroom else STRETCHES


def limits() -> Limits:
    """Read the limits the launcher set."""
    return Limits(os.environ.get(READ_ONLY) == "1", os.environ.get(CLASSROOM) == "1")


def sweep_folder() -> Path | None:
    """Return the sweep folder given at start, if any; nobody but the launcher can name one."""
    folder = os.environ.get(SWEEP)
    return Path(folder) if folder else None


def flags(**changes: Any) -> list[str]:
    """Return the settings as options of ``streamlit run``; ``changes`` replaces values, dots written as two underlines."""
    settings = dict(_flat(tomllib.loads(CONFIG.read_text(encoding="utf-8"))))
    settings |= {name.replace("__", "."): value for name, value in changes.items() if value is not None}
    # a list goes as one JSON text: of an option given several times, themes take the last
    return [f"--{name}={value if isinstance(value, str) else json.dumps(value)}" for name, value in settings.items()]


def _flat(sheet: dict[str, Any], prefix: str = "") -> list[tuple[str, Any]]:
    entries: list[tuple[str, Any]] = []
    for name, value in sheet.items():
        entries += _flat(value, f"{prefix}{name}.") if isinstance(value, dict) else [(f"{prefix}{name}", value)]
    return entries
