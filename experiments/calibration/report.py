"""What a calibration leaves behind: a scenario, a market, a study that carries the uncertainty, and a report."""

from pathlib import Path
from typing import Any

from buyermaze.experiments.answers.charts import check_chart, density_chart, svg
from buyermaze.experiments.answers.report_page import Page
from buyermaze.experiments.calibration.calibrate import Calibration
from buyermaze.simulator.core.atomic_write import whole_file
from buyermaze.simulator.core.plain_text import csv_of

HEAD = "# Written by 'buyermaze calibrate'.\n"
N_SHOWN = 6


def write_calibration(found: Calibration, folder: str | Path, against: str | None = None) -> list[Path]:
    """Write the results of a calibration and return the files.

    ``calibrated.yaml`` is the scenario at the medians, for ``compare``; ``market.yaml`` is its market, to compare other
    scenarios in; ``study.yaml`` with ``posterior.csv`` runs every draw, so that ``sweep`` carries the uncertainty into
    any answer.

    Parameters
    ----------
    found : Calibration
        What ``calibrate`` returned.
    folder : str or Path
        Where to; made if absent.
    against : str, optional
        A scenario that the study compares with the calibrated one.

    Returns
    -------
    list of Path
        The files written.
    """
    folder = Path(folder)
    scenario = found.base.model.scenarios[0]  # type: ignore[attr-defined]
    middle = found.middle().model_dump(mode="json")
    title = f"{scenario.name}, calibrated to {', '.join(each.name for each in found.known)}"
    _yaml(folder / "market.yaml", {"schema_version": 1, "title": f"Market of {title}", "market": middle["market"]})
    content = {"schema_version": 1, "title": title, "market": "market.yaml", "programme": middle["programme"]}
    _yaml(folder / "calibrated.yaml", content)
    draws = found.draws.iloc[::2].rename(columns={axis.name: axis.path for axis in found.axes})
    with whole_file(folder / "posterior.csv") as unfinished:
        unfinished.write_text(csv_of(draws, float_format="%.6g"), encoding="utf-8", newline="")
    _yaml(folder / "study.yaml", _study(found, against))
    return [folder / "calibrated.yaml", folder / "market.yaml", folder / "posterior.csv", folder / "study.yaml",
            *_report(found, folder, title)]  # fmt: skip


def _study(found: Calibration, against: str | None) -> dict[str, Any]:
    scenarios = ["calibrated.yaml", against] if against else ["calibrated.yaml"]
    factors = [
        {"name": axis.name, "path": axis.path, "low": axis.low, "high": axis.high, "role": "uncertainty"}
        for axis in found.axes
    ]
    return {
        "schema_version": 1,
        "title": "Everything that fits what is known",
        "question": "What holds in every market that fits the numbers, not only in the likeliest one?",
        "scenarios": scenarios,
        "market": "market.yaml",
        "factors": factors,
        "design": {"kind": "points", "file": "posterior.csv"},
        "replications": 2,
    }


def _report(found: Calibration, folder: Path, title: str) -> list[Path]:
    import pandas

    page = Page(title[:1].upper() + title[1:])
    page.heading("What was found")
    for sentence in found.sentences():
        page.text(sentence)
    page.heading("What is known about each parameter, before and after")
    for axis in found.axes[:N_SHOWN]:
        frame = pandas.concat(
            [
                pandas.DataFrame({"value": found.prior[axis.name].astype(float), "which": "before"}),
                pandas.DataFrame({"value": found.draws[axis.name].astype(float), "which": "after"}),
            ]
        )
        page.picture(svg(density_chart(frame, axis.name)), f"{axis.name} ({axis.path})")
    page.heading("Does the calibrated model give these numbers?")
    for each in found.known[:N_SHOWN]:
        frame = pandas.DataFrame({"value": found.predicted[each.name]}).dropna()
        if len(frame):
            page.picture(
                svg(check_chart(frame, each.value, each.name)), f"{each.name}: predictions, and what is known (line)"
            )
    page.heading("How it was done")
    page.text(
        f"{len(found.prior):,} points drawn evenly from the ranges, one run each with luck of its own; the nearest fifth kept, "
        "weighted and moved along a local linear regression; checked by running draws of the result on new luck."
    )
    return page.write(folder / "report", "report")


def _yaml(path: Path, content: dict[str, Any]) -> None:
    from buyermaze.simulator.inputs.grammar.yaml_writer import written

    with whole_file(path) as unfinished:
        unfinished.write_text(HEAD + written(content), encoding="utf-8")
