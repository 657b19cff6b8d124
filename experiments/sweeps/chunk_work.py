"""The work of one chunk: run its points and give the rows back as the bytes of a Parquet file."""

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from buyermaze.experiments.models.protocol import Model
from buyermaze.simulator.core.errors import error_said

N_FIRST: Final = 20  # replications before the first look at a half-width; fewer make the rule overconfident
N_BATCH: Final = 10


@dataclass(frozen=True)
class Chunk:
    """A stretch of points with everything needed to run them anywhere."""

    first: int
    model: Model
    values: tuple[Mapping[str, Any], ...]
    luck_groups: tuple[int, ...]
    replications: int
    until_half_width: float | None
    until_told: bool
    mark: str

    @property
    def last(self) -> int:
        """Return the point after the last one."""
        return self.first + len(self.values)


@dataclass(frozen=True)
class Done:
    """A finished chunk: its rows as the bytes of a Parquet file, and what it took."""

    first: int
    last: int
    n_rows: int
    n_failed: int
    seconds: float
    content: bytes


def run_chunk(chunk: Chunk) -> Done:
    """Run all points of a chunk in every scenario and replication.

    A run that cannot be made keeps its row, with NaN for every outcome and the reason in ``error``. A model that has a
    ``check`` is asked first; what it refuses stops the sweep.
    """
    from buyermaze.experiments.sweeps.chunk_files import part_bytes

    started = time.perf_counter()
    check = getattr(chunk.model, "check", None)
    if check is not None:
        check()
    n_scenarios = len(chunk.model.scenario_names)
    columns: dict[str, list[Any]] = {name: [] for name in ("point", "scenario", "replication", "luck", "error")}
    blocks: list[np.ndarray] = []
    for offset, (values, group) in enumerate(zip(chunk.values, chunk.luck_groups, strict=True)):
        for scenario, (table, errors) in enumerate(_point(chunk, n_scenarios, values, group * chunk.replications)):
            n = len(table)
            columns["point"] += [chunk.first + offset] * n
            columns["scenario"] += [scenario] * n
            columns["replication"] += range(n)
            columns["luck"] += range(group * chunk.replications, group * chunk.replications + n)
            columns["error"] += errors
            blocks.append(table)
    outcomes = np.concatenate(blocks)
    content = part_bytes(columns, chunk.model.scenario_names, chunk.model.outcomes, outcomes, chunk.mark)
    n_failed = sum(error is not None for error in columns["error"])
    return Done(chunk.first, chunk.last, len(outcomes), n_failed, time.perf_counter() - started, content)


def _point(
    chunk: Chunk, n_scenarios: int, values: Mapping[str, Any], start: int
) -> list[tuple[np.ndarray, list[str | None]]]:
    """Run one point in every scenario, replicating until it is known well enough where that is asked for."""
    looks = chunk.until_told or chunk.until_half_width is not None
    upto = min(N_FIRST, chunk.replications) if looks else chunk.replications
    found = [_runs(chunk.model, s, values, range(start, start + upto)) for s in range(n_scenarios)]
    while looks and upto < chunk.replications and not _known(chunk, [table[:, 0] for table, _ in found]):
        more = range(start + upto, start + min(chunk.replications, upto + N_BATCH))
        upto = more.stop - start
        added = [_runs(chunk.model, s, values, more) for s in range(n_scenarios)]
        found = [
            (np.concatenate([table, extra]), errors + problems)
            for (table, errors), (extra, problems) in zip(found, added, strict=True)
        ]
    return found


def _known(chunk: Chunk, first: Sequence[np.ndarray]) -> bool:
    """Tell whether the first outcome is known well enough: its differences between scenarios, else its mean."""
    from buyermaze.simulator.comparison.negligible import are_settled
    from buyermaze.simulator.comparison.paired_statistics import Estimate, difference, estimate

    pairs = [difference(values, first[0]) for values in first[1:]]
    if chunk.until_told:
        return are_settled(pairs, chunk.model.outcomes[0])
    aims: list[Estimate] = [*pairs] or [estimate(first[0])]
    return all(each.n > 1 and each.half_width <= (chunk.until_half_width or 0.0) for each in aims)


def _runs(model: Model, scenario: int, values: Mapping[str, Any], luck: range) -> tuple[np.ndarray, list[str | None]]:
    try:
        return model.run(scenario, values, luck), [None] * len(luck)
    except Exception:
        pass
    table = np.full((len(luck), len(model.outcomes)), np.nan)
    errors: list[str | None] = [None] * len(luck)
    for i, each in enumerate(luck):
        try:
            table[i] = model.run(scenario, values, range(each, each + 1))[0]
        except Exception as error:
            errors[i] = " ".join(error_said(error).split())[:300]
    return table, errors
