"""The drawn maze in a report: the same drawing as on the page, whole in the file, at its end until somebody plays it."""

import json
from typing import Any, Final

from buyermaze.screens.components.maze import CODE, STYLE

COLOURS: Final = (
    ".standing { --st-text-color: #1B2430; --st-background-color: #fff; --st-secondary-background-color: #F1F4F8; "
    "--st-primary-color: #1F5FA8; --st-font: inherit }"
)
PLAYER: Final = (
    "(() => {" + CODE.replace("export default function", "const draw = function") + ";"
    "for (const box of document.querySelectorAll('.standing')) "
    "draw({ data: JSON.parse(box.querySelector('script').textContent), parentElement: box, setTriggerValue() {} });})();"
)


def standing(data: dict[str, Any]) -> str:
    """Return the markup of a maze; ``PLAYER`` draws it.

    Parameters
    ----------
    data : dict
        What the page's component draws.
    """
    told = json.dumps({**data, "standing": True}).replace("<", "\\u003c")
    return (
        f'<div class="standing"><style>{COLOURS} .standing {{ {STYLE} }}</style><div class="maze"></div>'
        f'<script type="application/json">{told}</script></div>'
    )
