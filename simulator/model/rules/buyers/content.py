"""The content catalogue: what is found, given what exists, how good it is and how well it is kept."""

import math

from buyermaze.simulator.core.vocabulary import N_INFO_JOBS
from buyermaze.simulator.model.compiler.rule import rule

JOBS_PER_PERSONA = 8  # numbers of content gaps kept for a persona; a gap's number is part of keyed luck
UPKEEP_SCALE = 0.75  # power of complexity by which an asset takes more upkeep; assumption: less than in proportion


@rule
def upkeep(n_people: float, coordination: float, assets_per_person: float, n_assets: float, complexity: float) -> float:
    """Return the share of the catalogue that is kept alive: capacity against the work complex assets make.

    ``n_people``: full-time people who keep content.
    ``coordination``: share of time that goes into coordination, 0 to 1.
    ``assets_per_person``: assets one full-time person keeps alive.
    ``n_assets``: assets in the catalogue.
    ``complexity``: complexity of the offer, 1 is ordinary.
    """
    if n_assets <= 0.0:
        return 1.0
    return min(1.0, n_people * (1.0 - coordination) * assets_per_person / (n_assets * complexity**UPKEEP_SCALE))


@rule
def p_answers(quality: float, days_age: float, days_shelf_life: float, share_kept: float, on_target: float) -> float:
    """Return the chance that one asset answers a question it was made for.

    ``quality``: chance of a fresh asset, 0 to 1.
    ``days_age``: working days since it was made.
    ``days_shelf_life``: working days until 37 % of it is still true.
    ``share_kept``: share of the catalogue that is kept alive, 0 to 1.
    ``on_target``: 1 for whom it was made, less for others.
    """
    return quality * math.exp(-days_age / days_shelf_life) * share_kept * on_target


@rule
def p_checkout(share_of_deals: float, complexity: float) -> float:
    """Return the chance that an account's deal fits a checkout: complex ones rarely do.

    ``share_of_deals``: share of the simplest deals, 0 to 1.
    ``complexity``: complexity of the offer, 1 is ordinary.
    """
    return share_of_deals * math.exp(-complexity)


@rule
def p_found(found_at_start: float, missing: float) -> float:
    """Return the chance of an answer after fixes; ``missing`` is the share of the gaps at the start that is still open.

    ``found_at_start``: chance of an answer before any fix, 0 to 1.
    """
    return found_at_start + (1.0 - found_at_start) * (1.0 - missing)


@rule
def hours_to_session(now: float, hours_between: float) -> float:
    """Return the wait until the next session of whoever governs; without sessions things are taken up at once.

    ``now``: working hours since the start of the run.
    ``hours_between``: working hours between sessions; 0: none.
    """
    if hours_between <= 0.0:
        return 0.0
    return hours_between - now % hours_between


@rule
def share_of_upkeep_for_reps(n_for_reps: float, n_all: float, tilt: float) -> float:
    """Return the part of upkeep that goes to what reps use: by number of assets, shifted by a tilt of -1 to 1.

    ``n_for_reps``: assets that reps use.
    ``n_all``: all assets.
    ``tilt``: 1: all upkeep for reps' assets, -1: none.
    """
    alike = n_for_reps / n_all
    return alike + tilt * (1.0 - alike) if tilt >= 0.0 else alike * (1.0 + tilt)


@rule
def gap_number(persona: int, job: int) -> int:
    """Return the number of a content gap, from 1; 0 is no gap.

    ``persona``: place in the market's list of personas.
    ``job``: a ``vocabulary.Job``.
    """
    return 1 + persona * JOBS_PER_PERSONA + job


@rule
def gap_persona(gap: int) -> int:
    """Return the persona whose question a numbered gap leaves open.

    ``gap``: number of a gap, see ``gap_number``.
    """
    return (gap - 1) // JOBS_PER_PERSONA


@rule
def gap_job(gap: int) -> int:
    """Return the job whose question a numbered gap leaves open.

    ``gap``: number of a gap, see ``gap_number``.
    """
    return (gap - 1) % JOBS_PER_PERSONA


@rule
def issue_number(issue: int) -> int:
    """Return the number of an issue besides content; it is one that no gap of content has.

    ``issue``: a ``agenda.Issue``.
    """
    return 1 + N_INFO_JOBS + issue


@rule
def gap_issue(gap: int) -> int:
    """Return the ``agenda.Issue`` of a number, or -1 where it is that of a gap in content.

    ``gap``: number of a gap or issue, see ``gap_number`` and ``issue_number``.
    """
    return gap_job(gap) - N_INFO_JOBS if gap_job(gap) >= N_INFO_JOBS else -1
