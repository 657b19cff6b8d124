"""The pages without a browser: they run, and they say what the library says."""

import re
from html import unescape
from pathlib import Path
from typing import Any

import pyarrow
import pytest
from streamlit.testing.v1 import AppTest

from buyermaze.screens.charts.comparing import differences_frame
from buyermaze.screens.panels.questions import QUESTIONS
from buyermaze.screens.settings import CONFIG
from buyermaze.screens.sidebar import choices
from buyermaze.simulator.analysis.customers.call_backs import call_backs
from buyermaze.simulator.analysis.customers.word_of_mouth_effects import ripple, trace
from buyermaze.simulator.analysis.journeys.campaign_plan import FUNNEL
from buyermaze.simulator.analysis.journeys.conformance import conform
from buyermaze.simulator.analysis.journeys.missing_evidence import evidence_gaps
from buyermaze.simulator.analysis.journeys.persona_maps import persona_maps
from buyermaze.simulator.analysis.journeys.plan_checks import lint
from buyermaze.simulator.analysis.journeys.three_failures import scorecard
from buyermaze.simulator.comparison.comparison import compare
from buyermaze.simulator.comparison.phrasing import about_dollars, amount
from buyermaze.simulator.comparison.plain_answer import headline, in_money
from buyermaze.simulator.core.plain_text import for_markdown
from buyermaze.simulator.runs.run import simulate
from tests.app.sizes import ASKED, N_REPLICATIONS, WEEKS

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def app() -> AppTest:
    at = AppTest.from_file(str(ROOT / "app.py"), default_timeout=600)
    at.query_params.update(ASKED)
    return at


def html(at: Any) -> str:
    return " ".join(element.proto.body for element in at.get("html"))


def test_the_first_page_gives_the_numbers_of_compare_to_the_digit(app: AppTest) -> None:
    app.query_params["how"] = "true"
    at = app.run()
    assert not at.exception and not at.error
    scenarios = [
        choices.changed(choices.shipped(n, "reference"), (n, "reference"), choices.run_changes(1, WEEKS))
        for n in choices.FIRST
    ]
    found = compare(scenarios, n_replications=N_REPLICATIONS)
    shown = re.findall(r'class="v">([^<]+)<', html(at))
    assert shown == [amount(found.means[name, "p_win"].mean, "share") for name in found.names]
    said = re.search(r'data-testid="bm-answer">([^<]+)<', html(at))
    assert said and unescape(said[1]).strip() == headline(found, "p_win")
    assert in_money(found) in unescape(html(at)).replace("\N{NO-BREAK SPACE}", " ")  # amounts are kept whole
    spec = at.get("vega_lite_chart")[0].proto
    assert spec.alt  # what the chart shows now is said below it: a chart with other words is built anew
    assert found.verdict()[0] in " ".join(text.value for text in at.markdown)
    drawn = pyarrow.ipc.open_stream(spec.datasets[0].data.data).read_all().to_pandas()
    assert drawn["text"].tolist() == differences_frame(found)["text"].tolist()


def test_the_playbook_says_what_the_commands_say(app: AppTest) -> None:
    at = app.run().switch_page("screens/pages/playbook.py").run()
    assert not at.exception and not at.error
    first = choices.changed(
        choices.shipped("baton_pass", "reference"), ("baton_pass", "reference"), choices.run_changes(1, WEEKS)
    )
    shown = " ".join(m.value for m in at.markdown)
    seen = conform(first, n_replications=N_REPLICATIONS)
    for line in (*scorecard(first, seen=seen).sentences(), seen.sentences()[0], lint(FUNNEL, first).sentences()[-1]):
        assert for_markdown(line).lower() in shown.lower()  # where it begins a paragraph it has a capital
    assert for_markdown(persona_maps(first, N_REPLICATIONS).sentences()[0]).lower() in shown.lower()


def test_levers_carry_range_default_and_source(app: AppTest) -> None:
    app.session_state["levers.merged"] = True
    at = app.run()
    slider = next(s for s in at.slider if s.key == "merged.coordination.share_time")
    for word in ("Unit", "allowed", "model default", "Source", "programme.coordination.share_time"):
        assert word in slider.help


