"""The end of a quarter: what is taken off for whoever meets a rep then."""

from buyermaze.simulator.model.compiler.rule import rule
from buyermaze.simulator.model.parameter_names import Parameters
from buyermaze.simulator.model.state import Account


@rule
def give_discount(q: Parameters, a: Account) -> None:
    """Take the discount of these weeks off an account's price; what was taken off once is not asked again."""
    if q.discount_now > a.discount:
        a.price[0] -= q.discount_now - a.discount
        a.discount = q.discount_now
