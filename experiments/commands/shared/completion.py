"""What a shell offers when names are completed: shipped scenarios and markets, outcomes, levers and claims, by their beginning.

Where nothing begins like that the shell offers files, as everywhere.
"""

from collections.abc import Iterable

Offered = list[tuple[str, str]]  # names, each with a word on it


def scenarios(incomplete: str) -> Offered:
    """Return the shipped scenarios that begin like this."""
    from buyermaze.simulator.inputs.reading.shelves import available

    return _beginning(incomplete, ((entry.name, entry.title) for entry in available(apart=True)))


def markets(incomplete: str) -> Offered:
    """Return the shipped markets that begin like this."""
    from buyermaze.simulator.inputs.reading.shelves import available_markets

    return _beginning(incomplete, ((entry.name, entry.title) for entry in available_markets(apart=True)))


def scenarios_and_markets(incomplete: str) -> Offered:
    """Return the shipped scenarios and markets that begin like this."""
    return [*scenarios(incomplete), *markets(incomplete)]


def outcomes(incomplete: str) -> Offered:
    """Return the names of outcomes that begin like this."""
    from buyermaze.simulator.outcomes.definitions import OUTCOMES

    return _beginning(incomplete, ((outcome.name, outcome.label) for outcome in OUTCOMES))


def settings(incomplete: str) -> Offered:
    """Return the paths of levers that begin like this, each ready for its value."""
    from buyermaze.simulator.inputs.sheets.levers import unit_entered
    from buyermaze.simulator.inputs.sheets.scenario import Scenario

    return _beginning(incomplete, ((f"{lever.path}=", unit_entered(lever)) for lever in Scenario().levers()))


def claims(incomplete: str) -> Offered:
    """Return the claims that begin like this."""
    from buyermaze.experiments.claims.book import CLAIMS

    return _beginning(incomplete, ((claim.key, claim.says) for claim in CLAIMS))


def _beginning(incomplete: str, names: Iterable[tuple[str, str]]) -> Offered:
    return [(name, word) for name, word in names if name.startswith(incomplete)]
