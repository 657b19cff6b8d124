"""The first screen's words and pictures as HTML: the question, a hundred buying groups a side, the answer, and where it matters."""

import html
import re
from collections.abc import Sequence
from typing import Final

from buyermaze.experiments.answers.by_market import MarketAnswers
from buyermaze.experiments.validation.published import BANDED, PUBLISHED_IN, out_of_band
from buyermaze.screens.sidebar.sidebar import Setup
from buyermaze.screens.theme import colours, label
from buyermaze.simulator.comparison.comparison import Comparison
from buyermaze.simulator.comparison.negligible import LOOKS, NEGLIGIBLE
from buyermaze.simulator.comparison.phrasing import borne, digits
from buyermaze.simulator.comparison.plain_answer import (
    ENDINGS,
    JUDGED_BY,
    against_all,
    answer_parts,
    answered_said,
    besides,
    best_challenger,
    endings_said,
    hundred,
    is_told,
)
from buyermaze.simulator.comparison.same_buyers import other_markets
from buyermaze.simulator.core.phrases import listed, times
from buyermaze.simulator.inputs.dates.timeline import years_observed
from buyermaze.simulator.outcomes.definitions import OUTCOMES, position

SHORT: Final = ("buy from us", "buy from us and regret it", "buy from a rival", "buy from nobody")
REACH: Final = 8.0  # times what is negligible that the interval's bar shows at most to either side

_BEFORE_ITS_NUMBER: Final = re.compile(r"\bUSD (?=[-\d])")  # a sign, the space that would part it from its number at a line's end
_BEHIND_ITS_NUMBER: Final = re.compile(r"(?<=\d) (?=%|million\b|billion\b)")


def _escaped(text: str) -> str:
    """Return a text as HTML in which no line ends between a number and its unit."""
    return _BEHIND_ITS_NUMBER.sub("&nbsp;", _BEFORE_ITS_NUMBER.sub("USD&nbsp;", html.escape(text)))


def question(setup: Setup) -> str:
    """Return the question in words over the organisations."""
    names = [html.escape(name) for name in setup.names]
    listed = f"{', '.join(names[:-1])} or {names[-1]}"
    own = other_markets(setup.scenarios, setup.baseline)
    sent = "buyers of its own" if own else "the same buyers, with the same luck,"
    return (
        f'<h1 class="bm-headline">{listed}: under which do more buyers choose us?</h1>'
        f'<p class="bm-sub bm-purpose">Buyer Maze sends {sent} through each organisation, and counts how they end.</p>'
    )


def organisations(setup: Setup, found: Comparison, outcome: str) -> str:
    """Return a card per organisation, how a hundred buying groups end and its story in a sentence; below, how all others stand."""
    about = OUTCOMES[position(outcome)]
    cells = []
    for name, colour in zip(found.names, colours(found.names), strict=True):
        ends = hundred(found, name)
        dots = "".join(f'<i class="e{k}"></i>' for k, n in enumerate(ends) for _ in range(n))
        said = " · ".join(f"<b>{n}</b> {words}" for n, words in zip(ends, SHORT, strict=True))
        tag = '<span class="tag">baseline</span>' if name == setup.baseline else ""
        level = borne(found.means[name, outcome], about.unit)
        odd = out_of_band(outcome, found.means[name, outcome].mean) if _published(setup) else ""
        cells.append(
            f'<div class="bm-card" style="--c:{colour}"><h2 class="n">{html.escape(name)}{tag}</h2>'
            f'<div class="bm-people" role="img" aria-label="{html.escape(endings_said(found, name))}">{dots}</div>'
            f'<p class="s">{html.escape(story(setup, name))}</p>'
            f'<p class="d">{said}</p><p class="l">{about.label}: <span class="v">{level}</span> '
            f"({html.escape(about.meaning[:1].lower() + about.meaning[1:].rstrip('.'))})"
            f"{f' <span class=odd>{html.escape(odd)}</span>' if odd else ''}</p>"
            f'<p class="l">{_escaped(answered_said(found, name))}</p></div>'
        )
    keys = "".join(f'<span><i class="e{k}"></i>{words}</span>' for k, words in enumerate(ENDINGS))
    rest = "".join(f"<li>{_escaped(line)}</li>" for line in against_all(found, outcome))
    room = f'<div class="bm-rest" style="--others:{len(found.names) - 2}">'  # is kept: nothing below moves as sentences change
    others = f'{room}<p class="bm-also">The others</p><ul class="bm-list" data-testid="bm-others">{rest}</ul></div>' if rest else ""
    return f'<div class="bm-cards">{"".join(cells)}</div><p class="bm-keys bm-people-key">{keys}</p>{others}'


def story(setup: Setup, name: str) -> str:
    """Return the first sentence of an organisation's story."""
    scenario = setup.scenario(name)
    first = scenario.story.split(". ")[0].strip().rstrip(".")
    return f"{first}." if first else scenario.title or "A scenario of your own."


