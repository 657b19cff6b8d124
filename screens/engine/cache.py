"""Keeping what was worked out for the next visitor who asks the same; scenarios are known by what they say."""

import threading
from collections import OrderedDict
from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from buyermaze.simulator.inputs.scenario import Scenario

Function = TypeVar("Function", bound=Callable[..., Any])


def kept(
    most: int, weight: Callable[[Any], float] = lambda answer: 1.0, heaviest: float = float("inf")
) -> Callable[[Function], Function]:
    """Return a decorator that keeps the last answers of a function of scenarios and plain arguments.

    Parameters
    ----------
    most : int
        Answers kept.
    weight, heaviest
        What an answer weighs, such as its bytes, and what all that are kept may weigh together.
    """

    def decorate(function: Function) -> Function:
        answers: OrderedDict[Any, Any] = OrderedDict()
        books = threading.Lock()

        @wraps(function)
        def ask(*arguments: Any) -> Any:
            key = mark(arguments)
            with books:
                if key in answers:
                    answers.move_to_end(key)
                    return answers[key]
            found = function(*arguments)
            with books:
                answers[key] = found
                while len(answers) > most or (len(answers) > 1 and sum(map(weight, answers.values())) > heaviest):
                    answers.popitem(last=False)
            return found

        return ask  # type: ignore[return-value]

    return decorate


def mark(argument: Any) -> Any:
    """Return what tells an argument from others: of a scenario its fingerprint, name and first day."""
    if isinstance(argument, Scenario):
        return argument.fingerprint, argument.name, argument.run.start, argument.run.calendar
    if isinstance(argument, tuple | list):
        return tuple(mark(entry) for entry in argument)
    return argument
