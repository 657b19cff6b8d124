"""Scenario files: layers, shipped ones, and files written by mistake or in malice."""

import time
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from buyermaze.simulator.core.errors import InputProblem
from buyermaze.simulator.inputs.grammar.yaml_reader import read
from buyermaze.simulator.inputs.reading.loading import load
from buyermaze.simulator.inputs.reading.shelves import available, available_markets
from buyermaze.simulator.inputs.sheets.scenario import Scenario
from buyermaze.simulator.outcomes.books import costs as money

HEAD = "schema_version: 1\n"


@pytest.fixture
def write(tmp_path: Path):
    """Write a file into a fresh folder and return its path."""

    def _write(text: str | bytes, name: str = "mine.yaml") -> Path:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    return _write


def refusal(path: Path | str, **how) -> str:
    """Return the sentence with which a file is refused."""
    with pytest.raises(InputProblem) as caught:
        load(path, **how)
    assert "\n" not in str(caught.value)
    return str(caught.value)


def test_a_file_with_nothing_but_its_version_is_the_default_scenario(write):
    scenario = load(write(HEAD))
    assert scenario == Scenario(name="mine", title="mine")


def test_a_file_changes_what_it_says_and_nothing_else(write):
    scenario = load(write(HEAD + "title: T\nstory: S\nprogramme:\n  handoff: {delay_hours: 1e1}\nrun: {seed: 7}\n"))
    expected = {"programme.handoff.delay_hours": 10.0, "run.seed": 7, "name": "mine", "title": "T", "story": "S"}
    assert scenario == Scenario().with_changes(expected)


def test_a_child_merges_groups_over_its_parent_and_replaces_tables(write):
    write(
        HEAD + "programme: {team: {n_reps: 9, n_content: 2}}\nmarket: {approvals: [{name: a}, {name: b}]}\n", "p.yaml"
    )
    child = load(write(HEAD + "extends: p.yaml\nprogramme: {team: {n_reps: 3}}\nmarket: {approvals: [{name: c}]}\n"))
    assert child.programme.team.n_reps == 3
    assert child.programme.team.n_content == 2
    assert [level.name for level in child.market.approvals] == ["c"]


def test_a_mapping_over_a_table_changes_the_rows_it_names(write):
    scenario = load(write(HEAD + "market:\n  personas:\n    sponsor: {weight: 3}\n"))
    assert scenario.market == Scenario().with_changes({"market.personas.sponsor.weight": 3.0}).market


def test_a_parent_is_looked_for_beside_the_file_that_names_it(write):
    write(HEAD + "run: {seed: 5}\n", "deep/parent.yaml")
    write(HEAD + "extends: parent.yaml\n", "deep/middle.yaml")
    assert load(write(HEAD + "extends: deep/middle.yaml\n")).run.seed == 5


def test_a_scenario_may_name_its_market_and_the_option_replaces_it_as_a_whole(write):
    path = write(HEAD + "market: complex_enterprise\n")
    assert load(path).market == load("merged", market="complex_enterprise").market
    own = write(HEAD + "market: {demand: {p_knows_us: 0.1}}\n")
    assert load(own, market="reference").market == Scenario().market


def test_a_market_file_of_ones_own_may_extend_a_shipped_one(write):
    write(HEAD + "extends: complex_enterprise\nmarket: {offer: {complexity: 3}}\n", "m.yaml")
    market = load(write(HEAD + "market: m.yaml\n")).market
    expected = load("merged", market="complex_enterprise").with_changes({"market.offer.complexity": 3.0}).market
    assert market == expected


def test_changes_come_last(write):
    path = write(HEAD + "programme: {team: {n_reps: 9}}\n")
    assert load(path, changes={"programme.team.n_reps": "4"}).programme.team.n_reps == 4


def test_loading_does_not_depend_on_the_folder_one_is_in(tmp_path: Path, monkeypatch):
    here = load("merged").fingerprint
    monkeypatch.chdir(tmp_path)
    assert load("merged").fingerprint == here


def test_a_scenario_folder_in_the_way_does_not_hide_the_shipped_ones(tmp_path: Path, monkeypatch):
    (tmp_path / "merged").mkdir()
    monkeypatch.chdir(tmp_path)
    assert load("merged").title.startswith("Merged")


