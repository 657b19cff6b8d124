"""Slides as one HTML file that needs nothing else and prints sixteen to nine."""

from collections.abc import Sequence
from html import escape
from importlib.resources import files
from typing import Final

from buyermaze.classroom.pages.deck import Block, Points, Ranges, Slide, Table
from buyermaze.simulator.core.plain_text import policy_tag

CSS: Final = "deck.css"
LONG, LONGER = 520, 950  # letters of a slide beyond which it is set smaller
LETTERS_PER_ROW: Final = 60  # of a table


def style(name: str) -> str:
    """Return a style sheet of the classroom, to be written into a page."""
    return files("buyermaze.classroom").joinpath("static", name).read_text(encoding="utf-8")


def html_of(title: str, slides: Sequence[Slide]) -> str:
    """Return slides as an HTML document."""
    pages = "".join(_page(title, slide, k, len(slides)) for k, slide in enumerate(slides))
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8">{policy_tag()}<title>{escape(title)}</title>'
        f'<meta name="viewport" content="width=device-width, initial-scale=1"><style>{style(CSS)}</style></head><body>'
        f"<main>{pages}</main>"
        "</body></html>\n"
    )


def _page(title: str, slide: Slide, number: int, n: int) -> str:
    letters = sum(_letters(block) for block in slide.blocks)
    size = " longer" if letters > LONGER else " long" if letters > LONG else ""
    n_side = max(1, sum(isinstance(block, Points) for block in slide.blocks))
    level = "h1" if number == 0 else "h2"
    lead = f'<p class="lead">{escape(slide.lead)}</p>' if slide.lead else ""
    blocks = "".join(_block(block) for block in slide.blocks)
    return (
        f'<section aria-label="{number + 1} of {n}"><p class="kicker">{escape(slide.kicker)}</p>'
        f"<{level}>{escape(slide.title)}</{level}>{lead}"
        f'<div class="blocks{size}" style="--n:{n_side}">{blocks}</div>'
        f"<footer><span>{escape(title)}</span><span>{number + 1} / {n}</span></footer></section>"
    )


def _letters(block: Block) -> int:
    """Return how many letters a block takes the room of."""
    if isinstance(block, Points):
        return sum(len(line) for line in block.lines)
    return LETTERS_PER_ROW * len(block.rows) if isinstance(block, Table) else 0


def _block(block: Block) -> str:
    if isinstance(block, Points):
        heading = f"<h3>{escape(block.heading)}</h3>" if block.heading else ""
        return f"<div>{heading}<ul>{''.join(f'<li>{escape(line)}</li>' for line in block.lines)}</ul></div>"
    if isinstance(block, Table):
        head = "".join(f'<th scope="col">{escape(cell)}</th>' for cell in block.head)
        rows = "".join(f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in row)}</tr>" for row in block.rows)
        return f'<div class="wide"><table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>'
    return f'<div class="wide">{ranges_svg(block)}</div>'


def ranges_svg(block: Ranges) -> str:
    """Draw everybody's range as a bar, and the truth as a line with its interval."""
    wide, high, left = 1000, 360, 30
    top, bottom = 14, high - 46

    def x(value: float) -> float:
        inside = min(max(value, block.low), block.high)
        return left + (inside - block.low) / (block.high - block.low) * (wide - 2 * left)

    step = (bottom - top) / max(1, len(block.ranges))
    thick = max(2.0, min(14.0, 0.7 * step))
    bars = "".join(
        f'<rect x="{x(low):.1f}" y="{top + k * step:.1f}" width="{max(3.0, x(up) - x(low)):.1f}" height="{thick:.1f}" '
        'rx="2" fill="#B7791F" fill-opacity=".55"/>'
        for k, (low, up) in enumerate(block.ranges)
    )
    mean, low, up = block.truth
    ticks = [block.low + part * (block.high - block.low) / 4 for part in range(5)]
    axis = "".join(
        f'<line x1="{x(t):.1f}" x2="{x(t):.1f}" y1="{top}" y2="{bottom}" stroke="#D5DAE1"/>'
        f'<text x="{x(t):.1f}" y="{bottom + 20}" text-anchor="middle" font-size="15" fill="#5B6675">{t:g}</text>'
        for t in ticks
    )
    return (
        f'<svg viewBox="0 0 {wide} {high}" role="img" font-family="inherit"><title>{escape(block.alt)}</title>{axis}{bars}'
        f'<line x1="{x(0):.1f}" x2="{x(0):.1f}" y1="{top}" y2="{bottom}" stroke="#5B6675" stroke-dasharray="4 4"/>'
        f'<rect x="{x(low):.1f}" y="{top}" width="{max(2.0, x(up) - x(low)):.1f}" height="{bottom - top}" '
        'fill="#2F7EC7" fill-opacity=".25"/>'
        f'<line x1="{x(mean):.1f}" x2="{x(mean):.1f}" y1="{top}" y2="{bottom}" stroke="#2F7EC7" stroke-width="4"/>'
        f'<text x="{wide / 2}" y="{high - 4}" text-anchor="middle" font-size="15" fill="#5B6675">'
        f"{escape(block.unit)}; bars: what people said, blue: what came out</text></svg>"
    )
