"""Kinds of stakeholders: what they need to know, where they like to look, what they can stop."""

from typing import Annotated, Literal, get_args

from pydantic import Field, field_validator

from buyermaze.simulator.inputs.buyers.jobs import JobNumbers
from buyermaze.simulator.inputs.grammar.fields import Name, Sheet, number, switch, table

ChannelName = Literal[
    "rep", "content", "email", "event", "ads", "peers", "analyst", "own_work", "rival_rep", "rival_content", "assistant"
]
Utility = Annotated[float, Field(ge=-10, le=10, strict=True)]


class Persona(Sheet):
    """One kind of stakeholder: influence, duties, pace, what they need to know and where they look."""

    name: Name = table("persona", "Name used in content lists, seats, journals and stories.")
    weight: float = number(1.0, 0.01, 10, "influence", "Weight in discussions, rankings and votes.")
    can_veto: bool = switch(True, "May block a purchase alone.")
    meets_sellers: bool = switch(False, "May meet a seller before the account's first contact; others wait for it.")
    joins_late: bool = switch(False, "Joins once the first three jobs are mostly covered.")
    needs_terms: bool = switch(False, "The last part of validation is terms: only a seller or a checkout gives them.")
    needs_justification: bool = switch(
        False, "The last part of validation is a justification for management: only vendor material gives it well."
    )
    hours_between_activities: float = number(
        16, 0.5, 400, "working h", "Mean time back at the day job between two activities for the purchase."
    )
    usage: float = number(
        1.0, 0, 5, "factor", "How much they work with what was bought: what falls short in use, or is better, is felt so far."
    )
    support: float = number(1.0, 0, 5, "factor", "How often they need support, beside what is usual in this market.")
    need: JobNumbers = table(JobNumbers(), "Understanding needed per job at complexity 1.")
    appeal: dict[ChannelName, Utility] = table({}, "Added liking of a channel, in utility units; absent means 0.")

    @field_validator("appeal")
    @classmethod
    def _every_channel(cls, appeal: dict[ChannelName, float]) -> dict[ChannelName, float]:
        """Write out the channels left at 0, so that equal tables are equal and every entry can be named."""
        return {name: float(appeal.get(name, 0.0)) for name in get_args(ChannelName)}


PERSONAS = (
    Persona(
        name="champion",
        weight=1.0,
        can_veto=False,
        meets_sellers=True,
        needs_terms=True,
        hours_between_activities=12,
        need=JobNumbers(problem=1.7, solution=1.7, requirements=1.5, selection=0.95, validation=1.3),
        appeal={"content": 0.2, "email": 0.1, "event": 0.1, "peers": 0.2, "own_work": 0.1, "rival_content": 0.2},
    ),
    Persona(
        name="technical",
        weight=1.0,
        hours_between_activities=16,
        need=JobNumbers(problem=0.55, solution=1.3, requirements=1.7, selection=0.95, validation=1.5),
        appeal={
            "rep": 0.1,
            "content": 0.3,
            "email": -0.2,
            "event": 0.1,
            "ads": -0.3,
            "peers": 0.4,
            "analyst": 0.2,
            "rival_rep": 0.1,
            "rival_content": 0.3,
        },
    ),
    Persona(
        name="economic",
        weight=1.6,
        needs_justification=True,
        hours_between_activities=24,
        need=JobNumbers(problem=0.85, solution=0.65, requirements=0.45, selection=0.55, validation=1.5),
        appeal={
            "rep": 0.1,
            "content": -0.1,
            "email": -0.2,
            "event": -0.1,
            "ads": -0.2,
            "analyst": 0.3,
            "own_work": 0.2,
            "rival_rep": 0.1,
            "rival_content": -0.1,
        },
    ),
    Persona(
        name="procurement",
        weight=0.7,
        meets_sellers=True,
        joins_late=True,
        needs_terms=True,
        hours_between_activities=24,
        need=JobNumbers(problem=0.1, solution=0.2, requirements=0.55, selection=0.65, validation=1.3),
        appeal={"rep": 0.3, "email": -0.4, "event": -0.5, "ads": -0.6, "own_work": 0.4, "rival_rep": 0.3},
    ),
    Persona(
        name="sponsor",
        weight=1.2,
        joins_late=True,
        hours_between_activities=28,
        need=JobNumbers(problem=0.75, solution=0.75, requirements=0.55, selection=0.3, validation=0.65),
        appeal={
            "rep": 0.1,
            "content": -0.1,
            "event": 0.1,
            "ads": -0.1,
            "peers": 0.1,
            "analyst": 0.3,
            "own_work": 0.1,
            "rival_rep": 0.1,
            "rival_content": -0.1,
        },
    ),
)
