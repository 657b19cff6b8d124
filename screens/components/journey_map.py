"""A drawn journey map: an SVG of ours that takes the colour of the text around it and can be moved sideways where it is wide."""

import streamlit as st

_map = st.components.v2.component(
    "buyermaze_journey_map",
    html='<p class="more"></p>'
    '<div class="map" role="group" tabindex="0"></div>',
    css=""".map { overflow-x: auto; color: var(--st-text-color); font-family: var(--st-font) }
.more { display: none; margin: 0 0 .3rem; font: .9rem var(--st-font); color: var(--st-text-color) }
@media (max-width: 768px) { .more { display: block } }
.map:focus-visible { outline: 2px solid var(--st-primary-color); outline-offset: 2px }
.map svg { display: block; min-width: 51rem; width: 100%; height: auto }""",
    js="""export default function ({ data, parentElement }) {
  const box = parentElement.querySelector('.map');
  if (box.told === data.svg) return;
  box.told = data.svg;
  box.setAttribute('aria-label', data.words);
  parentElement.querySelector('.more').textContent = data.more;
  const drawing = new DOMParser().parseFromString(data.svg, 'image/svg+xml').documentElement;
  box.replaceChildren(document.importNode(drawing, true));
}""",
)


def journey_map_drawn(svg: str, words: str, what: str, key: str = "journey_map") -> None:
    """Draw an SVG document whose texts are escaped.

    ``words`` say what it is to those who do not see it, ``what`` what there is to be seen sideways on a narrow screen.
    """
    _map(data={"svg": svg, "words": words, "more": f"Move it sideways: {what}."}, key=key)
