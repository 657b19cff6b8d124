"""Where a result came from: versions, command, seeds and sizes."""

import platform
from collections.abc import Sequence
from importlib import metadata
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from buyermaze.simulator.inputs.sheets.scenario import Scenario

PACKAGES = ("numpy", "numba")


def manifest(scenarios: "Sequence[Scenario]", command: str | None = None) -> dict[str, Any]:
    """Return what is needed to make a result again, ready for JSON.

    Parameters
    ----------
    scenarios
        The scenarios of the result, in order.
    command
        The command line that was typed, if there was one.

    Returns
    -------
    dict
        Nothing in it depends on when or where it was made; whoever measures wall time adds it as ``wall_seconds``.
    """
    from buyermaze.simulator.extensions.registry import PARTS
    from buyermaze.simulator.inputs.dates.timeline import weeks_observed
    from buyermaze.simulator.model.compiler.disk_cache import rulebook_version

    used = {name for scenario in scenarios for name in scenario.parts}
    own = {name: part for name, part in PARTS.items() if name in used or part.kind == "outcome"}
    parts = {name: {"kind": part.kind, "code": part.digest, "from": part.origin} for name, part in own.items()}
    return {
        "package": f"buyermaze {package_version()}",
        "rulebook": rulebook_version(),
        "python": platform.python_version(),
        **{name: metadata.version(name) for name in PACKAGES},
        "command": command,
        **({"extensions": parts} if parts else {}),
        "scenarios": {
            scenario.name: {
                "fingerprint": scenario.fingerprint,
                "seed": scenario.run.seed,
                "n_replications": scenario.run.n_replications,
                "n_batches": scenario.run.n_batches,
                "weeks_warm_up": scenario.run.weeks_warm_up,
                "weeks_observed": weeks_observed(scenario),
                "engine": scenario.run.engine,
                **({"parts": scenario.parts_used()} if scenario.parts else {}),
            }
            for scenario in scenarios
        },
    }


def origin_of(scenarios: "Sequence[Scenario]", n_replications: int) -> str:
    """Return in a line where a drawing came from: package, scenarios with their fingerprints, replications, seed."""
    prints = ", ".join(f"{each.name} {each.fingerprint}" for each in scenarios)
    return f"Buyer Maze {package_version()}, {prints}; {n_replications} replications, seed {scenarios[0].run.seed}"


def package_version() -> str:
    """Return the version of the installed package, or ``uninstalled`` for a bare source folder."""
    try:
        return metadata.version("buyermaze")
    except metadata.PackageNotFoundError:
        return "uninstalled"
