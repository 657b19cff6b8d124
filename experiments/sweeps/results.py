"""Read a sweep folder, finished or still growing, as tables."""

from collections.abc import Sequence
from contextlib import AbstractContextManager
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from buyermaze.experiments.designs.design import OWN_COLUMNS
from buyermaze.experiments.sweeps.chunk_files import parts_in, read_part, span, uncovered
from buyermaze.experiments.sweeps.folder import DESIGN, MOST_BYTES, STUDY, read_manifest
from buyermaze.simulator.core.errors import InputProblem, remedy
from buyermaze.simulator.core.labelled import labelled
from buyermaze.simulator.core.local_files import content_of, understood
from buyermaze.simulator.core.notebook import card, one_line_of
from buyermaze.simulator.core.seal import unsealed_json
from buyermaze.simulator.outcomes.definitions import NAMES, OUTCOMES
from buyermaze.simulator.outcomes.units import unit_of

if TYPE_CHECKING:
    import pandas
    import pyarrow
    import xarray

    from buyermaze.experiments.studies.axis import Axis
    from buyermaze.experiments.studies.spec import Study
    from buyermaze.simulator.inputs.sheets.scenario import Scenario

KEYS = ("point", "scenario", "replication", "luck")
ATTEMPTS = 5


class Sweep:
    """A sweep folder. Everything is read when asked for; a growing folder shows what is there by then."""

    def __init__(self, folder: str | Path) -> None:
        self.folder = Path(folder)
        self.manifest = read_manifest(self.folder)

    def __repr__(self) -> str:
        of = f"{self.n_points_stored} of {self.n_points} points stored"
        return one_line_of(
            "Sweep", str(self.folder)[-120:], of, f"{len(self.scenario_names)} scenarios", f"mark {self.mark}"
        )

    def _repr_html_(self) -> str:
        n_stored, replications = self.n_points_stored, self.study.replications
        rows = [(axis.name, axis.path) for axis in self.axes]
        lines = [f"{n_stored} of {self.n_points} points are stored.", *([self._who_leads()] if n_stored else [])]
        small = f"{', '.join(self.scenario_names)}; {replications} replications a point; mark {self.mark}"
        return card(self.study.title, lines, [("factor", "parameter"), *rows], small)

    def _who_leads(self) -> str:
        """Say at how many points which scenario has the better mean of the first outcome; luck is not taken off."""
        outcome = self.outcomes[0]
        means = self.means(outcome).dropna()
        if means.empty:
            return f"{outcome} is undefined at every point stored."
        about = OUTCOMES[NAMES.index(outcome)] if outcome in NAMES else None
        if about is None or not about.better or len(self.scenario_names) < 2:
            return f"{outcome}: {means.to_numpy().min():g} to {means.to_numpy().max():g} over its points."
        best = (about.better * means).idxmax(axis=1).value_counts()
        said = ", ".join(f"{name} at {n}" for name, n in best.items() if n)
        return f"Better mean {about.label}, luck not taken off: {said} of {len(means)} points."

    @cached_property
    def _stored(self) -> dict[str, Any]:
        path = self.folder / STUDY
        stored = unsealed_json(content_of(path, f"'{path}'", MOST_BYTES)) if path.is_file() else None
        if stored is None:
            raise InputProblem(f"'{path}' is missing or damaged; run the same sweep again, which writes it anew")
        names = stored.get("names")
        if (
            not {"study", "names", "scenarios", "axes"} <= set(stored)
            or stored.get("mark", self.mark) != self.mark
            or not isinstance(names, list)
            or not names
            or not all(isinstance(name, str) for name in names)
            or len(set(names)) != len(names)
        ):
            raise InputProblem(f"'{path}' is not of this sweep; run the same sweep again, which writes it anew")
        return stored

    def _understood(self) -> AbstractContextManager[None]:
        """Say in a sentence that what lies in a folder is of another version, or of none."""
        return understood(f"'{self.folder / STUDY}'", "study of a sweep by this version; run the same sweep again")

    @cached_property
    def study(self) -> "Study":
        """The study as it was when the sweep began."""
        from buyermaze.experiments.studies.spec import Study

        with self._understood():
            return Study(**self._stored["study"])

    @cached_property
    def scenarios(self) -> "tuple[Scenario, ...]":
        """The scenarios as they were when the sweep began; empty for a test function."""
        from buyermaze.simulator.inputs.dates.epochs import moved_otherwise
        from buyermaze.simulator.inputs.sheets.scenario import Scenario

        with self._understood(), moved_otherwise():
            return tuple(
                Scenario(**self._stored["scenarios"][name])
                for name in self.scenario_names
                if self._stored["scenarios"]
            )

    @cached_property
    def axes(self) -> "tuple[Axis, ...]":
        """What varies."""
        from pydantic import TypeAdapter

        from buyermaze.experiments.studies.axis import Axis

        lists = ("values", "weights", "settings")
        with self._understood():
            stored: list[dict[str, Any]] = [
                {key: value for key, value in axis.items() if key != "now"} for axis in self._stored["axes"]
            ]
            for axis in stored:
                axis.update({key: tuple(axis[key]) for key in lists})
                TypeAdapter(Axis).validate_python(axis)
            axes = tuple(Axis(**axis) for axis in stored)
            if [axis.name for axis in axes] != self._factor_columns:
                raise ValueError("its factors are not those of the design")
            return axes

    def now(self, axis: "Axis") -> Any:
        """Return what the first scenario sets an axis to; nothing for named options."""
        with self._understood():
            found = next((entry["now"] for entry in self._stored["axes"] if entry["name"] == axis.name), None)
            if found is not None and axis.is_number:
                float(found)
            return found

    @property
    def scenario_names(self) -> tuple[str, ...]:
        """Names of what was run at every point, in order."""
        return tuple(self._stored["names"])

    @property
    def outcomes(self) -> tuple[str, ...]:
        """Names of what was stored of every run, in order."""
        return tuple(self.manifest["identity"]["outcomes"])

    @property
    def mark(self) -> str:
        """Sixteen hexadecimal digits that name this sweep."""
        return str(self.manifest["mark"])

    @property
    def n_points(self) -> int:
        """How many points the design has."""
        return int(self.manifest["identity"]["n_points"])

    @property
    def parts(self) -> list[Path]:
        """The parts that count, in the order of their points."""
        return uncovered(parts_in(self.folder))[0]

    @property
    def n_points_stored(self) -> int:
        """How many points are stored by now."""
        return sum(last - first for first, last in map(span, self.parts))

    @property
    def is_complete(self) -> bool:
        """Tell whether every point is stored."""
        return self.n_points_stored == self.n_points

    @cached_property
    def design(self) -> "pandas.DataFrame":
        """One line per point: point, row, block, luck_group, then a column per factor."""
        path = self.folder / DESIGN
        found: pandas.DataFrame = self._read(path).to_pandas()
        if not set(OWN_COLUMNS) <= set(found.columns) or len(found) != self.n_points:
            raise InputProblem(f"'{path}' is no design of this sweep; run the same sweep again, which makes it anew")
        return found

    def _read(self, path: Path, columns: Sequence[str] | None = None) -> "pyarrow.Table":
        """Return a file of this sweep after looking whether it is whole."""
        try:
            table = read_part(path, [self.mark], columns)
        except FileNotFoundError:
            if path.name != DESIGN:
                raise
            table = None
        if table is None:
            raise InputProblem(
                f"'{path}' is missing, damaged or of another sweep or version; run the same sweep again, which makes it anew"
            )
        return table

    @property
    def _factor_columns(self) -> list[str]:
        return [column for column in self.design.columns if column not in OWN_COLUMNS]

    def rows(self, columns: Sequence[str] | None = None) -> "pandas.DataFrame":
        """Return one line per run: point, scenario, replication, luck, the outcomes asked for, error.

        Parameters
        ----------
        columns
            Which outcomes; by default all, and the error.
        """
        import pandas
        import pyarrow as pa

        wanted = [*self.outcomes, "error"] if columns is None else list(columns)
        for name in wanted:
            if name not in (*self.outcomes, "error"):
                raise InputProblem(f"outcome: this sweep has no '{name}'; {remedy(name, self.outcomes)}")
        for attempt in range(ATTEMPTS):
            try:
                tables = [self._read(path, [*KEYS, *wanted]) for path in self.parts]
                break
            except FileNotFoundError:  # parts are being gathered into larger ones just now
                if attempt == ATTEMPTS - 1:
                    raise InputProblem(f"'{self.folder}' changes while it is read; try again") from None
        if not tables:
            raise InputProblem(f"'{self.folder}' holds no finished part yet; wait a little or run the sweep")
        joined = pa.concat_tables([table.unify_dictionaries().replace_schema_metadata(None) for table in tables])
        frame: pandas.DataFrame = joined.to_pandas()
        frame["scenario"] = frame["scenario"].astype(pandas.CategoricalDtype(list(self.scenario_names)))
        frame = frame.sort_values(["point", "scenario", "replication"], kind="stable")
        return frame.reset_index(drop=True)

    def column(self, name: str) -> np.ndarray:
        """Return one outcome of all stored runs, in the order of the parts: the quickest way to look at very many."""
        import pyarrow as pa

        parts = [self._read(path, [name]).column(0) for path in self.parts]
        values: np.ndarray = pa.chunked_array([chunk for part in parts for chunk in part.chunks]).to_numpy()
        return values

    def table(self, columns: Sequence[str] | None = None) -> "pandas.DataFrame":
        """Return one line per run with the values of its point beside its outcomes."""
        factors = self.design.set_index("point")[self._factor_columns]
        return self.rows(columns).join(factors, on="point")

    def means(self, outcome: str) -> "pandas.DataFrame":
        """Return the mean of an outcome over replications: one line per stored point, one column per scenario."""
        rows = self.rows([outcome])
        return rows.groupby(["point", "scenario"], observed=False)[outcome].mean().unstack("scenario")

    def cube(self, outcome: str) -> tuple[np.ndarray, np.ndarray]:
        """Return an outcome by point, scenario and replication, and which points these are.

        Returns
        -------
        points : ndarray of int, shape (stored points,)
        values : ndarray of float64, shape (stored points, scenarios, replications)
            NaN where a run failed, the outcome is undefined, or a point needed fewer replications.
        """
        rows = self.rows([outcome])
        points, position = np.unique(rows["point"].to_numpy(), return_inverse=True)
        replication = rows["replication"].to_numpy()
        values = np.full((len(points), len(self.scenario_names), int(replication.max()) + 1), np.nan)
        values[position, rows["scenario"].cat.codes.to_numpy(), replication] = rows[outcome].to_numpy()
        return points, values

    def to_xarray(self, outcomes: Sequence[str] | None = None) -> "xarray.Dataset":
        """Return outcomes with named axes: point, scenario, replication; factors are coordinates of the points.

        Parameters
        ----------
        outcomes : sequence of str, optional
            Which; by default all of the study.

        Raises
        ------
        InputProblem
            If xarray is not installed.
        """
        cubes = {name: self.cube(name) for name in outcomes or self.outcomes}
        points = next(iter(cubes.values()))[0]
        design = self.design.set_index("point").loc[points]
        factors = {name: ("point", design[name].to_numpy()) for name in self._factor_columns}
        n_replications = max(values.shape[2] for _, values in cubes.values())
        axes = {"point": points, "scenario": list(self.scenario_names), "replication": np.arange(n_replications)}
        values = {name: values for name, (_, values) in cubes.items()}
        return labelled(values, tuple(axes), {**axes, **factors}, {name: unit_of(name) for name in values})


def open_sweep(folder: "str | Path | Sweep") -> Sweep:
    """Return a sweep folder for reading; one that is open already is passed on.

    Parameters
    ----------
    folder : str, Path or Sweep
        Where a sweep was run to, finished or still growing.

    Returns
    -------
    Sweep
        Reads what is asked for when it is asked for.

    Raises
    ------
    InputProblem
        If the folder holds no sweep, or one of another version.
    """
    return folder if isinstance(folder, Sweep) else Sweep(folder)
