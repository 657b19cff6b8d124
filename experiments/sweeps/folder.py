"""The folder of a sweep: its manifest, its design, and which sweep it belongs to."""

import hashlib
import platform
from collections.abc import Mapping
from dataclasses import asdict
from functools import cache
from importlib import metadata
from pathlib import Path
from typing import Any, Final

from buyermaze.experiments.designs.design import sorted_text
from buyermaze.experiments.models.simulator import OWN
from buyermaze.experiments.plans.plan import Plan, differing
from buyermaze.experiments.sweeps.chunk_files import table_bytes, write_new, write_whole
from buyermaze.simulator.core.errors import InputProblem
from buyermaze.simulator.core.local_files import content_of
from buyermaze.simulator.core.seal import sealed_json, unsealed_json

MANIFEST, DESIGN, STUDY = "manifest.json", "design.parquet", "study.json"
MOST_BYTES: Final = 50_000_000  # of a manifest or a stored study
PACKAGES: Final = ("numpy", "numba", "scipy", "pyarrow")


@cache
def code_version() -> str:
    """Return 12 hexadecimal digits that change with any line of the simulator or of what chooses and runs points."""
    root = Path(__file__).resolve().parents[2]
    here = root / "experiments"
    files = [*(root / "simulator").rglob("*.py")]
    for part in ("studies", "designs", "models", "plans"):
        files += (here / part).rglob("*.py")
    files += [here / "sweeps" / name for name in ("chunk_work.py", "chunk_files.py")]
    digest = hashlib.sha256()
    for path in sorted(files):
        digest.update(path.relative_to(root).as_posix().encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def versions() -> dict[str, str]:
    """Return the versions of everything that takes part in a run."""
    from buyermaze.simulator.model.compiler.disk_cache import rulebook_version
    from buyermaze.simulator.runs.manifest import package_version

    return {
        "code": code_version(),
        "rulebook": rulebook_version(),
        "package": package_version(),
        "python": platform.python_version(),
        **{name: metadata.version(name) for name in PACKAGES},
    }


def mark_of(identity: Mapping[str, Any]) -> str:
    """Return 16 hexadecimal digits that name a sweep; every part of it carries them."""
    return hashlib.sha256(sorted_text(identity).encode()).hexdigest()[:16]


def claim(folder: Path, plan: Plan, command: str | None, allow_version_change: bool) -> str:
    """Make a folder this plan's own, or see that it is already, and return the mark its parts carry.

    Raises
    ------
    InputProblem
        If the folder holds another sweep, or was made by another version of the program; nothing is changed then.
    """
    identity = plan.identity()
    mark = mark_of(identity)
    if not (folder / MANIFEST).exists():
        _refuse_strange(folder)
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise InputProblem(f"'{folder}' cannot be made ({error.strerror or error}); choose another place") from None
        about = {"mark": mark, "identity": identity, "versions": [versions()], "command": command}
        write_new(folder / MANIFEST, sealed_json(about))
    manifest = read_manifest(folder)
    if manifest["mark"] != mark:
        fields = "; ".join(_changed(folder, manifest["identity"], identity, plan)[:6])
        raise InputProblem(f"'{folder}' holds another sweep ({fields}); choose a new folder or bring the study back")
    known, now = manifest["versions"], versions()
    if now["code"] != known[-1]["code"]:
        fields = "; ".join(differing(known[-1], now))
        if not allow_version_change:
            raise InputProblem(
                f"'{folder}' was made by another version of the program ({fields}); "
                "go on with --allow-version-change to mix versions, or choose a new folder"
            )
        write_whole(folder / MANIFEST, sealed_json({**manifest, "versions": [*known, now]}))
    _complete(folder, plan, mark)
    return mark


def _changed(folder: Path, before: Mapping[str, Any], now: Mapping[str, Any], plan: Plan) -> list[str]:
    """List in words what differs from the study a folder was begun with; of scenarios which parameters, where it is known."""
    study = folder / STUDY
    held = (unsealed_json(content_of(study, f"'{study}'", MOST_BYTES)) if study.is_file() else None) or {}
    old, new = held.get("scenarios") or {}, _scenarios(plan)
    was, is_ = ((each.get("scenarios") or {}).get(OWN, {}) for each in (before, now))
    codes = [f"the code of '{name}' is another" for name in was if name in is_ and was[name] != is_[name]]
    if old and new:
        before, now = ({key: value for key, value in each.items() if key != "scenarios"} for each in (before, now))
    lines = codes + differing(before, now) + differing(old, new)
    telling = [line for line in lines if not line.startswith(("design was", "points_per_chunk"))]
    return telling or lines


def read_manifest(folder: Path) -> dict[str, Any]:
    """Return the manifest of a sweep folder."""
    path = folder / MANIFEST
    try:
        there, is_folder = path.exists(), folder.is_dir()
    except (OSError, ValueError) as error:
        raise InputProblem(f"'{folder}' cannot be read ({getattr(error, 'strerror', None) or error})") from None
    if not there:
        where = "is no sweep: it has no manifest" if is_folder else "is no folder"
        raise InputProblem(f"'{folder}' {where}; 'buyermaze sweep STUDY --out {folder}' makes one")
    manifest = unsealed_json(content_of(path, f"'{path}'", MOST_BYTES))
    if manifest is None or not _is_manifest(manifest):
        raise InputProblem(
            f"'{path}' is damaged, or was written by an earlier version; without it nobody can say what the parts beside it are"
        )
    return manifest


def _is_manifest(content: Mapping[str, Any]) -> bool:
    """Tell whether a manifest says what every manifest says; what it says of the sweep is under its mark."""
    identity, versions = content.get("identity"), content.get("versions")
    if not isinstance(identity, dict) or content.get("mark") != mark_of(identity):
        return False
    if not isinstance(versions, list) or not all(isinstance(each, dict) for each in versions):
        return False
    return bool(versions) and all({"code", "rulebook", "package"} <= set(each) for each in versions)


def _refuse_strange(folder: Path) -> None:
    if folder.exists() and not folder.is_dir():
        raise InputProblem(f"'{folder}' is a file; give the name of a folder")
    ours = ("part-", "manifest.json", DESIGN, STUDY)
    strange = [path.name for path in folder.glob("*") if not path.name.startswith(ours)] if folder.exists() else []
    if strange:
        raise InputProblem(
            f"'{folder}' is not empty and no sweep (it holds '{sorted(strange)[0]}'); choose a new folder"
        )


def _complete(folder: Path, plan: Plan, mark: str) -> None:
    """Write what lies beside the manifest, unless it is there and whole."""
    axes = [asdict(axis) | {"now": value} for axis, value in zip(plan.axes, plan.settings_now(), strict=True)]
    study = sealed_json(
        {
            "study": plan.told(),
            "names": list(plan.model.scenario_names),
            "scenarios": _scenarios(plan),
            "axes": axes,
            "mark": mark,
        }
    )
    _keep(folder / STUDY, study)
    _keep(folder / DESIGN, _design_bytes(plan, mark))


def _keep(path: Path, content: bytes) -> None:
    """Write a file unless that is what it holds."""
    if not path.is_file() or path.stat().st_size != len(content) or path.read_bytes() != content:
        write_whole(path, content)


def _design_bytes(plan: Plan, mark: str) -> bytes:
    import pyarrow as pa

    return table_bytes(pa.Table.from_pandas(plan.design.frame(), preserve_index=False), mark)


def _scenarios(plan: Plan) -> dict[str, Any]:
    from buyermaze.experiments.models.simulator import SimulatorModel

    if not isinstance(plan.model, SimulatorModel):
        return {}
    return {scenario.name: scenario.model_dump(mode="json") for scenario in plan.model.scenarios}
