"""Sheets to print before a class: briefings, prediction slips, role cards and the lever card, as one HTML file."""

from collections.abc import Sequence
from html import escape
from typing import Final

from buyermaze.classroom.pages.deck_html import style
from buyermaze.classroom.play.alone import directions
from buyermaze.classroom.play.figures import said
from buyermaze.classroom.play.lesson import Lesson
from buyermaze.classroom.play.levers import BUDGET, CARDS, LEVERS, Lever, price_list, start_plan
from buyermaze.classroom.play.scoring import SURE
from buyermaze.simulator.comparison.phrasing import whole_percent
from buyermaze.simulator.core.phrases import CHANNELS, JOBS, PERSONAS
from buyermaze.simulator.core.plain_text import policy_tag
from buyermaze.simulator.core.vocabulary import Channel, Job
from buyermaze.simulator.inputs.buyers.personas import Persona
from buyermaze.simulator.inputs.reading.loading import load

SLIPS_PER_PAGE: Final = 4
N_JOBS_TOLD: Final = 2  # those a person wants to know most about
N_CHANNELS_TOLD: Final = 3
CSS: Final = "paper.css"


def paper(lessons: Sequence[Lesson], game: bool = True) -> str:
    """Return the sheets of a class as an HTML document.

    Parameters
    ----------
    lessons
        A briefing and a page of slips for each.
    game
        Whether role cards and the lever card are printed too.
    """
    parts = [part for lesson in lessons for part in (_briefing(lesson), _slips(lesson))]
    if game:
        parts += [_roles(), _lever_card()]
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8">{policy_tag()}<title>Sheets for a class</title>'
        f'<meta name="viewport" content="width=device-width, initial-scale=1"><style>{style(CSS)}</style></head><body><main>'
        f"{''.join(parts)}</main></body></html>\n"
    )


def _briefing(lesson: Lesson) -> str:
    sides = [key for key in (lesson.asked.against, lesson.asked.organisation) if key]
    pair = "".join(
        f'<div class="card"><h2>{escape(lesson.organisations[key].name)}</h2><p>{escape(lesson.organisations[key].about)}</p></div>'
        for key in sides
    )
    statements = "".join(f"<li>{escape(line)}</li>" for line in lesson.briefing)
    return (
        f'<section><p class="kicker">Briefing: {escape(lesson.title)}</p><h1>{escape(lesson.question)}</h1><ol>{statements}</ol>'
        f'<h2>Two ways</h2><div class="pair">{pair}</div><h2>You will be asked</h2><p>{escape(lesson.prediction.ask)}</p></section>'
    )


def _slips(lesson: Lesson) -> str:
    boxes = "".join(f"<span>{escape(word)}</span>" for word in directions(lesson).values())
    unit = escape(lesson.asked.unit)
    slip = (
        f'<div class="card slip"><p class="kicker">{escape(lesson.title)}</p><p>Name <span class="line"></span> Team '
        f'<span class="line" style="min-width:12mm"></span></p><p><b>{escape(lesson.prediction.ask)}</b></p>'
        f'<div class="boxes">{boxes}</div>'
        f'<p>From <span class="line"></span> to <span class="line"></span> {unit}</p>'
        f'<p class="small">Below 0 means {escape(lesson.prediction.less)}. Choose a range that holds the truth with '
        f"{whole_percent(SURE)} certainty. A narrow range counts for more, but only if the truth lies in it.</p></div>"
    )
    return f'<section><div class="cards">{slip * SLIPS_PER_PAGE}</div></section>'


def _roles() -> str:
    cards = "".join(_role(persona) for persona in load("merged").market.personas)
    return (
        '<section><p class="kicker">Role cards</p><h1>You are one of the group that buys</h1><p>Eight people decide together. '
        f'Each knows only what they have found out or been told.</p><div class="cards">{cards}</div></section>'
    )


def _role(persona: Persona) -> str:
    needs = persona.need.model_dump()
    most = sorted((name for name in needs), key=lambda name: -needs[name])[:N_JOBS_TOLD]
    liked = sorted((name for name, much in persona.appeal.items() if much > 0), key=lambda name: -persona.appeal[name])
    shunned = [name for name, much in sorted(persona.appeal.items(), key=lambda entry: entry[1]) if much < 0]
    lines = [
        "You can stop the purchase alone."
        if persona.can_veto
        else "You cannot stop it alone, and nobody carries it as you do.",
        f"You want to know {_and([JOBS[Job[name.upper()]].topic for name in most])}.",
    ]
    if liked:
        lines.append(f"You like to turn to {_and([_channel(name) for name in liked[:N_CHANNELS_TOLD]])}.")
    if shunned:
        lines.append(f"You care little for {_and([_channel(name) for name in shunned[:N_CHANNELS_TOLD]])}.")
    lines.append(
        "You talk to sellers before anybody else does."
        if persona.meets_sellers
        else "You talk to sellers once somebody else has."
    )
    if persona.joins_late:
        lines.append("You join when the others have understood the problem.")
    if persona.needs_terms:
        lines.append("At the end you need the terms, which only a seller or a checkout can give.")
    if persona.needs_justification:
        lines.append("At the end you have to justify it to your management, and need something to show.")
    lines.append(f"You find an hour for this about every {persona.hours_between_activities:g} working hours.")
    name = PERSONAS.get(persona.name, persona.name)
    told = "".join(f"<li>{escape(line)}</li>" for line in lines)
    return f'<div class="card"><h2>The {escape(name)}</h2><ul>{told}</ul></div>'


def _channel(name: str) -> str:
    return CHANNELS[Channel[name.upper()]].visits


def _and(words: Sequence[str]) -> str:
    return " and ".join([", ".join(words[:-1]), words[-1]]) if len(words) > 1 else words[0]


def _lever_card() -> str:
    prices, start = price_list(), start_plan()
    rows = "".join(
        f"<tr>{_named(lever) if place == 0 else ''}"
        f"<td>{escape(setting.label)}{' (as it is)' if place == start[lever.key] else ''}</td>"
        f"<td>{_price(prices[lever.key][place])}</td></tr>"
        for lever in LEVERS
        for place, setting in enumerate(lever.settings)
    )
    cards = "".join(f"<li><b>{escape(card.title)}.</b> {escape(card.story)}</li>" for card in CARDS)
    return (
        f'<section><p class="kicker">Lever card</p><h1>{said(BUDGET, "USD")} a year</h1><p>Every company starts with '
        f"{said(prices[''][0], 'USD')} for what it cannot do without; add what you choose. The sum may not exceed the budget.</p>"
        f"<table><thead><tr><th>Lever</th><th>Setting</th><th>Adds a year</th></tr></thead><tbody>{rows}</tbody></table>"
        f"<h2>What a year may bring</h2><ul>{cards}</ul></section>"
    )


def _named(lever: Lever) -> str:
    return f'<td rowspan="{len(lever.settings)}"><b>{escape(lever.title)}</b><br>{escape(lever.about)}</td>'


def _price(cost: float) -> str:
    return said(cost, "USD") if cost else "nothing"
