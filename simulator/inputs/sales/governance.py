"""Who governs: forms of closing what listening finds, how fast, how far, of what, and for how much."""

from typing import Literal

from buyermaze.simulator.inputs.grammar.fields import Sheet, number, table


class Form(Sheet):
    """One form of governing: how likely, how fast and how far a noticed gap is closed, and at what cost."""

    p_fixed: float = number(0, 0, 1, "probability", "Chance that a noticed content gap finds an owner.")
    days_between_sessions: float = number(
        0, 0, 250, "working days", "A gap waits for the next session to be taken up; 0: it is taken up at once."
    )
    days_to_fix: float = number(60, 0, 1000, "working days", "Mean time from being taken up to the fix being live.")
    share_closed: float = number(0.3, 0, 1, "share", "Part of the gap one fix closes.")
    cost: float = number(0, 0, 1e7, "USD/year", "Yearly cost of the people who govern.")


NOBODY = Form()


class Governance(Sheet):
    """Who closes the gaps that listening finds; only the form in force acts and costs."""

    form: Literal["none", "committee", "office", "executive"] = table(
        "none", "Nobody, a committee of the functions, a customer office, or one executive."
    )
    scope: Literal["content", "every"] = table(
        "content", "What is mended: gaps in content alone, or waits for reps, claims found out and issues of customers too."
    )
    cost_scope: float = number(
        60_000, 0, 1e7, "USD/year", "Added yearly cost of mending more than content, where anybody governs.", "assumption", "D"
    )
    committee: Form = table(
        Form(p_fixed=0.5, days_between_sessions=22, days_to_fix=40, share_closed=0.4, cost=40_000),
        "A committee: meets, decides for all functions, and has other work.",
    )
    office: Form = table(
        Form(p_fixed=0.6, days_between_sessions=5, days_to_fix=30, share_closed=0.4, cost=170_000),
        "A customer office: a small staff that persuades the functions.",
    )
    executive: Form = table(
        Form(p_fixed=0.8, days_to_fix=15, share_closed=0.5, cost=340_000),
        "One executive who owns the journey and can order a fix.",
    )

    @property
    def in_force(self) -> Form:
        """Return the form that acts; with none, a form that fixes nothing and costs nothing."""
        return NOBODY if self.form == "none" else getattr(self, self.form)

    @property
    def mends_every_issue(self) -> bool:
        """Tell whether somebody governs who mends more than content."""
        return self.form != "none" and self.scope == "every"

    @property
    def cost_a_year(self) -> float:
        """Return what the form in force costs with its scope, USD a year."""
        return self.in_force.cost + (self.cost_scope if self.mends_every_issue else 0.0)
