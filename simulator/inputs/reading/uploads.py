"""Scenarios that come from outside or go there as text: the same checks as a file, and no path ever followed."""

from pathlib import PurePosixPath
from typing import Any

from buyermaze.simulator.core.errors import InputProblem, remedy
from buyermaze.simulator.core.plain_text import as_name
from buyermaze.simulator.inputs.dates.epochs import fit_to_be_read
from buyermaze.simulator.inputs.grammar.yaml_reader import MOST_BYTES, SCHEMA_VERSION, read
from buyermaze.simulator.inputs.grammar.yaml_writer import written
from buyermaze.simulator.inputs.reading.loading import Source, assembled
from buyermaze.simulator.inputs.reading.shelves import MARKETS, SCENARIOS
from buyermaze.simulator.inputs.sheets.scenario import Scenario


def to_yaml(scenario: Scenario) -> str:
    """Write a scenario as a complete YAML file, from which ``load`` makes the same scenario again.

    Parameters
    ----------
    scenario : Scenario
        What to write.

    Returns
    -------
    str
        The text of the file.
    """
    scenario = fit_to_be_read(scenario)
    data = scenario.model_dump(mode="json")
    content: dict[str, Any] = {
        "schema_version": SCHEMA_VERSION,
        "title": scenario.title or scenario.name,
        "story": scenario.story,
    }
    content |= {section: data[section] for section in ("market", "programme", "run")}
    content["run"]["start"] = scenario.run.start
    if scenario.timeline:
        content["timeline"] = [entry.model_dump(exclude_defaults=True) for entry in scenario.timeline]
    if scenario.parts:
        content["parts"] = data["parts"]
    if scenario.target:
        content["target"] = scenario.target.model_dump()
    if scenario.experience:
        content["experience"] = scenario.experience.model_dump(mode="json", exclude_defaults=True)
    return written(content)


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
    stem = as_name(PurePosixPath(file_name.replace("\\", "/")).stem, "upload")
    label = f"{stem}.yaml"
    if len(content) > MOST_BYTES:
        raise InputProblem(f"{label}: larger than {MOST_BYTES // 1000} kB; a scenario needs a few kB")
    document = read(content, label)
    for key, shelf in (("extends", SCENARIOS), ("market", MARKETS)):
        name = document.data.get(key)
        if isinstance(name, str) and name not in shelf.shipped():
            raise InputProblem(
                f"{document.place((key,))}: '{key}' of an uploaded file may only name a shipped {shelf.word}; "
                f"{remedy(name, shelf.shipped())}"
            )
    return assembled(Source(stem, label, content, None))
