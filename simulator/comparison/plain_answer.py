"""A comparison in the words of a board: how a hundred buying groups end, who is ahead, how sure, in money, and what else."""

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from buyermaze.simulator.comparison.any_time import at_any_time
from buyermaze.simulator.comparison.negligible import NEGLIGIBLE, is_negligible
from buyermaze.simulator.comparison.paired_statistics import ALPHA, Estimate, difference, holm
from buyermaze.simulator.comparison.phrasing import about_dollars, borne_by, digits, in_a_hundred
from buyermaze.simulator.comparison.same_buyers import different_buyers
from buyermaze.simulator.core.phrases import listed
from buyermaze.simulator.outcomes.definitions import OUTCOMES, position

if TYPE_CHECKING:
    from buyermaze.simulator.comparison.comparison import Comparison

ENDINGS: Final = ("bought from us", "bought from us and regret it", "bought from a rival", "bought from nobody")
ANSWERED_BY: Final = {
    "share_answered_by_people": "our reps",
    "share_answered_by_self_service": "self-service",
    "share_answered_by_independent": "independent sources",
    "share_answered_by_rival": "rivals",
}
JUDGED_BY: Final = {
    "p_win": "wins",
    "share_no_regret_win": "wins without regret",
    "profit": "profit",
    "p_no_decision": "no decision",
    "share_regret": "regret",
    "days_to_decision": "time to decision",
    "hours_per_person": "effort per person",
}
# what a board asks about besides, in the order of the question; assumption
BESIDES: Final = (
    "p_win", "share_regret", "satisfaction", "days_to_decision", "share_out_of_context", "share_requests_missed",
    "hours_wait_for_rep", "hours_per_person", "p_no_decision", "nps", "share_ignored", "cost_per_win",
)  # fmt: skip
CARRIED_ON: Final = (
    "share_regret",
    "satisfaction",
    "nps",
)  # what customers live with afterwards: said first where it is worse
N_BESIDES: Final = 3
# how sure, by the chance that luck alone makes such a difference; conventional levels, the words an assumption
SURE: Final = ((0.001, "as good as certain"), (0.01, "very sure"), (ALPHA, "sure"), (0.2, "a lean, not settled"))
PLAIN: Final = ("Neither", "On ", "Too little")  # openings that are no name
OPEN, SETTLED, UNKNOWN = "open", "settled", "too little seen yet"


def hundred(found: "Comparison", name: str) -> tuple[int, ...]:
    """Return how a hundred buying groups end under an organisation, in the order of ``ENDINGS``; whole numbers that add up."""
    won, lost, kept = (found.means[name, key].mean for key in ("p_win", "p_lost", "share_no_regret_win"))
    return whole_percents((kept, won - kept, lost, 1.0 - won - lost)) or (0, 0, 0, 100)


def whole_percents(parts: Sequence[float]) -> tuple[int, ...]:
    """Return parts of a whole as whole percentages that add up to 100; nothing where a part is undefined."""
    shares = [100.0 * part for part in parts]
    if any(math.isnan(share) for share in shares):
        return ()
    whole = [math.floor(share + 1e-9) for share in shares]
    by_rest = sorted(range(len(shares)), key=lambda k: whole[k] - shares[k])
    for k in by_rest[: 100 - sum(whole)]:
        whole[k] += 1
    return tuple(whole)


def answered_said(found: "Comparison", name: str) -> str:
    """Say who answers what buyers need to know under an organisation: sales, self-service, others; empty if nobody did."""
    parts = whole_percents([found.means[name, key].mean for key in ANSWERED_BY])
    told = [f"{words} {n} %" for n, words in zip(parts, ANSWERED_BY.values(), strict=False)]
    return f"Needs answered by {', '.join(told)}" if told else ""


def endings_said(found: "Comparison", name: str) -> str:
    """Say how a hundred buying groups end under an organisation."""
    parts = [f"{n} {words}" for n, words in zip(hundred(found, name), ENDINGS, strict=True)]
    return f"Of a hundred buying groups under {name}: {', '.join(parts[:-1])} and {parts[-1]}."


def best_challenger(found: "Comparison", outcome: str) -> str:
    """Return the name of the organisation beside the baseline that does best on an outcome."""
    return max(found.challengers, key=lambda name: _merit(found, name, outcome))


def is_told(found: "Comparison", name: str, outcome: str) -> bool:
    """Say whether an organisation differs from the baseline by more than luck."""
    return found.differences[name, outcome].n > 1 and found.distinguishable(name, outcome)


