"""The first screen and what every page shares: no number that misleads, nothing dropped in silence, every move can be undone."""

import re
from html import unescape
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from buyermaze.screens.engine import compute
from buyermaze.screens.panels import shared
from buyermaze.screens.sidebar import choices
from buyermaze.screens.sidebar.sidebar import KEPT
from buyermaze.simulator.analysis.journeys.missing_evidence import Gaps, evidence_gaps
from buyermaze.simulator.comparison.comparison import compare
from buyermaze.simulator.comparison.plain_answer import answered_said, headline, hundred
from buyermaze.simulator.core.errors import InputProblem
from buyermaze.simulator.inputs.reading.links import to_link
from buyermaze.simulator.inputs.reading.shelves import available_markets
from buyermaze.simulator.inputs.reading.uploads import from_upload
from buyermaze.simulator.outcomes.books.costs import yearly_spend
from tests.app.sizes import ASKED, N_REPLICATIONS, WEEKS

ROOT = Path(__file__).resolve().parents[2]
MINE = b"schema_version: 1\nextends: merged\nmarket: {group: {n_people_mean: 2}}\n"


def app(**query: Any) -> AppTest:
    at = AppTest.from_file(str(ROOT / "app.py"), default_timeout=600)
    at.query_params.update({**ASKED, **query})
    return at


def html(at: Any) -> str:
    return unescape(" ".join(element.proto.body for element in at.get("html")))


def said(at: Any, mark: str = "bm-answer") -> str:
    found = re.search(rf'data-testid="{mark}">([^<]+)<', html(at))
    assert found
    return found[1]


def ran(at: AppTest) -> AppTest:
    at.run()
    assert not at.exception and not at.error
    return at


def test_the_first_screen_speaks_no_statistics() -> None:
    at = ran(app())
    text = re.sub(r"<[^>]+>", " ", html(at)) + " ".join(m.value for m in at.main.markdown)
    for word in ("replication", "paired", "within luck", "interval", "distinguishable"):
        assert word not in text.lower().split("take it with you")[0]
    assert "under which do more buyers choose us?" in text
    assert not at.get("vega_lite_chart")  # statistics are one click away
    at.toggle("how").set_value(True).run()
    assert len(at.get("vega_lite_chart")) == 3 and any("Paired differences" in s.value for s in at.subheader)


def test_what_was_said_before_the_page_leaves_every_element_in_its_place(monkeypatch: pytest.MonkeyPatch) -> None:
    class Late:
        waited = 0

        def wait(self, seconds: float) -> bool:
            Late.waited += 1
            return Late.waited > 1

    def places(at: AppTest) -> list[int]:
        return [k for k, node in at.main.children.items() if "bm-purpose" in str(getattr(node, "proto", ""))]

    monkeypatch.setattr("buyermaze.screens.main.READY", Late())
    at = ran(app())
    assert Late.waited == 2  # the note was shown, and taken away
    first = places(at)
    assert first and places(ran(at)) == first
    monkeypatch.setattr("buyermaze.screens.main.affordable", lambda *_: (1, 9.0))
    assert places(ran(at)) == first and any("9 times" in note.value for note in at.info)


def test_a_hundred_groups_a_side_are_drawn_as_the_library_counts_them() -> None:
    at = ran(app())
    found = compare(list(at.session_state[KEPT].scenarios), n_replications=N_REPLICATIONS)
    cards = html(at).split('class="bm-card"')[1:]
    for name, card in zip(found.names, cards, strict=True):
        people, said_there = card.split("bm-keys")[0], card.replace("\xa0", " ")
        assert [people.count(f'class="e{k}"') for k in range(4)] == list(hundred(found, name))
        assert answered_said(found, name) in said_there  # sales or self-service
        shares = [int(part) for part in re.findall(r"(\d+) %", answered_said(found, name))]
        assert len(shares) == 4 and sum(shares) == 100


