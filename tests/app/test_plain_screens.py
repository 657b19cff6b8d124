"""What people read on every page is words: no code names outside of commands and files, one way to write money and per cent."""

import json
import re
from html import unescape
from pathlib import Path
from typing import Any

import pyarrow
import pytest
from streamlit.testing.v1 import AppTest

from tests.app.sizes import ASKED

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted(path.stem for path in (ROOT / "screens" / "pages").glob("*.py") if path.stem != "__init__")
ASKED_FOR = {  # long answers that a page gives when asked: what is shown then is read too
    "attribution": ("media_button", "causes_button"), "budget": ("governance_button",), "playbook": ("dial_button",),
    "plans": ("drift_button",),
}  # fmt: skip
FOR_FILES = ("Path",)  # a column for those who write scenario files
CODE_NAME = re.compile(r"\b[a-z]+[a-z0-9]*(?:_[a-z0-9]+)+\b|\b(?:programme|market|run)\.[a-z_.]+\b")
OTHER_MONEY = re.compile(r"USD [-+−]|\+-USD")
TIGHT_PERCENT = re.compile(r"\d%")


def page(name: str) -> AppTest:
    at = AppTest.from_file(str(ROOT / "app.py"), default_timeout=600)
    at.query_params.update(ASKED)
    at.run()
    if name != "compare":
        at.switch_page(f"screens/pages/{name}.py").run()
    for key in ASKED_FOR.get(name, ()):
        if any(button.key == key for button in at.button):  # what another test asked for is at hand
            at.button(key).click().run()
    assert not at.exception and not at.error
    return at


def texts(at: Any) -> list[str]:
    """Return what a page says: text without code and links, words of widgets, pictures and tables, with their headings."""
    kinds = ("header", "subheader", "markdown", "caption", "info", "warning", "success")
    said = [element.value for kind in kinds for element in getattr(at.main, kind)]
    said += [re.sub(r"<[^>]+>", " ", re.sub(r"<(style|i)\b.*?</\1>", "", e.proto.body, flags=re.S)) for e in at.main.get("html")]
    for kind in ("button", "selectbox", "toggle", "multiselect", "button_group", "slider", "number_input", "text_input"):
        for element in at.main.get(kind):
            said += [str(getattr(element, "label", "")), *map(str, getattr(element, "options", []))]
    for chart in at.main.get("vega_lite_chart"):
        said.append(chart.proto.alt)
        for one in chart.proto.datasets:
            table = pyarrow.ipc.open_stream(one.data.data).read_all().to_pandas()
            said += cells(table[[column for column in table if f'"{column}"' in chart.proto.spec]])  # what is drawn of it
    for frame in at.main.dataframe:
        settings = json.loads(frame.proto.columns or "{}")
        hidden = [column for column in frame.value if settings.get(column, {}).get("hidden") or column in FOR_FILES]
        shown = frame.value.drop(columns=hidden)
        said += [settings.get(column, {}).get("label") or str(column) for column in shown] + cells(shown)
    said = [re.sub(r"^- .*\]\(https?://.*$", " ", text, flags=re.M) for text in said]  # titles of works are cited as they are
    return [re.sub(r"`[^`]*`|\]\([^)]*\)|https?://\S+|\S+\.(yaml|csv|md)\b", " ", unescape(text)) for text in said]


def cells(table: Any) -> list[str]:
    return [str(value) for column in table.select_dtypes(["object", "string", "category"]) for value in table[column].unique()]


@pytest.mark.parametrize("name", PAGES)
def test_a_page_shows_no_code_name_and_writes_money_and_per_cent_in_one_way(name: str) -> None:
    at = page(name)
    said = texts(at)
    assert len(said) > 3 and (at.header or name == "compare")  # whose question is its heading
    for wrong in (CODE_NAME, OTHER_MONEY, TIGHT_PERCENT):
        found = {match for text in said for match in wrong.findall(text)}
        assert not found, (wrong.pattern, sorted(found), [text for text in said if wrong.search(text)][:3])