MISTAKES = {
    "unknown key": ("programme:\n  handof:\n    delay_hours: 2\n", ["line 3", "'handof'", "did you mean 'handoff'"]),
    "unknown deep key": ("programme:\n  gate:\n    close: true\n", ["line 4", "did you mean 'closed'"]),
    "unknown section": ("program: {}\n", ["line 2", "'program'", "did you mean 'programme'"]),
    "out of bounds": ("programme:\n  handoff:\n    delay_hours: 500\n", ["line 4", "500", "0 to 200 working h"]),
    "text for a number": ("programme:\n  handoff:\n    delay_hours: soon\n", ["line 4", "number", "'soon'"]),
    "quoted number": ("programme:\n  handoff:\n    delay_hours: '3'\n", ["line 4", "number", "'3'"]),
    "number for a group": ("programme:\n  handoff: 3\n", ["line 3", "group of parameters"]),
    "nothing for a group": ("programme:\n", ["line 2", "programme", "nothing"]),
    "list for a group": ("programme: [1]\n", ["line 2", "a list"]),
    "NaN": ("programme:\n  handoff: {delay_hours: .nan}\n", ["line 3", "nan", "out of bounds"]),
    "infinity": ("programme:\n  handoff: {delay_hours: .inf}\n", ["line 3", "inf", "out of bounds"]),
    "duplicate key": ("run:\n  seed: 1\n  seed: 2\n", ["line 4", "'seed'", "twice", "line 3"]),
    "row of a table": ("market:\n  approvals:\n    - {name: a}\n    - {name: b, hours_wait: -1}\n", ["line 5", "-1"]),
    "unknown row": ("market:\n  personas:\n    champ: {weight: 1}\n", ["line 4", "did you mean 'champion'"]),
    "cross-check": ("market:\n  group:\n    seats: [boss]\n", ["line 4", "'boss'"]),
    "content for nobody": (
        "programme:\n  library:\n    assets: [{name: a, persona: boss}]\n",
        ["line 4", "'boss'", "sponsor"],
    ),
    "alias": ("run: &x {seed: 1}\nmarket: *x\n", ["line 2", "anchors"]),
    "merge key": ("run:\n  <<: {seed: 1}\n", ["line 3", "'<<'"]),
    "tag": ("run: !!python/object/apply:os.system ['true']\n", ["line 2", "tags"]),
    "list as key": ("? [a]\n: 3\n", ["line 2", "name"]),
    "bad date": ("run: {start: 2026-13-45}\n", ["line 2"]),
    "endless number": ("run: {seed: " + "9" * 6000 + "}\n", ["line 2"]),
    "broken YAML": ("run: {seed: 1\n", ["line", "not valid YAML"]),
    "tab": ("run:\n\tseed: 1\n", ["line 3", "not valid YAML"]),
    "control character": ("title: \x07\n", ["not valid YAML"]),
    "two documents": ("---\nschema_version: 1\n", ["not valid YAML"]),
    "title that is no text": ("title: 3\n", ["line 2", "'title'"]),
    "extends a list": ("extends: [a]\n", ["line 2", "'extends'"]),
    "extends nothing there": ("extends: mergd\n", ["line 2", "did you mean 'merged'"]),
    "unknown market": ("market: complx\n", ["line 2", "did you mean 'complex_enterprise'"]),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_is_told_with_its_line_and_a_remedy(mistake: str, write):
    text, words = MISTAKES[mistake]
    sentence = refusal(write(HEAD + text))
    assert "mine.yaml" in sentence
    for word in words:
        assert word in sentence, sentence


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "empty"),
        (b"# only a remark\n", "empty"),
        (b"just text\n", "'key: value'"),
        (b"- a\n- b\n", "'key: value'"),
        (b"{}\n", "schema_version: 1"),
        (b"schema_version: 2\n", "schema_version is 2"),
        (b"schema_version: true\n", "schema_version is True"),
        (b"schema_version: '1'\n", "schema_version is 1"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "UTF-8"),
        (b"title: caf\xe9\n", "UTF-8"),
        ("schema_version: 1\n".encode("utf-16"), "UTF-8"),
        (b"\x00" * 100, "not valid YAML"),
        (b"#" * 1_000_001, "larger than"),
        (b"[" * 100_000, "levels deep"),
        (b"{a: " * 5_000, "levels deep"),
    ],
    ids=lambda value: repr(value[:18]),
)
def test_a_file_that_is_no_scenario_is_refused_quickly(content: bytes, words: str, write):
    path = write(content)
    start = time.monotonic()
    assert words in refusal(path)
    assert time.monotonic() - start < 5


@pytest.mark.parametrize("library", ["with its C library", "without its C library"])
@pytest.mark.parametrize("opening", ["[", "{a: ", "- ", "[{a: ", "? ", '{"a": ['])
@pytest.mark.parametrize("n", [21, 999, 20_000])
def test_deep_nesting_is_refused_in_our_words_however_yaml_is_read(
    n: int, opening: str, library: str, write, monkeypatch: pytest.MonkeyPatch
):
    """Versions of PyYAML differ in how far they look ahead and in how deep they read at all."""
    if library.startswith("without"):
        monkeypatch.setattr("buyermaze.simulator.inputs.grammar.yaml_reader._PlainLoader", yaml.SafeLoader)
    assert refusal(write(HEAD + "title: T\nrun:\n  " + opening * n)).endswith(
        "mine.yaml, line 4: nested more than 20 levels deep"
    )


def test_a_bomb_of_aliases_does_not_go_off(write):
    layers = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    layers += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 30)]
    start = time.monotonic()
    assert "anchors and aliases" in refusal(write(HEAD + "\n".join(layers)))
    assert time.monotonic() - start < 2


def test_a_circle_of_files_is_named(write):
    write(HEAD + "extends: b.yaml\n", "a.yaml")
    write(HEAD + "extends: c.yaml\n", "b.yaml")
    sentence = refusal(write(HEAD + "extends: a.yaml\n", "c.yaml"))
    assert "circle" in sentence
    assert sentence.count("c.yaml") == 2
    assert "a.yaml" in sentence and "b.yaml" in sentence


