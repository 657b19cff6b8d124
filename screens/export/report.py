"""A page as one HTML file that needs nothing else."""

import html
import json

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
pre { white-space: pre-wrap; overflow-wrap: anywhere; }
"""


def document(title: str, setup: Setup, parts: list[str]) -> str:
    """Return an HTML document.

    Parameters
    ----------
    title : str
        Title of the page.
    setup : Setup
        Gives baseline, sizes and the manifest at the end.
    parts : list of str
        HTML of the page's paragraphs, figures and tables.
    """
    from buyermaze.simulator.runs.manifest import manifest

    origin = {"where": setup.origin} if setup.origin else {"n_replications": setup.n_replications}
    origin = manifest(setup.scenarios) | origin | {"baseline": setup.baseline}
    names = html.escape(", ".join(setup.names))
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8">{policy_tag()}<title>{html.escape(title)} - Buyer Maze</title>'
        f'<meta name="viewport" content="width=device-width, initial-scale=1"><style>{CSS}</style></head><body>'
        f"<h1>{html.escape(title)}</h1><p>{names}. Baseline: {html.escape(setup.baseline)}.</p>{''.join(parts)}"
        f"<footer><h2>Where this came from</h2><pre>{html.escape(json.dumps(origin, indent=2))}</pre></footer></body></html>"
    )
