"""Parts of your own, without a fork: one function for each kind, under ``from buyermaze import extend``.

>>> from buyermaze import extend
>>> @extend.outcome("n_rows", unit="count", better=0, meaning="Rows that the journal of an account has.")
... def n_rows(journal, scenario):
...     return float(len(journal)), float(len(set(journal.account.tolist())))

A scenario uses a part by its name: ``parts: {NAME: {PARAMETER: VALUE}}`` in a file, ``--set parts.NAME=on``, or
``scenario.with_changes({"parts.NAME": "on"})``. Outcomes and analysers are there as soon as they are entered.
Packages say in the entry points ``buyermaze.extensions`` which module enters their parts; ``--extension FILE.py`` takes a file.
"""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any, TypeVar

from buyermaze.simulator.extensions.channels import channel as channel

if TYPE_CHECKING:
    from buyermaze.simulator.engines.reference.agents import Committee as Committee
    from buyermaze.simulator.engines.reference.agents import Stakeholder as Stakeholder
    from buyermaze.simulator.engines.reference.desks import Rep as Rep
    from buyermaze.simulator.inputs.grammar.fields import count as count
    from buyermaze.simulator.inputs.grammar.fields import number as number
    from buyermaze.simulator.inputs.grammar.fields import switch as switch
    from buyermaze.simulator.inputs.sheets.own_parts import Dated as Dated
    from buyermaze.simulator.inputs.sheets.own_parts import Regular as Regular

Any_ = TypeVar("Any_", bound=Callable[..., Any])
HOMES = {
    "Committee": "simulator.engines.reference.agents",
    "Rep": "simulator.engines.reference.desks",
    "Stakeholder": "simulator.engines.reference.agents",
    "Dated": "simulator.inputs.sheets.own_parts",
    "Regular": "simulator.inputs.sheets.own_parts",
    "count": "simulator.inputs.grammar.fields",
    "number": "simulator.inputs.grammar.fields",
    "switch": "simulator.inputs.grammar.fields",
}


def outcome(
    name: str, unit: str = "count", better: int = 0, label: str = "", meaning: str = ""
) -> Callable[[Any_], Any_]:
    """Enter a function of a journal and its scenario as an outcome; see ``simulator.outcomes.own.enter_outcome``."""

    def enter(function: Any_) -> Any_:
        from buyermaze.simulator.outcomes.own import enter_outcome

        enter_outcome(name, function, unit, better, label, meaning)  # type: ignore[arg-type]
        return function

    return enter


def analyser(name: str, meaning: str = "") -> Callable[[Any_], Any_]:
    """Enter a function of a run that returns a table as an analysis: ``buyermaze analyse NAME SCENARIO``."""
    return _part(name, "analyser", meaning)


def intervention(name: str, parameters: Any = None, meaning: str = "") -> Callable[[Any_], Any_]:
    """Enter a function of (world, hours, own parameters) that happens once, on a date or in a week; on both engines.

    ``parameters`` is a class below ``extend.Dated``, where it has more than its moment.
    """
    return _part(name, "intervention", meaning, parameters)


def mechanism(name: str, parameters: Any = None, meaning: str = "") -> Callable[[Any_], Any_]:
    """Enter a function of (world, hours, own parameters) that works again and again, at a cost a year; on both engines.

    ``parameters`` is a class below ``extend.Regular``, where it has more than its rhythm and its cost.
    """
    return _part(name, "mechanism", meaning, parameters)


def rep_policy(name: str, meaning: str = "") -> Callable[[Any_], Any_]:
    """Enter a function of (model, account) that returns the number of a free rep; on the reference engine."""
    return _part(name, "rep policy", meaning)


def rep(name: str, meaning: str = "") -> Callable[[Any_], Any_]:
    """Enter a class below ``extend.Rep`` as what our reps are; on the reference engine."""
    return _part(name, "rep", meaning)


def stakeholder(name: str, meaning: str = "") -> Callable[[Any_], Any_]:
    """Enter a class below ``extend.Stakeholder`` as what members of buying groups are; on the reference engine."""
    return _part(name, "stakeholder", meaning)


def committee(name: str, meaning: str = "") -> Callable[[Any_], Any_]:
    """Enter a class below ``extend.Committee`` as what buying groups are; on the reference engine."""
    return _part(name, "committee", meaning)


def decision_rule(name: str, meaning: str = "") -> Callable[[Any_], Any_]:
    """Enter a function of (model, account, share that says yes): True buys the favourite, False drops it, None meets again.

    It decides at the end of every meeting that has a favourite, instead of the rulebook; on the reference engine.
    """
    return _part(name, "decision rule", meaning)


def open_accounts(world: Any) -> Iterator[tuple[Any, Any]]:
    """Yield every open account with a project behind it, in order of arrival: its record, and those of its people."""
    accounts = world.accounts
    held = [int(g) for g in ((accounts.id >= 0) & (accounts.status == 0) & (accounts.serious == 1)).nonzero()[0]]
    for g in sorted(held, key=lambda g: int(accounts.id[g])):
        yield accounts[g], world.people[g, : int(accounts[g].n_people)]


def luck(who: Any, name: str, occasion: int = 0) -> float:
    """Return a number between 0 and 1 of an account's or a person's own, the same for the same name, occasion and seed."""
    from zlib import crc32

    from buyermaze.simulator.model.rules.luck.draws import draw

    return float(draw(who.key, 2**15 + crc32(name.encode()) % 2**15, 0, occasion))


def forget(name: str) -> None:
    """Take a part out again."""
    from buyermaze.simulator.outcomes.own import forget_outcome

    forget_outcome(name)


def _part(name: str, kind: Any, meaning: str, sheet: Any = None) -> Callable[[Any_], Any_]:
    def enter(what: Any_) -> Any_:
        from buyermaze.simulator.extensions import registry

        registry.enter(name, kind, what, meaning, sheet)
        return what

    return enter


if not TYPE_CHECKING:

    def __getattr__(name: str) -> Any:
        """Load a class to build on when it is asked for, so that channels can be declared before anything is loaded."""
        from importlib import import_module

        if name not in HOMES:
            raise AttributeError(f"module 'buyermaze.extend' has no attribute '{name}'")
        return getattr(import_module(f"buyermaze.{HOMES[name]}"), name)
