"""A campaign of steps that wait for each other, for whom and when."""

from typing import Literal

from pydantic import field_validator

from buyermaze.simulator.core.errors import remedy
from buyermaze.simulator.core.vocabulary import N_STEPS
from buyermaze.simulator.inputs.buyers.jobs import JobName
from buyermaze.simulator.inputs.grammar.fields import Name, Sheet, number, table

OF_MAIL = ("problem", "solution", "requirements")  # what mail and events answer


class CampaignStep(Sheet):
    """One step: what is sent, to whom, on what, how long after the step before, and after which outcome of it."""

    name: Name = table("step", "What it is called.")
    channel: Literal["email", "event", "rep"] = table(
        "email", "A mail, an invitation to an event, or a call by a rep, who asks for a meeting."
    )
    job: JobName = table("problem", "Question it speaks of: problem, solution or requirements; a call speaks of any.")
    personas: tuple[str, ...] = table((), "Who gets it; none: everybody. A call goes to whoever meets sellers.")
    asset: str = table("", "Asset of the library it hands over; without one it speaks to readers as our other mail does.")
    days_wait: float = number(5, 0, 250, "working days", "Time after the step before; of the first, after the account entered.")
    only_if: Literal["always", "taken", "not_taken"] = table(
        "always", "Whether the step before must have been taken up: mail opened, event visited, meeting agreed."
    )


class Campaign(Sheet):
    """A campaign for accounts that have left a trace and not met us; as shipped there is none."""

    steps: tuple[CampaignStep, ...] = table((), "Steps in order; none: there is no campaign.")
    segments: tuple[str, ...] = table((), "Segments it is for, by what the company takes accounts for; none: all.")
    week: float = number(0, -520, 520, "weeks", "First week in which accounts enter, from the window's start; below 0: before.")
    weeks: float = number(520, 0, 1040, "weeks", "Time in which accounts enter; whoever has entered gets all steps.")
    share_held_out: float = number(
        0, 0, 1, "share", "Accounts that enter and get nothing, so that the others can be held against them.",
        "most advertising trials cannot tell their return from nothing (Lewis & Rao 2015), why one holds out; sweep 0 to 0.5", "A",
    )  # fmt: skip
    held_out_by: Literal["account", "region"] = table(
        "account", "Whether accounts are drawn one by one, or whole regions of the market, as many as make up the share."
    )
    cost_contact: float = number(1, 0, 1000, "USD", "Cost of one mail or invitation to one person.")
    cost_guest: float = number(60, 0, 10_000, "USD", "Cost of one person who comes to an event.")
    cost_year: float = number(20_000, 0, 1e7, "USD/year", "Yearly cost of planning and running it.")

    @field_validator("steps")
    @classmethod
    def _steps_can_be_done(cls, steps: tuple[CampaignStep, ...]) -> tuple[CampaignStep, ...]:
        if len(steps) > N_STEPS:
            raise ValueError(f"{len(steps)} steps are too many; allowed are {N_STEPS}")
        names = [step.name for step in steps]
        if steps and steps[0].only_if != "always":
            raise ValueError(
                f"'{names[0]}' is the first step, so that there is none before it to be taken up; leave only_if out"
            )
        for n, step in enumerate(steps):
            if step.name in names[:n]:
                raise ValueError(f"step '{step.name}' is named twice")
            if step.channel != "rep" and step.job not in OF_MAIL:
                raise ValueError(
                    f"'{step.name}' speaks of {step.job} by {step.channel}, which answers "
                    f"{', '.join(OF_MAIL)}; {remedy(step.job, OF_MAIL)}"
                )
        return steps
