"""A page as one HTML file that needs nothing else."""

import html

from buyermaze.experiments.answers.board_page import CAVEAT
from buyermaze.screens.export.origin import stamp, who_buys
from buyermaze.screens.sidebar.sidebar import Setup
from buyermaze.simulator.core.plain_text import policy_tag

CSS = """
:root { color-scheme: light dark; --line: #D5DAE1; }
body { font: 16px/1.5 "Source Sans 3", "Segoe UI", "Helvetica Neue", Arial, sans-serif; max-width: 60rem; margin: 2rem auto;
  padding: 0 1rem; color: #1B2430; background: #fff; }
h1 { font-size: 1.8rem; margin-bottom: .2rem; } h2 { font-size: 1.2rem; margin-top: 2rem; }
figure { margin: 1.5rem 0; } figure svg { max-width: 100%; height: auto; } figcaption { color: #5B6675; font-size: .85rem; }
table { border-collapse: collapse; font-size: .85rem; display: block; overflow-x: auto; }
td, th { border-bottom: 1px solid var(--line); padding: .3rem .6rem; text-align: left; }
footer { margin-top: 3rem; border-top: 1px solid var(--line); color: #5B6675; font-size: .8rem; }
footer p { overflow-wrap: anywhere; }
"""


def document(title: str, setup: Setup, parts: list[str], address: str, scripts: tuple[str, ...] = ()) -> str:
    """Return an HTML document: headline, parts, and at the end who buys, what to keep in mind, and where it came from.

    Parameters
    ----------
    title : str
        Title of the page.
    setup : Setup
        What the visitor has chosen.
    parts : list of str
        HTML of the page's paragraphs, figures and tables.
    address : str
        Where others see the same page; may be empty.
    scripts : tuple of str
        Scripts that draw parts; no other script runs.
    """
    e = html.escape
    names = ", ".join(setup.names)
    closing = [who_buys(setup), CAVEAT, f"To see and move it: {address}" if address else "", stamp(setup)]
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8">{policy_tag(*scripts)}<title>{e(title)} - Buyer Maze</title>'
        f'<meta name="viewport" content="width=device-width, initial-scale=1"><style>{CSS}</style></head><body>'
        f"<h1>{e(title)}</h1><p>{e(names)}. Compared with: {e(setup.baseline)}.</p>{''.join(parts)}"
        f"<footer><h2>Where this came from</h2>{''.join(f'<p>{e(line)}</p>' for line in closing if line)}</footer>"
        f"{''.join(f'<script>{script}</script>' for script in scripts)}</body></html>"
    )
