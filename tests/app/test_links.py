"""Scenarios in addresses: there and back the same, damaged ones explain themselves, no path is followed."""

import ast
import base64
import json
import re
import zlib
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from streamlit.testing.v1 import AppTest

from buyermaze.screens.export import origin
from buyermaze.screens.panels.shared import file_of, headed
from buyermaze.screens.sidebar import choices
from buyermaze.screens.sidebar.address import NAMES, WORDS
from buyermaze.screens.sidebar.uploads import OWN
from buyermaze.screens.theme import label
from buyermaze.simulator.core.errors import InputProblem
from buyermaze.simulator.core.plain_text import for_markdown
from buyermaze.simulator.inputs.reading.links import LONGEST, from_link, to_link
from buyermaze.simulator.inputs.reading.loading import load
from buyermaze.simulator.inputs.reading.shelves import available, available_markets
from buyermaze.simulator.inputs.reading.uploads import from_upload
from tests.app.sizes import ASKED
from tests.worlds import cohort

ROOT = Path(__file__).resolve().parents[2]
CHANGES = {
    "nothing": {},
    "a number": {"programme.team.n_reps": 7},
    "a row of a table": {"market.personas.champion.weight": 1.3},
    "the calendar and luck": {"run.start": "2027-01-04", "run.seed": 5, **cohort(321)},
}


def packed(content: Any) -> str:
    text = content if isinstance(content, bytes) else json.dumps(content).encode()
    return base64.urlsafe_b64encode(zlib.compress(text)).decode().rstrip("=")


@pytest.mark.parametrize("changes", CHANGES.values(), ids=CHANGES)
@pytest.mark.parametrize("market", [None, *(entry.name for entry in available_markets())])
def test_a_scenario_survives_an_address(market: str | None, changes: dict[str, Any]) -> None:
    for entry in available():
        scenario = load(entry.name, market=market, changes=changes)
        code = to_link(scenario)
        again = from_link(code)
        assert (again.name, again.title, again.story) == (scenario.name, scenario.title, scenario.story)
        assert again.model_dump() == scenario.model_dump()
        assert len(code) < LONGEST / 2 and code.replace("-", "").replace("_", "").isalnum()


@pytest.mark.parametrize(
    ("code", "says"),
    [
        ("", "damaged"),
        ("rubbish!", "damaged"),
        (to_link(load("merged"))[:-9], "damaged"),
        (packed(b"[" * 100_000), "damaged"),
        (packed(b"0" * 3_000_000), "damaged"),
        (packed([1]), "damaged"),
        (packed({"name": 1, "file": {}}), "damaged"),
        ("A" * (LONGEST + 1), "allowed are 6,000"),
        (packed({"name": "x", "file": {"schema_version": 1, "extends": "../../etc/passwd"}}), "may only name a shipped"),
        (packed({"name": "x", "file": {"schema_version": 1, "market": "/etc/passwd"}}), "may only name a shipped"),
        (packed({"name": "x", "file": {"schema_version": 2}}), "this program reads 1"),
        (packed({"name": "x", "file": {"schema_version": 1, "programme": {"team": {"n_rep": 3}}}}), "did you mean 'n_reps'"),
        (packed({"name": "x", "file": {"schema_version": 1, "programme": {"team": {"n_reps": -3}}}}), "n_reps"),
    ],
)  # fmt: skip
def test_a_bad_address_explains_itself(code: str, says: str) -> None:
    with pytest.raises(InputProblem, match=says):
        from_link(code)


@pytest.mark.parametrize("name", ["../../mine", "/etc/passwd", "a\\b", "x" * 500, "\u0000", ""])
def test_a_name_in_an_address_is_only_a_name(name: str) -> None:
    code = packed({"name": name, "file": {"schema_version": 1, "extends": "merged"}})
    found = from_link(code)
    assert found.fingerprint == load("merged").fingerprint
    assert not set("/\\\0") & set(found.name) and 0 < len(found.name) <= 60