def test_a_file_that_extends_itself_is_named(write):
    assert "circle" in refusal(write(HEAD + "extends: mine.yaml\n"))


def test_a_problem_names_the_file_that_caused_it_not_the_one_that_extends_it(write):
    write(HEAD + "run:\n  seed: -1\n", "parent.yaml")
    sentence = refusal(write(HEAD + "extends: parent.yaml\n"))
    assert "parent.yaml, line 3" in sentence


@pytest.mark.parametrize("name", ["mergd", "no/such/file.yaml", "x" * 5000, "a\0b", "", "none.yml"])
def test_a_name_that_means_nothing_is_refused(name: str):
    assert refusal(name)


def test_the_nearest_scenario_and_market_are_named():
    assert "did you mean 'merged'" in refusal("mergd")
    assert "did you mean 'simple_transactional'" in refusal("merged", market="simple")


def test_a_folder_is_refused(tmp_path: Path):
    assert "folder" in refusal(tmp_path)


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=80))
def test_whatever_the_text_a_file_is_read_or_refused_in_one_sentence(tmp_path_factory, text: str):
    path = tmp_path_factory.mktemp("any") / "any.yaml"
    path.write_bytes(text.encode("utf-8", "surrogatepass"))
    try:
        document = read(path, "any.yaml")
    except InputProblem as problem:
        assert "\n" not in str(problem)
    else:
        assert isinstance(document.data, dict)


def test_all_that_is_shipped_has_a_title_and_a_real_story():
    for entry in [*available(apart=True), *available_markets(apart=True)]:
        assert len(entry.title) > 20, entry.name
        assert len(entry.story.split()) > 50, entry.name


def test_the_shipped_ones_are_all_there():
    assert {entry.name for entry in available()} >= {
        "baton_pass",
        "merged",
        "sla_aligned",
        "product_led",
        "sales_only",
        "nurture_machine",
        "spam_cannon",
        "listening",
        "unified_experience",
        "sales_pushed",
        "fine_print",
        "customer_care",
    }
    assert {entry.name for entry in available_markets()} >= {
        "reference",
        "simple_transactional",
        "complex_enterprise",
        "crowded_commodity",
        "new_technology",
        "turbulent",
        "committee_gridlock",
        "long_relationship",
    }


def test_those_apart_are_listed_last_when_asked_for_and_load_as_all_others_do():
    assert [entry.name for entry in available(apart=True)][len(available()) :] == ["field_force"]
    assert [entry.name for entry in available_markets(apart=True)][len(available_markets()) :] == ["regulated_equipment"]
    together = load("field_force", market="regulated_equipment")
    assert together.programme == load("field_force").programme
    for name in (entry.name for entry in available()):
        assert load(name, market="regulated_equipment").market == together.market


@pytest.mark.parametrize("market", [entry.name for entry in available_markets()])
@pytest.mark.parametrize("name", [entry.name for entry in available()])
def test_every_organisation_meets_every_market(name: str, market: str):
    scenario = load(name, market=market)
    assert scenario.programme == load(name).programme
    assert scenario.market == load("merged", market=market).market


def yearly_spend(scenario: Scenario) -> float:
    """Add up heads, media, ideas planted early and those who govern."""
    team, media = scenario.programme.team, scenario.programme.marketing
    heads = team.n_reps * team.cost_rep + team.n_qualifiers * team.cost_qualifier + team.n_content * team.cost_content
    paid = media.email * media.cost_email + media.ads * media.cost_ads + media.events * media.cost_events
    return heads + paid + media.priming * media.cost_priming + scenario.programme.governance.in_force.cost


@pytest.mark.parametrize("name", [entry.name for entry in available()])
def test_all_programmes_spend_the_same_to_the_dollar(name: str):
    scenario = load(name)
    assert yearly_spend(scenario) == pytest.approx(2_010_000, abs=0.005)
    assert money.yearly_spend(scenario.programme) == pytest.approx(2_010_000, abs=0.005)


def test_heads_cost_the_same_everywhere_so_that_no_programme_is_cheaper_by_a_price_list():
    prices = {
        tuple(v for part in ("team", "marketing", "nurture", "voice") for k, v in getattr(p, part) if k[:4] == "cost")
        for p in (load(entry.name).programme for entry in available())
    }
    assert len(prices) == 1


@pytest.mark.parametrize(
    ("text", "value"),
    [("010", 10), ("1e3", 1000.0), ("yes", True), ("Off", False),
     ("1:30", "1:30"), ("0x1F", "0x1F"), (".5", 0.5), ("~", None), ("-3", -3)],
)  # fmt: skip
def test_values_are_read_as_a_command_line_reads_them(tmp_path, text, value):
    from buyermaze.simulator.inputs.grammar.yaml_reader import read

    path = tmp_path / "x.yaml"
    path.write_text(f"a: {text}\n")
    found = read(path, "x.yaml").data["a"]
    assert (found, type(found)) == (value, type(value))
