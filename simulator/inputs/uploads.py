"""Scenarios that come from outside or go there as text: the same checks as a file, and no path ever followed."""

import re
import tempfile
from pathlib import Path
from typing import Any

import yaml

from buyermaze.simulator.core.errors import InputProblem, remedy
from buyermaze.simulator.inputs.loading import MARKETS, SCENARIOS, load
from buyermaze.simulator.inputs.scenario import SCHEMA_VERSION, Scenario
from buyermaze.simulator.inputs.yaml_reader import MOST_BYTES, read


def to_yaml(scenario: Scenario) -> str:
    """Write a scenario as a complete YAML file, from which ``load`` makes the same scenario again."""
    data = scenario.model_dump(mode="json")
    content: dict[str, Any] = {
        "schema_version": SCHEMA_VERSION,
        "title": scenario.title or scenario.name,
        "story": scenario.story,
    }
    content |= {section: data[section] for section in ("market", "programme", "run")}
    content["run"]["start"] = scenario.run.start
    return yaml.safe_dump(content, sort_keys=False, allow_unicode=True, width=110)


def from_upload(file_name: str, content: bytes) -> Scenario:
    """Read a scenario that somebody sent.

    Parameters
    ----------
    file_name : str
        What the sender calls the file; names the scenario and is used in messages, never opened.
    content : bytes
        YAML text.

    Raises
    ------
    InputProblem
        If the text is no valid scenario, or refers to a file: only shipped scenarios and markets may be named.
    """
    stem = re.sub(r"[^\w .-]+", "_", Path(file_name.replace("\\", "/")).stem).strip(" ._")[:60] or "upload"
    if len(content) > MOST_BYTES:
        raise InputProblem(f"{stem}.yaml: larger than {MOST_BYTES // 1000} kB; a scenario needs a few kB")
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / f"{stem}.yaml"
        file.write_bytes(content)
        try:
            document = read(file, file.name)
            for key, shelf in (("extends", SCENARIOS), ("market", MARKETS)):
                name = document.data.get(key)
                if isinstance(name, str) and name not in shelf.shipped():
                    raise InputProblem(
                        f"{document.place((key,))}: '{key}' of an uploaded file may only name a shipped {shelf.word}; "
                        f"{remedy(name[:80], shelf.shipped())}"
                    )
            return load(file)
        except InputProblem as problem:
            raise InputProblem(
                str(problem).replace(f"{folder}/", "").replace(f"{folder}\\", ""), problem.path
            ) from None
