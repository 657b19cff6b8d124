"""Figures: drawn on the page, and taken away as PNG, SVG, data or part of a report, each with where it came from."""

import html
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any

import streamlit as st

from buyermaze.screens.export.origin import page_address, stamp
from buyermaze.screens.sidebar.sidebar import Setup
from buyermaze.simulator.core.plain_text import csv_of

if TYPE_CHECKING:
    import pandas

Spec = dict[str, Any]
VEGA_LITE = "6.4"
STAMP_COLOUR = "#5B6675"


@dataclass
class Sheet:
    """What a page shows, gathered while it is drawn, so that it can be taken away whole."""

    title: str
    setup: Setup
    parts: list[Callable[[], str]] = field(default_factory=list)
    scripts: dict[str, None] = field(default_factory=dict)  # that parts need in a report, each once

    def moving(self, part: Callable[[], str], script: str) -> None:
        """Add a part to the report that a script of ours draws."""
        self.parts.append(part)
        self.scripts[script] = None

    def text(self, text: str) -> None:
        """Add a paragraph."""
        self.parts.append(lambda: f"<p>{html.escape(text)}</p>")

    def heading(self, text: str) -> None:
        """Add a heading."""
        self.parts.append(lambda: f"<h2>{html.escape(text)}</h2>")

    def listing(self, heading: str, lines: Callable[[], Sequence[str]]) -> None:
        """Add a list under a heading, worked out when the report is asked for."""
        self.heading(heading)
        self.parts.append(lambda: f"<ul>{''.join(f'<li>{html.escape(line)}</li>' for line in lines())}</ul>")

    def table(self, table: "pandas.DataFrame") -> None:
        """Add a table."""
        self.parts.append(lambda: table.to_html(index=False, border=0, na_rep="", float_format=lambda v: f"{v:,.4g}"))

    def figure(
        self, spec: Spec, data: "Mapping[str, pandas.DataFrame]", name: str, title: str, alt: str, said: str = "",
        **options: Any,
    ) -> Any:  # fmt: skip
        """Draw a figure with its downloads underneath; return the selection if there is one.

        A browser that gets other data for the same ``spec`` and ``alt`` only moves the marks; otherwise it builds the
        chart anew. What changes with every lever is better said in the text beside it; ``said`` is for the report.
        """
        found = st.vega_lite_chart(
            drawing(spec, data), key=f"figure_{name}", alt=alt, width="stretch", **options
        )  # fmt: skip
        self.keep(spec, data, name, title, said or alt)
        return found

    def keep(self, spec: Spec, data: "Mapping[str, pandas.DataFrame]", name: str, title: str, alt: str) -> None:
        """Offer a figure that was drawn already for download, and put it into the report."""
        picture = lambda: stamped(spec, data, title, stamp(self.setup))  # noqa: E731 - made when asked for
        _downloads(name, picture, data, self.setup)
        self.parts.append(
            lambda: (
                f'<figure role="img" aria-label="{html.escape(alt)}">{_svg(picture)}<figcaption>{html.escape(alt)}'
                "</figcaption></figure>"
            )
        )

    def report_button(self) -> None:
        """Offer the whole page as one HTML file that needs nothing else."""
        st.download_button(
            "This page as a report (HTML)",
            partial(self.html, page_address()),
            f"buyer-maze-{self.title.lower().replace(' ', '-')}.html",
            "text/html",
            key="report",
            on_click="ignore",
            icon=":material/description:",
        )

    def html(self, address: str) -> str:
        """Return the page as a self-contained HTML document that says at which address others see the same."""
        from buyermaze.screens.export.report import document

        return document(self.title, self.setup, [part() for part in self.parts], address, tuple(self.scripts))


@st.fragment
def _downloads(name: str, picture: Callable[[], Spec], data: "Mapping[str, pandas.DataFrame]", setup: Setup) -> None:
    """Offer a figure's files; opening the offer draws nothing else on the page again."""
    with st.popover(
        "Download", key=f"take_{name}", type="tertiary", icon=":material/download:", on_change="rerun"
    ) as box:
        if box.open:  # only then, as every button sent costs time at every move of a lever
            save = partial(st.download_button, on_click="ignore", width="stretch")
            save("Picture (PNG)", partial(_png, picture), f"{name}.png", "image/png", key=f"png_{name}")
            save("Drawing (SVG)", partial(_svg, picture), f"{name}.svg", "image/svg+xml", key=f"svg_{name}")
            save("Data (CSV)", partial(_csv, data, stamp(setup)), f"{name}.csv", "text/csv", key=f"csv_{name}")


def stamped(spec: Spec, data: "Mapping[str, pandas.DataFrame]", title: str, origin: str) -> Spec:
    """Return a complete specification on white ground, with title and origin written on it."""
    whole = {key: value for key, value in spec.items() if key != "config"}
    whole["title"] = {
        "text": title, "anchor": "start", "fontSize": 16, "subtitle": _wrapped(origin, 110),
        "subtitleFontSize": 9, "subtitleColor": STAMP_COLOUR, "offset": 14,
    }  # fmt: skip
    whole["width"] = whole.get("width") if isinstance(whole.get("width"), int) else 760
    whole["background"] = "white"
    whole["padding"] = 16
    whole["datasets"] = {key: rows(table) for key, table in data.items()}
    config = {
        "font": "Liberation Sans, Arial, sans-serif",
        "view": {"stroke": None},
        "axis": {"domainColor": "#8A94A3"},
    }
    whole["config"] = {**spec.get("config", {}), **config}
    return whole


def drawing(spec: Spec, data: "Mapping[str, pandas.DataFrame]") -> Spec:
    """Return a specification with its data, packed the way they travel."""
    return {**spec, "datasets": {key: _packed(rows(table)) for key, table in data.items()}}


def _packed(lines: list[dict[str, Any]]) -> "bytes | list[dict[str, Any]]":
    """Return rows as an Arrow stream, or as they are when a column holds things of several kinds."""
    import pyarrow

    try:
        table = pyarrow.Table.from_pylist(lines)
    except pyarrow.ArrowException:
        return lines
    stream = pyarrow.BufferOutputStream()
    with pyarrow.ipc.new_stream(stream, table.schema) as writer:
        writer.write_table(table)
    packed: bytes = stream.getvalue().to_pybytes()
    return packed


def rows(table: "pandas.DataFrame") -> list[dict[str, Any]]:
    """Return a table as rows that charts take; what is no number becomes null."""
    found: list[dict[str, Any]] = json.loads(table.to_json(orient="records", date_format="iso"))
    return found


def _png(picture: Callable[[], Spec]) -> bytes:
    import vl_convert

    content: bytes = vl_convert.vegalite_to_png(picture(), vl_version=VEGA_LITE, scale=2)
    return content


def _svg(picture: Callable[[], Spec]) -> str:
    import vl_convert

    text: str = vl_convert.vegalite_to_svg(picture(), vl_version=VEGA_LITE)
    return text


def _csv(data: "Mapping[str, pandas.DataFrame]", origin: str) -> str:
    main = next(iter(data.values()))
    return f"# {origin}\n" + csv_of(main)


def _wrapped(text: str, width: int) -> list[str]:
    import textwrap

    return textwrap.wrap(text, width)