def test_other_buyers_are_said_in_the_headline_and_can_be_made_the_same() -> None:
    mine = from_upload("mine.yaml", MINE)
    at = app(own=[to_link(mine)]).run()
    at.multiselect(key="programmes").set_value(["baton_pass", "mine"]).run()
    assert said(at).startswith("With other buyers on each side")
    assert "not tried while the two meet other buyers" in html(at) and not any("Try it" in one.label for one in at.button)
    assert "Buyer Maze sends buyers of its own through each organisation" in html(at) and "the same buyers" not in html(at)
    at.toggle("same_buyers").set_value(True).run()
    assert not at.exception and "other buyers" not in said(at)
    first, second = at.session_state[KEPT].scenarios
    assert first.market == second.market


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        ({"market": "nowhere"}, "the market 'nowhere'"),
        ({"programmes": ["Merged", "Margedd"]}, "did you mean 'Merged'"),
        ({"baseline": "nobody"}, "not among the organisations compared"),
        ({"programmes": ["merged"] * 5}, "at most 4 are compared"),
        ({"outcome": "winz"}, "did you mean 'wins'"),
        ({"window": "260 weeks"}, "the window '260 weeks'"),
        ({"replications": "20"}, "the replications '20'"),
    ],
)
def test_a_word_of_a_link_that_names_nothing_is_said(asked: dict[str, Any], says: str) -> None:
    at = ran(app(**asked))
    assert any(says in warning.value for warning in at.warning)
    assert not ran(app(market="Simple transactional", outcome="profit", window="52 weeks")).warning


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        ({"Merged.team.n_reps": "abc"}, "to 'abc', which it cannot be; the page shows 6"),
        ({"Merged.team.n_reps": "99"}, "to '99', which it cannot be; the page shows 6"),
        ({"same_budget": "perhaps"}, "to 'perhaps', which it cannot be; the page shows off"),
        ({"more_levers": "nonsense"}, "to 'nonsense', which is not here"),
    ],
)
def test_a_value_of_a_link_that_a_control_refuses_is_said(asked: dict[str, Any], says: str) -> None:
    at = ran(app(**{name.replace("Merged", "merged"): word for name, word in asked.items()}))
    assert any(says in warning.value for warning in at.warning), [warning.value for warning in at.warning]


def test_values_of_a_link_that_controls_take_are_not_spoken_of() -> None:
    at = ran(app(**{"merged.team.n_reps": "9", "same_budget": "true", "how": "false", "seed": "1"}))
    assert not at.warning and "· 1 lever moved" in html(at)


def test_a_link_leads_to_its_account_however_that_ends_by_now_and_says_which_is_not_there() -> None:
    at = ran(app(account="Account 9 · told otherwise").switch_page("screens/pages/deal.py"))
    accounts = [int(re.search(r"\d+", words)[0]) for words in at.selectbox("account").options]
    for asked in (f"{accounts[3]}", f"Account {accounts[3]} · 6 people · told otherwise"):
        at = ran(app(account=asked).switch_page("screens/pages/deal.py"))
        assert at.selectbox("account").value == accounts[3] and not at.warning
    at = ran(app(account="999999").switch_page("screens/pages/deal.py"))
    assert any("the account '999999', which is not among" in warning.value for warning in at.warning)


def test_a_link_may_name_things_as_files_do_and_is_written_the_way_they_are_shown() -> None:
    asked = {"programmes": ["customer_care", "merged"], "baseline": "merged", "market": "crowded_commodity"}
    at = ran(app(**asked))
    assert not any("organisation" in each.value or "market" in each.value for each in at.warning)
    assert [each.name for each in at.session_state[KEPT].scenarios] == ["Customer care", "Merged"]
    assert at.session_state["baseline"] == "merged" and at.session_state["market"] == "crowded_commodity"
    assert at.query_params["programmes"] == ["Customer care", "Merged"]
    at = ran(app(programmes="customer_care"))
    assert [each.name for each in at.session_state[KEPT].scenarios] == ["Customer care", "Baton pass"]
    assert any("until then Baton pass stands beside it" in note.value for note in at.info)


def test_what_is_at_hand_is_shown_before_anything_is_computed(monkeypatch: pytest.MonkeyPatch) -> None:
    scenarios = [
        choices.changed(choices.shipped(n, "reference"), (n, "reference"), choices.run_changes(987, WEEKS))
        for n in choices.FIRST
    ]
    compute.answers(scenarios, 1)
    asked = []
    real = compute.comparison

    def noted(scenarios: Any, baseline: str, outcome: str, n: int, tick: Any = None, any_time: bool = False) -> Any:
        if scenarios[0].run.seed == 987:  # not what is computed beforehand for the first page
            asked.append(n)
        return real(scenarios, baseline, outcome, n, tick, any_time)

    monkeypatch.setattr(compute, "comparison", noted)
    ran(app(seed="987"))
    assert asked == [1, N_REPLICATIONS]


@pytest.mark.parametrize("n", [2, 3, 4])
def test_the_strip_of_markets_answers_for_every_market_however_many_are_compared(n: int) -> None:
    named = ["Baton pass", "Merged", "Product led", "Sales only"][:n]
    at = ran(app(programmes=named))
    drawn = next(body for e in at.get("html") if '"bm-strip"' in (body := e.proto.body))
    assert drawn.count("<li") == len(available_markets(apart=True)) and "Regulated equipment" in drawn
    assert all(name in re.sub(r".*</ul>", "", drawn, flags=re.S) for name in named)


