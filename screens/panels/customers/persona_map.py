"""The journey map of a persona on a page: drawn from what was lived, another organisation laid over, and taken away."""

from functools import partial

import streamlit as st

from buyermaze.screens.components.journey_map import journey_map_drawn
from buyermaze.screens.engine import compute
from buyermaze.screens.export.figures import Sheet
from buyermaze.screens.export.origin import stamp
from buyermaze.screens.panels.shared import file_of, progress_line
from buyermaze.screens.sidebar.sidebar import Setup
from buyermaze.screens.theme import title
from buyermaze.simulator.analysis.journeys.map_drawing import map_svg, maps_html, maps_svg
from buyermaze.simulator.analysis.journeys.persona_maps import (
    ChangedSteps,
    PersonaMaps,
    changed_steps,
    persona_maps,
    personas_of,
)
from buyermaze.simulator.core.plain_text import for_markdown
from buyermaze.simulator.inputs.sheets.scenario import Scenario

NOBODY = "nobody"


def persona_mapped(setup: Setup, scenario: Scenario, n: int, sheet: Sheet) -> str:
    """Draw the map of one persona of an organisation; return the rest of the command that draws it, its options."""
    st.subheader("The journey of each persona")
    personas = personas_of(scenario)
    others = [NOBODY, *(name for name in setup.names if name != scenario.name)]
    left, right = st.columns([3, 2])
    with left:
        persona = st.segmented_control(
            "Persona", personas, default=personas[0], format_func=title, key="map_persona", required=True, wrap=True
        )
    with right:
        against = st.segmented_control(
            "Laid over", others, default=others[-1], key=f"map_over_{scenario.name}", required=True
        )
    persona = persona if persona in personas else personas[0]
    sides = [scenario, *([setup.scenario(against)] if against and against != NOBODY else [])]
    busy = st.empty()
    drawn: list[PersonaMaps] = [
        compute.analysis(persona_maps, each, n, tick=progress_line(busy, ("map", each.fingerprint))) for each in sides
    ]
    busy.empty()
    other = drawn[1] if len(drawn) > 1 else None
    changed = changed_steps(drawn[0], other) if other else None
    _shown(drawn[0], persona, other, changed, sheet)
    with st.container(horizontal=True):
        save = partial(st.download_button, on_click="ignore", icon=":material/download:")
        name, rest = file_of(scenario.name), (personas, other, changed)
        said = _sentences(drawn[0], None, other, changed)
        save("Maps of all (SVG)", partial(maps_svg, drawn[0], *rest), f"{name}_map.svg", "image/svg+xml", key="map_svg")
        page = partial(maps_html, drawn[0], *rest, said, stamp(setup))
        save("Maps of all (HTML)", page, f"{name}_map.html", "text/html", key="map_html")
    with st.expander("The map as a table"):
        table = drawn[0].table()
        own = table[table["persona"] == persona].drop(columns="persona")
        st.dataframe(
            own.round(2), hide_index=True, alt=f"Journey map of {persona}, step by step",
            column_config={column: column.replace("_", " ") for column in own}
            | {"reached": st.column_config.NumberColumn(format="percent")},
        )  # fmt: skip
    sheet.table(own)
    over = f" --against {file_of(other.scenario.name)}.yaml" if other else ""
    return f"map {file_of(scenario.name)}.yaml{over} --persona '{persona}' --out map.svg --replications {n}"


def _shown(
    maps: PersonaMaps, persona: str, other: PersonaMaps | None, changed: ChangedSteps | None, sheet: Sheet
) -> None:
    lines = _sentences(maps, persona, other, changed)
    st.markdown("\n".join(f"- {for_markdown(line)}" for line in lines))
    svg = map_svg(maps, persona, other, changed, ground=False)
    words = f"Journey map of {persona}; the table below holds the same"
    journey_map_drawn(svg, words, "eight steps, from the problem to the recommendation")
    note = (
        "Feelings run from -1 to 1: what each thing that happens does to people is an assumption, of which the order matters. Use "
        "and recommending are of our customers; all else of every group with a project, wherever it buys. Moments are ours or the "
        "group's own."
    )
    st.caption(note)
    sheet.heading(f"The journey of {persona}")
    for line in lines:
        sheet.text(line)
    sheet.parts.append(lambda: f"<figure>{map_svg(maps, persona, other, changed)}</figure>")
    sheet.text(note)


def _sentences(
    maps: PersonaMaps, persona: str | None, other: PersonaMaps | None, changed: ChangedSteps | None
) -> list[str]:
    lines = [line for line in maps.sentences() if persona is None or line.startswith(f"{persona}:")]
    if other and changed:
        lit = changed.sentences(maps.scenario.name, other.scenario.name)
        lines += [line for line in lit if persona is None or line.startswith(f"{persona} at") or line is lit[-1]]
    return [line[0].upper() + line[1:] for line in lines]