def is_bounded(found: "Comparison", name: str, outcome: str) -> bool:
    """Say whether the difference is known to be too small to speak of."""
    return is_negligible(found.differences[name, outcome], outcome)


def ahead(found: "Comparison", outcome: str) -> str:
    """Return who the headline says is ahead, of the baseline and the best beside it; nothing where nobody clearly is."""
    name = best_challenger(found, outcome)
    if is_bounded(found, name, outcome) or not is_told(found, name, outcome):
        return ""
    return name if _merit(found, name, outcome) > 0 else found.baseline


def headline(found: "Comparison", outcome: str) -> str:
    """Return the answer in one plain sentence; different buyers are said first."""
    said = _headline(found, outcome)
    if different_buyers(found.scenarios, found.baseline):
        return f"With other buyers on each side, {said[:1].lower() + said[1:] if said.startswith(PLAIN) else said}"
    return said


def _headline(found: "Comparison", outcome: str) -> str:
    name, base, about = best_challenger(found, outcome), found.baseline, OUTCOMES[position(outcome)]
    pair, judged = found.differences[name, outcome], JUDGED_BY.get(outcome, about.label)
    if not pair.is_known:
        return "Too little has been seen yet to say who is ahead"
    if is_bounded(found, name, outcome):
        most = in_a_hundred(NEGLIGIBLE[about.unit], about.unit)
        return f"On {judged} it makes no real difference: at most {most} either way"
    if not is_told(found, name, outcome):
        return f"Neither is clearly ahead on {judged}: {_between(found, name, outcome)}"
    first = ahead(found, outcome)
    behind = base if first == name else name
    level = _as_good(found, name, outcome) if first == name else []
    beside = f", but is not told apart from {' and '.join(level)}" if level else ""
    if outcome == "p_win":
        return f"{first} wins {digits(abs(pair.mean), about.unit)} more of every hundred buying groups than {behind}{beside}"
    more, less = ("longer", "shorter") if about.unit == "days" else ("more", "less")
    more = more if (pair.mean > 0) == (first == name) else less
    return f"{first} is ahead of {behind}{beside}: {about.label} {in_a_hundred(abs(pair.mean), about.unit)} {more}"


def answer_parts(found: "Comparison", outcome: str) -> tuple[str, ...]:
    """Return the headline, how sure it is, and the same in money; the headline alone while nothing is known."""
    parts = headline(found, outcome), certainty(found, outcome), in_money(found, outcome)
    return parts if parts[-1] else parts[:1]


def whole_answer(found: "Comparison", outcome: str = "p_win") -> str:
    """Return the answer in one sentence: who is ahead, by how much, how sure, and the same in money."""
    said, *rest = answer_parts(found, outcome)
    return f"{said} ({rest[0]}); {rest[1]}." if rest else f"{said}."


def certainty(found: "Comparison", outcome: str) -> str:
    """Return in a word or three how sure the headline is; where others may be level with who is ahead, of what."""
    name = best_challenger(found, outcome)
    sure = _how_sure(found, name, outcome)
    if ahead(found, outcome) == name and _as_good(found, name, outcome):
        return f"ahead of {found.baseline}: {sure}"
    return sure


def _how_sure(found: "Comparison", name: str, outcome: str) -> str:
    if not found.differences[name, outcome].is_known:
        return UNKNOWN
    if is_bounded(found, name, outcome):
        return SETTLED
    return sure_by(found.p_adjusted[name, outcome])


def sure_by(p: float) -> str:
    """Return in a word or three how sure one can be of a difference that luck alone makes with this chance."""
    return next((word for most, word in SURE if p < most), OPEN)


def in_money(found: "Comparison", outcome: str = "p_win") -> str:
    """Say what the organisation of the headline is worth in profit a year beside the baseline, how sure and within which bounds."""
    name = best_challenger(found, outcome)
    pair = found.differences[name, "profit"]
    if not pair.is_known:
        return ""
    sure = _how_sure(found, name, "profit")
    if sure == SETTLED:
        return f"in profit it makes no real difference: at most {about_dollars(NEGLIGIBLE['USD'])} a year either way"
    if is_told(found, name, "profit"):
        low, high = sorted((abs(pair.low), abs(pair.high)))
        more = "more" if pair.mean > 0 else "less"
        between = f"between {about_dollars(low)} and {about_dollars(high)}"
        return f"{name} earns {about_dollars(abs(pair.mean))} a year {more} than {found.baseline} ({sure}, {between})"
    return f"in profit it is {sure}: {name} is anything between {_less_more(pair)} a year beside {found.baseline}"