def test_read_only_locks_the_levers(app: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BUYERMAZE_APP_READ_ONLY", "1")
    app.session_state["levers.merged"] = True
    at = app.run()
    assert len(at.sidebar.slider) > 5
    assert all(slider.disabled for slider in at.sidebar.slider)
    assert not at.get("file_uploader")


def test_a_classroom_gets_smaller_runs(app: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BUYERMAZE_APP_CLASSROOM", "1")
    at = app.run()
    assert at.select_slider(key="replications").options == ["2", "4", "8"]
    assert at.select_slider(key="window").options == ["156 weeks", "312 weeks"]


@pytest.mark.parametrize(
    ("file", "said"),
    [
        (("t.csv", b"a,b\n1,2\n3,4\n", "text/csv"), "no outcome column"),
        (("t.csv", b"p_win\n0.1\n0.2\n", "text/csv"), "no factor"),
        (("t.parquet", b"junk", "application/octet-stream"), "no readable Parquet file"),
        (("t.csv", b"", "text/csv"), "there are no rows"),
    ],
)
def test_a_bad_table_explains_itself(app: AppTest, file: tuple[str, bytes, str], said: str) -> None:
    at = app.run().switch_page("screens/pages/sweep.py").run()
    next(u for u in at.get("file_uploader") if u.key == "sweep_file").set_value(file).run()
    assert said in at.error[0].value


def test_a_table_of_ones_own_is_explored(app: AppTest) -> None:
    at = app.run().switch_page("screens/pages/sweep.py").run()
    rows = ["programme.team.n_reps,scenario,p_win"] + [
        f"{n},{s},{0.1 * n}" for n in (1, 2, 3) for s in ("a", "b") for _ in range(3)
    ]
    uploader = next(u for u in at.get("file_uploader") if u.key == "sweep_file")
    uploader.set_value(("t.csv", "\n".join(rows).encode(), "text/csv")).run()
    assert not at.exception and not at.error
    assert "18 rows, 2 factors, 1 outcomes" in " ".join(c.value for c in at.caption)


def test_an_asset_less_shows_what_it_changes(app: AppTest) -> None:
    at = app.run().switch_page("screens/pages/content.py").run()
    gone = next(m for m in at.multiselect if m.key == "gone_Baton pass")
    gone.set_value([gone.options[0]]).run()
    assert any("What it would change" in s.value for s in at.subheader)


def test_every_missing_answer_stands_on_the_page_with_the_money_behind_it(app: AppTest) -> None:
    at = app.run().switch_page("screens/pages/content.py").run()
    scenario = choices.shipped(choices.FIRST[0], "reference").with_changes(choices.run_changes(1, WEEKS))
    hit = evidence_gaps(scenario, N_REPLICATIONS, 0).table().query("accounts > 0")
    listed = next(t.value for t in at.dataframe if "What those would have paid" in t.value)
    assert len(hit) == len(listed) > 3
    assert listed["What those would have paid"].iloc[0] == about_dollars(hit["revenue_at_risk"].max())


def test_how_often_alerts_are_right_is_told_with_how_that_was_found(app: AppTest) -> None:
    app.query_params["question"] = next(question for question in QUESTIONS if "alerts" in question)
    at = app.run().switch_page("screens/pages/customers.py").run()
    next(button for button in at.button if button.label == "Ask").click().run()
    assert not at.exception
    scenario = choices.shipped(choices.FIRST[0], "reference").with_changes(choices.run_changes(1, WEEKS))
    assert call_backs(scenario, N_REPLICATIONS).how() in " ".join(c.value for c in at.caption).replace("\\", "")


def test_the_talk_of_customers_is_followed_to_deals_as_in_the_library(app: AppTest) -> None:
    app.query_params["talk_accounts"] = "200"
    at = app.run().switch_page("screens/pages/customers.py").run()
    assert not at.exception and not at.error
    n_charts = len(at.get("vega_lite_chart"))
    next(b for b in at.button if b.key == "measure_talk").click().run()
    assert len(at.get("vega_lite_chart")) == n_charts + 1
    shown = " ".join(m.value for m in at.markdown)
    longer = {**choices.run_changes(1, WEEKS), "run.n_accounts": 200}
    for name in choices.FIRST:
        scenario = choices.shipped(name, "reference").with_changes(longer)
        for line in ripple(scenario, N_REPLICATIONS).sentences()[-2:]:
            assert f"{scenario.name}: {line}" in shown
    first = choices.shipped(choices.FIRST[0], "reference").with_changes(longer)
    assert trace(simulate(first)).sentences()[0] in shown


def test_both_configurations_are_the_same_text() -> None:
    assert CONFIG.read_text() == (ROOT / ".streamlit" / "config.toml").read_text()


def test_customers_that_are_asked_say_why(app: AppTest) -> None:
    app.query_params["programmes"] = ["Listening"]
    at = app.run().switch_page("screens/pages/customers.py").run()
    assert not at.exception and not at.error
    assert any("people were asked" in text.value for text in at.markdown)
    scores, themes, answers = (frame.value for frame in at.dataframe[:3])
    assert scores["organisation"].nunique() == 1
    assert themes["answers"].sum() >= len(answers) > 0
    assert answers["comment"].nunique() > 3 and answers["comment"].str.endswith(".").all()


def test_who_asks_nobody_is_offered_somebody_who_does(app: AppTest) -> None:
    at = app.run().switch_page("screens/pages/customers.py").run()
    at.button(key="add_listening").click().run()
    assert not at.exception and not at.error
    assert any("people were asked" in text.value for text in at.markdown) and "listening" in at.multiselect(key="programmes").value
