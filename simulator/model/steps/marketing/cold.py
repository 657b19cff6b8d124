"""Contacts that have gone cold, and offers to win them back, which go out in place of a mail."""

from buyermaze.simulator.core.calendar import HOURS_PER_DAY
from buyermaze.simulator.core.vocabulary import N_SOUGHT, OURS, Channel, Draw, Kind
from buyermaze.simulator.model.compiler.rule import rule
from buyermaze.simulator.model.parameter_names import Parameters
from buyermaze.simulator.model.rules.luck.draws import draw
from buyermaze.simulator.model.rules.marketing.cold import is_cold
from buyermaze.simulator.model.state import Account, Person, World
from buyermaze.simulator.model.steps.books.journal_row import write

WARM, COLD, TRIED = 0, 1, 2  # how a contact is written to: as usual, in vain mostly, by an offer of their own


@rule
def how_written_to(q: Parameters, a: Account, p: Person, now: float) -> int:
    """Return whether a contact is warm, cold, or cold and made an offer."""
    if not is_cold(now - _last_heard_of_us(a, p), HOURS_PER_DAY * q.cold_days):
        return WARM
    return TRIED if draw(p.key, Draw.WON_BACK, 0, a.n_mails) < q.reactivation_share_tried else COLD


@rule
def note_won_back(w: World, a: Account, n_tried: float, n_back: float, now: float) -> None:
    """Write down offers to cold contacts of an account, and how many of them were won back."""
    if n_tried > 0.0:
        write(w, now, a.id, Kind.WON_BACK, channel=Channel.EMAIL, vendor=0, seen=1, value=n_tried, detail=n_back)


@rule
def _last_heard_of_us(a: Account, p: Person) -> float:
    """Return when a person last visited a channel of ours or read our mail; the arrival if never."""
    last = float(a.arrived)
    for c in range(N_SOUGHT):
        if OURS[c] == 1:
            last = max(last, p.exposed_at[c])
    return last
