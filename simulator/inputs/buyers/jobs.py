"""Numbers by buying job: what people need to know, and what a visit teaches."""

from typing import Literal

from buyermaze.simulator.core.vocabulary import Job
from buyermaze.simulator.inputs.grammar.fields import Sheet, number

JobName = Literal["problem", "solution", "requirements", "selection", "validation"]


class _ByJob(Sheet):
    """What is said once per information job."""

    def row(self) -> list[float]:
        """Return the five values in job order."""
        return [float(getattr(self, job.name.lower())) for job in list(Job)[:5]]


class JobNumbers(_ByJob):
    """One number per information job, in information units (about one well-answered hour of questions)."""

    problem: float = number(0.0, 0, 20, "information units", "Problem identification.")
    solution: float = number(0.0, 0, 20, "information units", "Solution exploration.")
    requirements: float = number(0.0, 0, 20, "information units", "Requirements building.")
    selection: float = number(0.0, 0, 20, "information units", "Supplier selection, per short-listed vendor.")
    validation: float = number(0.0, 0, 20, "information units", "Validation, on the favourite vendor.")


class JobFactors(_ByJob):
    """One factor per information job: which questions a kind of purchase brings, beside the usual one."""

    problem: float = number(1.0, 0, 10, "factor", "Problem identification; 0 where what is in use is bought again.")
    solution: float = number(1.0, 0, 10, "factor", "Solution exploration.")
    requirements: float = number(1.0, 0, 10, "factor", "Requirements building.")
    selection: float = number(1.0, 0, 10, "factor", "Supplier selection.")
    validation: float = number(1.0, 0, 10, "factor", "Validation.")