def test_whose_answers_were_not_computed_beforehand_is_said_where_the_strip_would_stand() -> None:
    at = ran(app(programmes=["Baton pass", "field force"]))
    assert not any('"bm-strip"' in e.proto.body for e in at.get("html"))
    assert any("field force is none of the organisations whose answers" in each.value for each in at.caption)


def test_the_answer_above_is_no_answer_of_the_strip_where_it_is_about_something_else() -> None:
    at = ran(app(outcome="regret"))
    drawn = next(body for e in at.get("html") if '"bm-strip"' in (body := e.proto.body))
    assert at.selectbox(key="outcome").value == "share_regret" and "the answer above" not in drawn.split("</ul>")[0]


def test_names_are_no_markdown() -> None:
    file = b"schema_version: 1\nextends: merged\n"
    mine = from_upload("mine.yaml", file).model_copy(update={"name": "Deal $5k or $50k"})
    at = app(own=[to_link(mine)]).run()
    name = next(n for n in at.multiselect(key="programmes").options if "5k" in n)
    at.multiselect(key="programmes").set_value(["baton_pass", name]).run()
    for page in ("maze", "deal", "customers"):
        at.switch_page(f"screens/pages/{page}.py").run()
        assert not at.exception and not at.error, page
        shown = [m.value for m in (*at.markdown, *at.subheader, *at.caption, *at.info) if "5k or" in m.value]
        assert shown and not [text for text in shown if re.search(r"(?<!\\)\$", text)], page


def test_ladders_side_by_side_have_one_scale() -> None:
    import json

    at = ran(app()).switch_page("screens/pages/maze.py").run()
    specs = [json.loads(chart.proto.spec) for chart in at.get("vega_lite_chart")]
    scales = {json.dumps(s["layer"][0]["encoding"]["x"]["scale"]) for s in specs if "rung" in json.dumps(s)}
    assert len(scales) == 1


def test_a_deal_tells_dates_and_days_since_the_group_set_out() -> None:
    at = ran(app()).switch_page("screens/pages/deal.py").run()
    text = " ".join(m.value for m in (*at.markdown, *at.info, *at.caption))
    assert "working day" not in text and re.search(r"after \d+ days", text)
    slider = next(s for s in at.slider if s.key == "replay_day")
    assert slider.value.year > 2000  # a date, not a count of days


def test_content_is_ranked_by_what_it_is_worth_or_nothing_is_advised() -> None:
    scenario = choices.shipped("baton_pass", "reference").with_changes(choices.run_changes(1, WEEKS))
    deepest = [("validation", "sponsor")]
    found: Gaps = evidence_gaps(scenario, N_REPLICATIONS, 2, also=deepest)
    effects = found.effects()
    assert ("validation", "sponsor") in found.tested and len(effects) == len(found.tested) <= 4
    assert effects["wins_added"].is_monotonic_decreasing
    worth = effects[effects["distinguishable"] & (effects["wins_added"] > 0)]
    assert found.advice().startswith("Most worth writing" if len(worth) else "Nothing tested is worth writing")
    assert "at risk" not in found.advice()


def levers(at: AppTest) -> dict[str, Any]:
    return {moved.key: moved.value for moved in at.session_state[KEPT].moved}


def test_a_moved_lever_is_told_on_every_page_and_can_be_undone_and_redone() -> None:
    at = ran(app())
    assert not any(button.label == "Undo" for button in at.button)
    at.slider("merged.team.n_reps").set_value(9).run()
    at.slider("reference.demand.load").set_value(1.5).run()
    both = {"merged.team.n_reps": 9, "reference.demand.load": 1.5}
    assert levers(at) == both
    at.switch_page("screens/pages/trust.py").run()
    assert any("Reps 9 people (today 6 people)" in c.value.replace("reps", "Reps") for c in at.main.caption)
    at.button("undo").click().run()
    assert levers(at) == {"merged.team.n_reps": 9}
    at.button("undo").click().run()
    assert levers(at) == {}
    at.button("redo").click().run()
    at.button("redo").click().run()
    assert levers(at) == both
    at.button("reset").click().run()
    assert levers(at) == {} and not at.exception
    at.button("undo").click().run()
    assert levers(at) == both


