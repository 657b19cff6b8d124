"""A scenario as a short text that fits into an address: what differs from the nearest shipped one, compressed."""

import base64
import binascii
import json
import zlib
from functools import lru_cache
from typing import Any, Final

from buyermaze.simulator.core.errors import InputProblem
from buyermaze.simulator.inputs.dates.epochs import fit_to_be_read
from buyermaze.simulator.inputs.grammar.yaml_reader import SCHEMA_VERSION
from buyermaze.simulator.inputs.reading.loading import load
from buyermaze.simulator.inputs.reading.shelves import MARKETS, SCENARIOS
from buyermaze.simulator.inputs.reading.uploads import from_upload
from buyermaze.simulator.inputs.sheets.scenario import Scenario

LONGEST: Final = 6000  # characters that every browser, proxy and mail program carries in an address; assumption
MOST_UNPACKED: Final = 100_000  # bytes; what a scenario of ``LONGEST`` characters may unfold to, twenty times its size
SECTIONS: Final = ("market", "programme", "run", "timeline", "target", "experience", "parts")
Data = dict[str, Any]


def to_link(scenario: Scenario) -> str:
    """Write a scenario as letters, digits, ``-`` and ``_``, from which ``from_link`` makes the same scenario again.

    The text may be longer than ``LONGEST``; whoever puts it into an address asks for its length first.
    """
    own = fit_to_be_read(scenario).model_dump(mode="json")
    head = {"schema_version": SCHEMA_VERSION, "title": scenario.title, "story": scenario.story}
    files = [head | _apart_from(name, own) for name in ("", *SCENARIOS.shipped())]
    shortest = min(files, key=lambda file: len(json.dumps(file)))
    content = json.dumps({"name": scenario.name, "file": shortest}, ensure_ascii=False, separators=(",", ":"))
    return base64.urlsafe_b64encode(zlib.compress(content.encode(), 9)).decode().rstrip("=")


def from_link(text: str) -> Scenario:
    """Read a scenario from an address, with the checks of an uploaded file.

    Raises
    ------
    InputProblem
        If the text is damaged, too long, or holds no valid scenario; no path in it is ever followed.
    """
    if len(text) > LONGEST:
        raise InputProblem(f"the address holds {len(text):,} characters of a scenario, allowed are {LONGEST:,}")
    try:
        packed = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
        machine = zlib.decompressobj()
        content = machine.decompress(packed, MOST_UNPACKED)
        whole = json.loads(content) if machine.eof else None
        json.dumps(whole, ensure_ascii=False).encode()  # halves of characters are no text
    except (binascii.Error, zlib.error, ValueError, RecursionError):
        whole = None
    if not isinstance(whole, dict) or not isinstance(whole.get("name"), str) or not isinstance(whole.get("file"), dict):
        raise InputProblem("the scenario in the address is damaged or cut off; ask for the link or the file again")
    return from_upload(f"{whole['name']}.yaml", json.dumps(whole["file"], ensure_ascii=False).encode())


def _apart_from(name: str, own: Data) -> Data:
    """Return the sections of a scenario file that make a scenario from a shipped one, or from the defaults ("")."""
    base = _shipped(name)
    file: Data = {"extends": name} if name else {}
    for section in SECTIONS:
        if own[section] != base[section]:
            file[section] = _apart(base[section], own[section])
    market = next((each for each in MARKETS.shipped() if own["market"] == _shipped_market(each)), None)
    if "market" in file and market:
        return file | {"market": market, "run": own["run"]}  # a market may bring its own size of run
    return file


def _apart(base: Any, own: Any) -> Any:
    """Return what differs; a table or value that differs in anything is given whole."""
    if isinstance(base, dict) and isinstance(own, dict):
        return {key: _apart(base.get(key), value) for key, value in own.items() if base.get(key) != value}
    return own


@lru_cache(maxsize=32)
def _shipped(name: str) -> Data:
    return (load(name) if name else Scenario()).model_dump(mode="json")


@lru_cache(maxsize=32)
def _shipped_market(name: str) -> Data:
    market: Data = load("merged", market=name).model_dump(mode="json")["market"]
    return market