def besides(found: "Comparison", outcome: str) -> list[str]:
    """Say what else changes by more than luck, with the level on both sides; at most a few, the clearest first.

    What customers live with comes before all else where it is worse under who is ahead, and of what does not fit in, all that
    is worse there is named in a last line: nothing that is lost is passed over.
    """
    name = best_challenger(found, outcome)
    keys = [key for key in BESIDES if key != outcome]
    chances = dict(zip(keys, holm([found.differences[name, key].p for key in keys]), strict=True))
    told = [
        key
        for key in keys
        if found.differences[name, key].n > 1 and chances[key] < ALPHA and not is_bounded(found, name, key)
    ]
    winner = ahead(found, outcome) or name
    way = 1 if winner == name else -1
    lost = [key for key in told if way * found.differences[name, key].mean * OUTCOMES[position(key)].better < 0]
    told.sort(key=lambda key: (not (key in lost and key in CARRIED_ON), chances[key]))
    lines = []
    for key in told[:N_BESIDES]:
        about, pair = OUTCOMES[position(key)], found.differences[name, key]
        here, there = (borne_by(pair, found.means[which, key].mean, about.unit) for which in (found.baseline, name))
        better = pair.mean * about.better > 0
        lines.append(
            f"{about.label}: {here} under {found.baseline}, {there} under {name} ({'better' if better else 'worse'})"
        )
    if left := [OUTCOMES[position(key)].label for key in told[N_BESIDES:] if key in lost]:
        lines.append(f"Also worse under {winner}: {listed(left)}")
    return lines


def against_all(found: "Comparison", outcome: str) -> list[str]:
    """Say for every further organisation how it stands to the baseline, and which cannot be told from who is ahead of all.

    Empty where only two are compared.
    """
    best, about = best_challenger(found, outcome), OUTCOMES[position(outcome)]
    as_good = _as_good(found, best, outcome) if ahead(found, outcome) == best else []
    lines = []
    for name in found.challengers:
        if name == best:
            continue
        mean = found.differences[name, outcome].mean
        if not is_told(found, name, outcome):
            lines.append(f"{name} and {found.baseline}: neither is clearly ahead, {_between(found, name, outcome)}.")
        else:
            where = "more" if mean > 0 else "less"
            beside = f"; between it and {best} neither is clearly ahead" if name in as_good else ""
            lines.append(
                f"{name}: {about.label} {in_a_hundred(abs(mean), about.unit)} {where} than {found.baseline}{beside}."
            )
    return lines


def _as_good(found: "Comparison", best: str, outcome: str) -> list[str]:
    """Return which others luck could put level with the best, at 5 % over all of them together."""
    others = [name for name in found.challengers if name != best]
    sides = {name: found.values[found.names.index(name), :, position(outcome)] for name in found.challengers}
    pairs = [difference(sides[best], sides[name]) for name in others]
    chances = holm([(at_any_time(pair) if found.any_time else pair).p for pair in pairs])
    return [name for name, p in zip(others, chances, strict=True) if not p < ALPHA]


def _between(found: "Comparison", name: str, outcome: str) -> str:
    pair, unit = found.differences[name, outcome], OUTCOMES[position(outcome)].unit
    if outcome == "p_win" and pair.low < 0 < pair.high:
        fewer, more = digits(-pair.low, unit), digits(pair.high, unit)
        return f"{name} wins between {fewer} fewer and {more} more of every hundred buying groups"
    if pair.low >= 0 or pair.high <= 0:  # luck is only just possible once several are compared
        low, high = sorted((abs(pair.low), abs(pair.high)))
        way = "more" if pair.mean > 0 else "less"
        return (
            f"{name} shows {digits(low, unit)} to {in_a_hundred(high, unit)} {way} than {found.baseline}, as luck might"
        )
    return f"{name} may have {in_a_hundred(-pair.low, unit)} less or {in_a_hundred(pair.high, unit)} more than {found.baseline}"


def _less_more(pair: Estimate) -> str:
    def side(value: float) -> str:
        return f"{about_dollars(abs(value))} {'more' if value > 0 else 'less'}"

    return f"{side(pair.low)} and {side(pair.high)}"


def _merit(found: "Comparison", name: str, outcome: str) -> float:
    mean = found.differences[name, outcome].mean
    return (OUTCOMES[position(outcome)].better or 1) * (mean if mean == mean else float("-inf"))