def answer(setup: Setup, found: Comparison, outcome: str) -> str:
    """Return the answer, in one sentence how sure and in money, and what else changes."""
    name = best_challenger(found, outcome)
    about = OUTCOMES[position(outcome)]
    years = found.n_replications * years_observed(setup.base)
    going_on = f" so far, of {setup.n_replications}" if found.n_replications < setup.n_replications else ""
    lives = "life" if found.n_replications == 1 else "lives"
    span = times(round(years), "year")
    size = f"seen over {span} of business each, {found.n_replications} {lives}{going_on}"
    odd = _odd(setup, found)
    lines = "".join(f"<li>{_with_term(line, odd)}</li>" for line in besides(found, outcome))
    lines = lines or "<li>nothing that can be told yet</li>"
    also = f"<p class='bm-also'>What does change besides</p><ul class='bm-list' data-testid='bm-besides'>{lines}</ul>"
    said, *rest = (_escaped(part) for part in answer_parts(found, outcome))
    if rest:
        sure, money = rest
        said += f' <span class="bm-money"><span data-testid="bm-sure">({sure})</span>; {money}.</span>'
    else:
        said += "."
    moved = f" · {times(setup.n_changed, 'lever')} moved" if setup.n_changed else ""
    return (
        '<div class="bm-verdict">'
        f'<p class="bm-eyebrow">{html.escape(setup.place)} · '
        f'<span data-testid="bm-size">{size}</span>{moved}</p>'
        f'<p class="bm-answer" data-testid="bm-answer">{said}</p><div class="bm-beside">{_bar(found, name, outcome)}'
        f'<details class="bm-term"><summary>What is counted: {html.escape(JUDGED_BY.get(outcome, about.label))}</summary>'
        f"{html.escape(about.meaning)} Levels and differences are rounded each by itself.</details></div>{also}</div>"
    )


def would_flip(said: str = "being tried …") -> str:
    """Return what would flip the answer, with the way to the cards that do it."""
    return (
        f'<p class="bm-flip" data-testid="bm-flip"><b>What would flip it:</b> {_escaped(said)} '
        '<a href="#flips">See them</a></p>'
    )


def _published(setup: Setup) -> bool:
    """Say whether published numbers are about the buyers met here."""
    return setup.market == PUBLISHED_IN and not setup.own_market


def _odd(setup: Setup, found: Comparison) -> dict[str, str]:
    """Return which levels of the baseline lie outside published bands, in words by the outcome's label."""
    if not _published(setup):
        return {}
    banded = (each for each in OUTCOMES if each.name in BANDED)
    levels = {o.label: out_of_band(o.name, found.means[found.baseline, o.name].mean) for o in banded}
    return {label: f"{found.baseline} is {said}" for label, said in levels.items() if said}


def _with_term(line: str, odd: dict[str, str]) -> str:
    """Return a line about an outcome, its name opening what it means, and what is odd about its level."""
    words, _, rest = line.partition(": ")
    meaning = next((o.meaning for o in OUTCOMES if o.label == words), "")
    if not meaning:
        return _escaped(line)
    term = f"<details class='bm-term'><summary>{html.escape(words)}</summary>{html.escape(meaning)}</details>"
    note = f" <span class='odd'>{html.escape(odd[words])}</span>" if words in odd else ""
    return f"{term} <span>{_escaped(rest)}</span>{note}"


def _bar(found: Comparison, name: str, outcome: str) -> str:
    """Return the interval of the difference as a bar that narrows as more is seen."""
    pair, about = found.differences[name, outcome], OUTCOMES[position(outcome)]
    if not pair.is_known:
        return ""
    reach = max(REACH * NEGLIGIBLE[about.unit], abs(pair.mean) * 1.5)
    low, high, at = (50 + 50 * max(-1.0, min(1.0, v / reach)) for v in (pair.low, pair.high, pair.mean))
    told, judged = "told" if is_told(found, name, outcome) else "", html.escape(JUDGED_BY.get(outcome, about.label))
    said = f"{name} beside {found.baseline}: {digits(pair.low, about.unit)} to {digits(pair.high, about.unit)}"
    return (
        f'<div class="bm-range"><span>{judged}: {html.escape(name)} lower</span><div class="bm-bar {told}" role="img" '
        f'aria-label="{_escaped(said)}"><b style="left:{low:.1f}%;width:{max(0.6, high - low):.1f}%"></b>'
        f'<i style="left:{at:.1f}%"></i></div><span>higher</span></div>'
    )


def strip(here: str, answers: MarketAnswers, outcome: str, codes: Sequence[str], holds: bool) -> str:
    """Return where it matters: who is ahead in every market as shipped.

    ``here`` is the market whose answer stands above, ``codes`` are the code names of the organisations, the baseline first;
    ``holds`` says whether they still live as they did then.
    """
    names = {code: label(code) for code in codes}
    tints = dict(zip(codes, colours(list(names.values())), strict=True))
    cells = []
    for standing in answers.standings(codes, outcome):
        lead, is_here = standing.best, standing.best.market == here
        said = "the answer above" if is_here else standing.sentence(names)
        current = ' aria-current="true"' if is_here else ""
        cells.append(
            f'<li class="bm-where" style="--c:{tints.get("" if is_here else lead.ahead, "transparent")}"{current}>'
            f"<b>{html.escape(lead.market.replace('_', ' ').capitalize())}</b> {_escaped(said)}</li>"
        )
    base, *others = names.values()
    held = "" if len(others) == 1 else f"The best of {listed(others)} held against {base}, each in every market; all "
    stale = (
        ""
        if holds
        else (
            f" The rules have changed since these were computed (rules {html.escape(answers.rulebook)}): take them as a hint."
        )
    )
    return (
        f'<ul class="bm-strip">{"".join(cells)}</ul><p class="bm-note">{html.escape(held or listed([*names.values()]) + " ")}'
        f"as shipped, without moved levers, computed beforehand: every pair lives on until it is settled, {LOOKS[-1]} lives at "
        f"most, as the answer above goes on by itself.{stale}</p>"
    )
