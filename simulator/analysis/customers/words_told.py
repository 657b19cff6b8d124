"""The words that customers' talk carries: what lies behind every voice a buyer hears from a customer of ours."""

from bisect import bisect_right
from typing import Final

import numpy as np

from buyermaze.simulator.core.vocabulary import CAUSES, Kind, Reason, words
from buyermaze.simulator.inputs.customers.experience import WORDS_BY_NAME
from buyermaze.simulator.inputs.dates.timeline import timeline
from buyermaze.simulator.model.rules.marketing.surveys import NPS_PROMOTER_FROM
from buyermaze.simulator.runs.history import History, of_kind

NOTHING_YET: Final = "too early to tell"  # a customer who has not used it long enough to have a word for it
RECOMMENDED: Final = "recommended"
WORDS_TOLD: Final = (
    RECOMMENDED, *(cause.name.lower() for cause in CAUSES), "left alone", "issue open", NOTHING_YET, *WORDS_BY_NAME,
)  # fmt: skip


def words_told(run: History) -> dict[str, int]:
    """Count what peers who are customers of ours tell buyers within the observation window, by the word behind it.

    Parameters
    ----------
    run : History
        What ``simulate`` returns.

    Returns
    -------
    dict of str to int
        Voices heard by word, one of ``WORDS_TOLD``. Who is known by name is heard by one word of what was lived. Others tell what
        their last period of use brought where that was an issue nobody solved or a period without a word from us; else that
        they recommend us, where their members do on average; else the largest cause of their regret.
    """
    when, rows = timeline(run.scenario), run.journal
    heard = of_kind(rows, Kind.HEARD)
    heard = heard[(heard["time"] >= when.window_from) & (heard["time"] < when.window_to)]
    counts = dict.fromkeys(WORDS_TOLD, 0)
    by_name = heard["reason"] != Reason.NONE
    for reason in heard["reason"][by_name].tolist():
        counts[words(Reason(reason))] += 1
    heard = heard[~by_name]
    tellers = {int(account): _Teller(run, int(account)) for account in np.unique(heard["detail"])}
    for account, time in zip(heard["detail"].tolist(), heard["time"].tolist(), strict=True):
        counts[tellers[int(account)].word_at(time)] += 1
    return {word: n for word, n in counts.items() if n}


class _Teller:
    """A customer of ours, and the word he has for us from when on."""

    def __init__(self, run: History, account: int) -> None:
        rows = run.of(account)
        rated, causes = of_kind(rows, Kind.ADVOCACY), of_kind(rows, Kind.REGRET)
        rated = rated[rated["vendor"] == 0]
        felt = dict(zip(causes["reason"].tolist(), causes["value"].tolist(), strict=True))
        loves = len(rated) and rated["value"].mean() >= NPS_PROMOTER_FROM
        usual = RECOMMENDED if loves else max(CAUSES, key=lambda cause: felt.get(cause, 0.0)).name.lower()
        said = dict.fromkeys(rated["time"].tolist(), usual)
        neglect_hurts = run.scenario.market.living.neglect > 0.0
        for use in of_kind(rows, Kind.USE):
            now = rows[rows["time"] == use["time"]]
            unsolved = ((now["kind"] == Kind.ISSUE) & (now["reason"] == Reason.UNANSWERED)).any()
            alone = neglect_hurts and use["value"] < 0 and not (now["kind"] == Kind.CARE).any()
            said[float(use["time"])] = "issue open" if unsolved else "left alone" if alone else usual
        self._times = sorted(said)
        self._words = [said[time] for time in self._times]

    def word_at(self, time: float) -> str:
        """Return the word at a moment, the latest he has."""
        k = bisect_right(self._times, time)
        return self._words[k - 1] if k else NOTHING_YET
