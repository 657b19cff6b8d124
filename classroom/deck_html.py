"""Slides as one HTML file that needs nothing else and prints sixteen to nine."""

from collections.abc import Sequence
from html import escape
from typing import Final

from buyermaze.classroom.deck import Block, Points, Ranges, Slide, Table
from buyermaze.simulator.core.plain_text import policy_tag

CSS: Final = """
@page { size: 13.333in 7.5in; margin: 0 }
:root { --ink: #1B2430; --soft: #5B6675; --line: #D5DAE1; --ours: #2F7EC7; --yours: #B7791F }
* { box-sizing: border-box }
body { margin: 0; background: #E9ECF0; color: var(--ink); font: min(2.1vw, 3.7vh)/1.35 "Source Sans 3", "Segoe UI", "Helvetica Neue", Arial, sans-serif }
section { width: min(100vw, 177.77vh); aspect-ratio: 16/9; margin: 0 auto 1.2vw; padding: 3.4% 4.6%; background: #fff; overflow: hidden;
  display: flex; flex-direction: column; break-after: page; break-inside: avoid }
.kicker { margin: 0; color: var(--soft); font-size: .7em; letter-spacing: .02em }
h1, h2 { margin: .1em 0 .35em; line-height: 1.15; font-weight: 650; font-size: 1.55em; letter-spacing: -.01em; text-wrap: balance }
section:first-child h1 { font-size: 2.6em; margin-top: .9em }
.lead { margin: 0 0 .8em; max-width: 60em }
.blocks { display: grid; gap: 1.2em 2.4em; grid-template-columns: repeat(var(--n, 1), minmax(0, 1fr)) }
.blocks > .wide { grid-column: 1 / -1 }
h3 { margin: 0 0 .3em; font-size: .85em; color: var(--soft); font-weight: 600 }
ul { margin: 0; padding-left: 1.1em } li { margin: 0 0 .38em; overflow-wrap: anywhere }
.long { font-size: .84em } .longer { font-size: .7em }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; font-size: .68em }
th, td { text-align: right; padding: .35em .6em; border-bottom: 1px solid var(--line) }
th:first-child, td:first-child { text-align: left } th { font-weight: 600; color: var(--soft) }
svg { width: 100%; height: auto; max-height: min(26vw, 46vh) }
footer { margin-top: auto; padding-top: .4em; color: var(--soft); font-size: .5em; display: flex; justify-content: space-between }
@media print { body { background: #fff; font-size: 26.5px } section { margin: 0; width: 13.333in; height: 7.5in } svg { max-height: 3.9in } }
@media (max-width: 600px) { body { font-size: 15px } section { width: 100%; aspect-ratio: auto; min-height: 56vw } .blocks { --n: 1 !important }
  table { display: block; overflow-x: auto } h1, h2 { font-size: 1.45em } section:first-child h1 { font-size: 1.8em; margin-top: .4em } }
"""
LONG, LONGER = 520, 950  # letters of a slide beyond which it is set smaller
LETTERS_PER_ROW: Final = 60  # of a table


def html_of(title: str, slides: Sequence[Slide]) -> str:
    """Return slides as an HTML document."""
    pages = "".join(_page(title, slide, k, len(slides)) for k, slide in enumerate(slides))
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8">{policy_tag()}<title>{escape(title)}</title>'
        f'<meta name="viewport" content="width=device-width, initial-scale=1"><style>{CSS}</style></head><body><main>{pages}</main>'
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
    bars = "".join(
        f'<rect x="{x(low):.1f}" y="{top + k * step:.1f}" width="{max(3.0, x(up) - x(low)):.1f}" height="{max(2.0, min(14.0, 0.7 * step)):.1f}" '
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
        f'<rect x="{x(low):.1f}" y="{top}" width="{max(2.0, x(up) - x(low)):.1f}" height="{bottom - top}" fill="#2F7EC7" fill-opacity=".25"/>'
        f'<line x1="{x(mean):.1f}" x2="{x(mean):.1f}" y1="{top}" y2="{bottom}" stroke="#2F7EC7" stroke-width="4"/>'
        f'<text x="{wide / 2}" y="{high - 4}" text-anchor="middle" font-size="15" fill="#5B6675">'
        f"{escape(block.unit)}; bars: what people said, blue: what came out</text></svg>"
    )
