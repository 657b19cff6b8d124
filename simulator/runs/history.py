"""What a run leaves behind: its journal, and the questions one asks of it."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from buyermaze.simulator.core.vocabulary import OWN_CHANNELS, Kind, Status
from buyermaze.simulator.inputs.dates.timeline import timeline

if TYPE_CHECKING:
    from buyermaze.simulator.inputs.sheets.scenario import Scenario


def of_kind(rows: Any, *kinds: Kind) -> Any:
    """Return those of some journal rows that are of one of the kinds given, in order."""
    kind = rows["kind"]
    return rows[kind == kinds[0] if len(kinds) == 1 else np.isin(kind, kinds)]


def decisions(rows: Any) -> Any:
    """Return those of some journal rows in which an account makes up its mind, in order."""
    return of_kind(rows, Kind.DECISION)


def wins(rows: Any) -> Any:
    """Return those of some journal rows in which an account decides for us, in order."""
    decided = decisions(rows)
    return decided[decided["detail"] == Status.WON]


def touches_of_ours(rows: Any) -> Any:
    """Return those of some journal rows in which somebody uses a channel of ours, in order."""
    touches = of_kind(rows, Kind.TOUCH)
    return touches[np.isin(touches["channel"], OWN_CHANNELS)]


def contacts_with_us(rows: Any) -> Any:
    """Return those of some journal rows in which somebody meets a rep of ours for the first time, in order."""
    met = of_kind(rows, Kind.CONTACTED)
    return met[met["vendor"] == 0]


def by_account(rows: Any) -> Iterator[tuple[int, Any]]:
    """Go through the accounts of some journal rows by arrival ordinal, each with its rows in order."""
    rows = rows[np.argsort(rows["account"], kind="stable")]
    for part in np.split(rows, np.flatnonzero(np.diff(rows["account"])) + 1) if len(rows) else []:
        yield int(part["account"][0]), part


@dataclass(frozen=True, eq=False, repr=False)
class History:
    """What happened in one replication of a scenario.

    Attributes
    ----------
    scenario : Scenario
        What was run.
    replication : int
        Which luck it met, from 0.
    journal : recarray of ``model.state.ROW``, shape (rows,)
        Every event in the order it happened; columns and kinds are told in ``event_kinds``.
    """

    scenario: "Scenario"
    replication: int
    journal: Any

    def of(self, account: int) -> Any:
        """Return the journal rows of one account, in order; none if there is no such account."""
        return self.journal[self.places(account)]

    def places(self, account: int) -> np.ndarray:
        """Return where in the journal the rows of one account are, in order."""
        order, accounts, starts = self._by_account
        place = int(np.searchsorted(accounts, account))
        if place == len(accounts) or accounts[place] != account:
            return order[:0]
        return order[starts[place] : starts[place + 1]]

    def by_account(self) -> Iterator[tuple[int, Any]]:
        """Go through all accounts by arrival ordinal, each with its journal rows in order."""
        for account in self._by_account[1].tolist():
            yield account, self.of(account)

    def of_kind(self, *kinds: Kind) -> Any:
        """Return the journal rows of one of the kinds given, in order."""
        return of_kind(self.journal, *kinds)

    def decisions(self) -> Any:
        """Return the journal rows in which an account makes up its mind, in order."""
        return decisions(self.journal)

    def won(self) -> np.ndarray:
        """Return the accounts that decided for us, in order of arrival."""
        return np.unique(wins(self.journal)["account"])

    def met_us(self) -> np.ndarray:
        """Return the accounts of which somebody met a rep of ours, in order of arrival."""
        return np.unique(contacts_with_us(self.journal)["account"])

    def counted(self) -> np.ndarray:
        """Return the accounts that count, those that set out within the observation window, in order of arrival."""
        return self._counted

    def counted_real(self) -> np.ndarray:
        """Return the counted accounts with a real project behind them, in order of arrival."""
        arrived = self.of_kind(Kind.ARRIVED)
        return np.intersect1d(self._counted, arrived["account"][arrived["detail"] == 1])

    def is_counted(self) -> np.ndarray:
        """Return for every journal row whether it is about a counted account, shape (rows,), bool."""
        return np.isin(self.journal["account"], self._counted)

    def counted_rows(self) -> np.ndarray:
        """Return the journal rows of the counted accounts, in journal order."""
        return np.asarray(self.journal[self.is_counted()])

    @cached_property
    def _counted(self) -> np.ndarray:
        when, arrived = timeline(self.scenario), self.of_kind(Kind.ARRIVED)
        within = (arrived["time"] >= when.window_from) & (arrived["time"] < when.window_to)
        return np.asarray(arrived["account"][within])

    @cached_property
    def _by_account(self) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Rows in order of account, the accounts there are, and where each begins in that order."""
        order = np.argsort(self.journal["account"], kind="stable")
        accounts, starts = np.unique(self.journal["account"][order], return_index=True)
        return order, accounts, np.append(starts, len(order))