def app(**query: str | list[str]) -> AppTest:
    at = AppTest.from_file(str(ROOT / "app.py"), default_timeout=600)
    at.query_params.update({**ASKED, **query})
    return at


def html(at: AppTest) -> str:
    return " ".join(element.proto.body for element in at.get("html"))


def codes(at: AppTest) -> list[str]:
    found = at.query_params.get(OWN, [])
    return [found] if isinstance(found, str) else list(found)


MINE = b"schema_version: 1\nextends: merged\nprogramme:\n  team: {n_reps: 3}\n"


def test_an_address_brings_the_scenario_with_it() -> None:
    mine = from_upload("mine.yaml", MINE)
    at = app(own=[to_link(mine)], programmes=["baton_pass", "mine"]).run()
    chosen = at.multiselect(key="programmes")
    assert not at.exception and not at.error and "mine" in chosen.options
    chosen.set_value(["baton_pass", "mine"]).run()
    assert ">mine<" in html(at)
    assert codes(at) == [to_link(mine)]


def test_an_uploaded_file_goes_into_the_address_once_it_is_chosen() -> None:
    at = app().run()
    uploader = next(u for u in at.get("file_uploader") if u.key == "upload")
    uploader.set_value(("merged.yaml", MINE, "application/yaml")).run()
    assert not codes(at)
    at.multiselect(key="programmes").set_value(["baton_pass", "merged (yours)"]).run()
    found = from_link(codes(at)[0])
    assert found.programme.team.n_reps == 3 and found.fingerprint == from_upload("m.yaml", MINE).fingerprint


def test_what_does_not_fit_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    import buyermaze.screens.sidebar.uploads

    monkeypatch.setattr(buyermaze.screens.sidebar.uploads, "LONGEST", 50)
    at = app().run()
    next(u for u in at.get("file_uploader") if u.key == "upload").set_value(("mine.yaml", MINE, "text/yaml")).run()
    at.multiselect(key="programmes").set_value(["baton_pass", "mine"]).run()
    assert any("too large for the address" in info.value for info in at.info)
    assert any("except the file of mine" in caption.value for caption in at.caption)


def test_a_damaged_address_is_told_and_the_page_still_answers() -> None:
    at = app(own=["rubbish"]).run()
    assert not at.exception and any("damaged or cut off" in warning.value for warning in at.warning)
    assert "bm-card" in html(at)


def test_nothing_is_brought_into_a_read_only_app(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BUYERMAZE_APP_READ_ONLY", "1")
    at = app(own=[to_link(from_upload("mine.yaml", MINE))]).run()
    assert "mine" not in at.multiselect(key="programmes").options


def test_names_of_shipped_scenarios_stay_theirs() -> None:
    assert "merged" in choices.programmes()
    at = app(own=[to_link(from_upload("merged.yaml", MINE))]).run()
    assert "merged (yours)" in at.multiselect(key="programmes").options


SAYS = (
    "markdown", "caption", "info", "success", "warning", "error", "header", "subheader", "expander",
    "selectbox", "multiselect", "slider",
)  # fmt: skip


@pytest.mark.parametrize("page", ["", "maze", "deal", "customers", "attribution", "trust", "sweep"])
def test_no_page_makes_a_link_of_a_name(page: str) -> None:
    dated = MINE + b"timeline: [{name: hire, week: 10, add: {programme.team.n_reps: 1}}]\n"
    name = "www.foreign.example"
    at = app(own=[to_link(from_upload(f"{name}.yaml", dated))], programmes=[name, "merged"])
    if page:
        at.switch_page(f"screens/pages/{page}.py")
    at.run()
    said = [getattr(each, "label", None) or each.value for kind in SAYS for each in at.get(kind)]
    assert not at.exception and not at.error
    assert any("www\u2060.foreign" in text for text in said)
    assert not [text for text in said if name in re.sub("`[^`]*`", "", text)], "a command to copy is shown as it is typed"


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("xyzzy", "sets 'xyzzy', which is nothing that can be set here."),
        ("basline", "did you mean 'baseline'"),
        ("merged.team.n_rps", "did you mean 'merged.team.n_reps'?"),
        ("product_led.team.n_reps", "sets 'product_led.team.n_reps', which is nothing that can be set here"),
        ("reference.demand.laod", "did you mean 'reference.demand.load'"),
    ],
)
def test_a_name_that_sets_nothing_is_said(name: str, says: str) -> None:
    at, says = app(**{name: "3"}).run(), for_markdown(says)
    assert not at.exception and sum(says in warning.value for warning in at.warning) == 1
    assert not any("?." in warning.value for warning in at.warning)
    assert sum(says in warning.value for warning in at.run().warning) == 1, "it stays, once"
    assert "bm-card" in html(at)