def test_a_budget_binds_when_asked_and_says_what_gave() -> None:
    at = ran(app(**{"merged.team.n_reps": "8"}))
    spent = [yearly_spend(scenario.programme) for scenario in at.session_state[KEPT].scenarios]
    assert spent[1] > spent[0]
    at.toggle("same_budget").set_value(True).run()
    spent = [yearly_spend(scenario.programme) for scenario in at.session_state[KEPT].scenarios]
    assert spent[1] == pytest.approx(spent[0]) and at.session_state[KEPT].scenarios[1].programme.team.n_reps == 8
    at.switch_page("screens/pages/trust.py").run()
    assert any("Within today's budget" in caption.value for caption in at.main.caption)


def test_a_card_moves_what_it_says_by_one_click() -> None:
    at = ran(app())
    cards = [button for button in at.button if button.label == "Try it"]
    assert len(cards) == 3
    before = [scenario.fingerprint for scenario in at.session_state[KEPT].scenarios]
    cards[0].click().run()
    assert not at.exception and not at.error
    assert len(levers(at)) == 1 and [s.fingerprint for s in at.session_state[KEPT].scenarios] != before
    at.button("undo").click().run()
    assert [scenario.fingerprint for scenario in at.session_state[KEPT].scenarios] == before


def test_levers_are_sought_by_what_they_do() -> None:
    at = ran(app())
    n_all = len(at.multiselect("more_levers").options)
    at.text_input("lever_search").set_value("discount price").run()
    found = at.multiselect("more_levers").options
    assert 0 < len(found) < n_all / 4
    at.text_input("lever_search").set_value("xyzzy").run()
    assert any("No lever does that" in caption.value for caption in at.sidebar.caption)
    at.text_input("lever_search").set_value("hire people abroad").run()
    said = [caption.value for caption in at.sidebar.caption]
    assert any("Among the levers here already: Reps" in line for line in said)
    assert any("Staff: weeks to hire. Time from deciding on new people" in line for line in said)
    assert any("Nothing here speaks of 'abroad'" in line for line in said)


def test_an_answer_sharpens_by_itself_until_it_is_clear_and_is_that_of_a_comparison(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from buyermaze.simulator.comparison.comparison import Comparison

    asked: list[int] = []
    real = compute.comparison

    def noted(scenarios: Any, baseline: str, outcome: str, n: int, tick: Any = None, any_time: bool = False) -> Any:
        asked.append(n)
        return real(scenarios, baseline, outcome, n, tick, any_time)

    monkeypatch.setattr(compute, "comparison", noted)
    monkeypatch.setattr(Comparison, "settled", lambda found, outcome=None: found.n_replications >= 10)
    at = ran(app(sharpen="true", seed="5"))
    steps = list(dict.fromkeys(n for n in asked if n > 1))  # a first look is taken in between, if there is time for one
    assert steps[-3:] == [2, 6, 10] and asked[-1] == 10  # and the page is drawn once more as it was sharpened
    assert not any(button.label == "That will do" for button in at.button)
    found = compare(list(at.session_state[KEPT].scenarios), n_replications=10, any_time=True)
    assert headline(found, "p_win") in html(at)
    assert [f"{100 * found.means[name, 'p_win'].mean:.1f} %" for name in found.names] == re.findall(
        r'class="v">([^<]+)<', html(at)
    )


def test_a_change_that_asks_for_too_much_is_said_where_its_card_would_stand(monkeypatch: pytest.MonkeyPatch) -> None:
    real = compute.affordable

    def affordable(scenarios: Any, n: int) -> tuple[int, float]:
        if len(scenarios) > 2:
            raise InputProblem("'Merged' is too costly to run here")
        return real(scenarios, n)

    monkeypatch.setattr(compute, "affordable", affordable)
    at = ran(app())
    assert not at.error and any("too costly" in each.value for each in at.caption)
    assert "not tried, since with one of the changes a run would be larger than this app may make" in html(at)
    assert "being tried" not in html(at)


def test_lives_that_others_asked_for_change_nobody_s_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []

    def compared(setup: Any, outcome: str, n: int) -> Any:
        asked.append(n)
        return SimpleNamespace(n_replications=n, settled=lambda _: n >= 12)

    monkeypatch.setattr(shared, "compared", compared)
    setup: Any = SimpleNamespace(scenarios=(1, 2), n_replications=4)
    for ready, shown in ((4, 4), (9, 8), (12, 12), (64, 12)):
        monkeypatch.setattr(shared.compute, "available", lambda _, ready=ready: ready)
        assert shared.settled(setup, "p_win").n_replications == shown
    assert max(asked) == 12
