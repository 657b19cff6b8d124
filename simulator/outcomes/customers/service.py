"""Outcomes of what customers meet after the sale."""

from typing import Final

from buyermaze.simulator.outcomes.books.outcome import share
from buyermaze.simulator.outcomes.books.quantities import Quantity, serious
from buyermaze.simulator.outcomes.books.tallies import Tally

PERIODS = Quantity("periods of use of our customers", lambda run: run.of_serious(Tally.N_PERIODS))

# fmt: off
SERVICE: Final = [
    share("share_delivered_late", "late deliveries", -1, "Purchases from us that were delivered late.",
          serious(Tally.N_LATE), serious(Tally.CUSTOMER)),
    share("share_bills_wrong", "periods with a wrong bill", -1, "Periods of use in which a bill of ours was wrong.",
          serious(Tally.N_BILLS_WRONG), PERIODS, "person"),
    share("share_contracts_stuck", "periods with a quarrel over a contract", -1,
          "Periods of use in which our lawyers made a quarrel of a change to the contract.",
          serious(Tally.N_CONTRACTS_STUCK), PERIODS, "person"),
    share("share_in_community", "periods in which customers met", 0,
          "Periods of use in which our customer met other customers of ours.", serious(Tally.N_MET_CUSTOMERS), PERIODS, "person"),
    share("share_listened", "periods with a contact that listened", 1,
          "Periods of use in which we only asked our customer and listened.", serious(Tally.N_LISTENED), PERIODS, "person"),
    share("share_expanded", "renewing customers that bought more", 1, "Customers of ours that bought more, of those who renewed.",
          serious(Tally.EXPANDED), serious(Tally.RENEWED)),
]
# fmt: on
