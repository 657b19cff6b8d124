"""Outcomes in Mesa's own data collector: a model that is stepped is looked at while it lives."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, Final

from buyermaze.simulator.core import phrases
from buyermaze.simulator.outcomes.definitions import outcome_named
from buyermaze.simulator.runs.run import Run

if TYPE_CHECKING:
    from mesa import DataCollector

    from buyermaze.simulator.engines.reference.model import BuyerMaze

USUAL: Final = ("p_win", "p_lost", "p_no_decision", "p_open", "hours_per_person")


def outcome_collector(outcomes: Sequence[str] = USUAL) -> "DataCollector":
    """Return a Mesa data collector of a ``BuyerMaze``: outcomes so far, how groups stand and where people are.

    Call its ``collect(model)`` whenever the model stands still. Collecting watches and changes nothing.

    Parameters
    ----------
    outcomes : sequence of str
        Names or labels of outcomes.

    Returns
    -------
    DataCollector
        ``get_model_vars_dataframe()``: one line per collection with ``hours`` (working hours since the start) and the outcomes
        over the accounts that set out by then, those of ``Run.outcomes`` once the model is finished.
        ``get_agenttype_vars_dataframe(Committee)``: ``account``, ``status`` in words, ``n_people``, ``hours_spent``
        (person-hours); of ``Stakeholder``: ``account``, ``seat``, ``room``; of ``Rep``: ``number``, ``account`` worked for.

    Raises
    ------
    InputProblem
        If there is no such outcome.
    """
    from mesa import DataCollector

    from buyermaze.simulator.engines.reference.agents import Committee, Stakeholder
    from buyermaze.simulator.engines.reference.desks import Rep

    seen = _Seen()
    reporters: dict[str, Any] = {"hours": lambda model: model.now}
    reporters |= {name: _reader(seen, name) for name in map(outcome_named, outcomes)}
    agents = {
        Committee: {
            "account": "account",
            "status": lambda group: phrases.OUTCOMES[group.state.status],
            "n_people": lambda group: len(group.people),
            "hours_spent": lambda group: float(sum(person.state.hours_spent for person in group.people)),
        },
        Stakeholder: {
            "account": lambda person: person.committee.account,
            "seat": "seat",
            "room": lambda person: str(person.cell.coordinate),
        },
        Rep: {"number": "number", "account": "account"},
    }
    return DataCollector(model_reporters=reporters, agenttype_reporters=agents)


class _Seen:
    """The outcomes of the model collected last, so that its journal is folded once for all of them."""

    def __init__(self) -> None:
        self.mark: tuple[int, int] | None = None
        self.outcomes: dict[str, float] = {}

    def of(self, model: "BuyerMaze") -> dict[str, float]:
        mark = (id(model), len(model.journal))
        if mark != self.mark:
            self.mark, self.outcomes = mark, Run(model.scenario, model.replication, model.journal).outcomes
        return self.outcomes


def _reader(seen: _Seen, name: str) -> "Callable[[BuyerMaze], float]":
    return lambda model: seen.of(model)[name]