def test_names_that_set_something_are_not_complained_of() -> None:
    at = app(**{"merged.team.n_reps": "7", "reference.demand.load": "1.2", "walk": "All groups", "seed": "2"}).run()
    assert not [warning.value for warning in at.warning if "address" in warning.value]
    assert at.session_state["setup"].scenario("Merged").programme.team.n_reps == 7


def test_every_name_that_a_control_binds_is_known_to_the_address() -> None:
    bound = set()
    for path in (ROOT / "screens").rglob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        texts = {t.id: v.value for node in ast.walk(tree) if isinstance(node, ast.Assign) for target in node.targets
                 for t, v in _pairs(target, node.value)}  # fmt: skip
        for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
            about = {each.arg: each.value for each in call.keywords}
            if isinstance(about.get("bind"), ast.Constant):
                key = about["key"]
                bound.add(key.value if isinstance(key, ast.Constant) else texts[key.id])
    assert len(bound) > 20
    assert bound <= {*WORDS, *NAMES}


def _pairs(target: ast.expr, value: ast.expr) -> list[tuple[ast.Name, ast.Constant]]:
    together = isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple)
    both = zip(target.elts, value.elts, strict=False) if together else [(target, value)]
    return [(t, v) for t, v in both if isinstance(t, ast.Name) and isinstance(v, ast.Constant)]


def test_the_address_in_a_report_leads_back_whatever_organisations_are_called(monkeypatch: pytest.MonkeyPatch) -> None:
    names = ["Merged#2", 'R&D +1 _b_ 100 % "q" ü', "Baton pass"]

    class Asked(dict[str, list[str]]):
        def get_all(self, name: str) -> list[str]:
            return self[name]

    context = SimpleNamespace(url="http://localhost:8501/compare")
    asked = SimpleNamespace(query_params=Asked(programmes=names, market=["reference"]), context=context)
    monkeypatch.setattr(origin, "st", asked)
    parts = urlsplit(origin.page_address())
    assert parse_qs(parts.query) == {"programmes": names, "market": ["reference"]} and not parts.fragment


@pytest.mark.parametrize("own", ["Name", "Path", "Unit"])
def test_an_organisation_called_like_a_column_of_a_table_keeps_a_column_of_its_own(own: str) -> None:
    heads = headed([own, f"{own} (organisation)", "Merged"], ("Name", "Path", "Unit"))
    assert heads["Merged"] == "Merged" and len({*heads.values(), "Name", "Path", "Unit"}) == 6
    assert heads[own] == f"{own} (organisation)"


def test_organisations_that_are_called_differently_have_files_of_their_own() -> None:
    names = ["R&D", "R+D", "Merged#2", "merged 2", "Merged 2", "merged_2", "mine", "Mine", "a b", "a_b", "SLA aligned"]
    names += ["sla aligned"] + [label(name) for name in choices.programmes() if name != "sla_aligned"]
    files = [file_of(name) for name in names]
    assert len(set(files)) == len(names) and all(re.fullmatch(r"[\w.]+", file) for file in files)
    shipped = list(choices.programmes())
    assert file_of("mine") == "mine" and [file_of(label(name)) for name in shipped] == shipped
