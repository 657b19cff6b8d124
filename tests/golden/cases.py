"""The pinned runs: every organisation in the reference market, every market under two organisations."""

import hashlib
import json
from pathlib import Path

from buyermaze.simulator.inputs.reading.loading import load
from buyermaze.simulator.inputs.reading.shelves import available, available_markets
from buyermaze.simulator.runs.run import simulate
from tests.worlds import cohort

FILE = Path(__file__).with_name("journals.json")
NAMES = Path(__file__).with_name("fingerprints.json")


def cases() -> list[tuple[str, str]]:
    """Return the pairs of organisation and market whose journals are pinned."""
    markets = [found.name for found in available_markets()]
    pairs = [(found.name, "reference") for found in available()]
    pairs += [(name, market) for market in markets if market != "reference" for name in ("baton_pass", "merged")]
    return pairs


def journal_hash(organisation: str, market: str) -> str:
    """Return the SHA-256 of a small run's journal, bit by bit."""
    scenario = load(organisation, market=market).with_changes({**cohort(40), "run.seed": 20260105})
    return hashlib.sha256(simulate(scenario, engine="compiled").journal.tobytes()).hexdigest()


def fingerprint(organisation: str, market: str) -> str:
    """Return what names a shipped scenario wherever answers to it are kept."""
    return load(organisation, market=market).fingerprint


def pinned(file: Path = FILE) -> dict[str, str]:
    """Return what is on file by ``organisation/market``: the hashes of journals, or fingerprints."""
    found: dict[str, str] = json.loads(file.read_text(encoding="utf-8"))
    return found
