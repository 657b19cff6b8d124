"""Every concept and every feature is within three clicks: a page of the navigation, a place on it, a choice or button there."""

import re
from pathlib import Path

import pytest

from buyermaze.screens.charts.comparing import EVERY
from buyermaze.screens.main import TITLES
from buyermaze.screens.panels import questions
from buyermaze.screens.sidebar import choices
from buyermaze.simulator.outcomes.definitions import NAMES
from docs.concepts import Concept, concepts, under

SCREENS = Path(__file__).resolve().parents[2] / "screens"
LEVERS = {*choices.further(), *(handle.path for handle in (*choices.PROGRAMME_HANDLES, *choices.MARKET_HANDLES))}
# tables whose rows are a company's or a market's own: brought as a file in the sidebar, or shown on a page in words
OWN_ROWS = {
    "market.approvals": "Approvals above the group", "market.blockers": "What stood in the way", "market.shocks": "Diary",
    "programme.library.assets": "Add or remove an asset and see it", "programme.tools.assets": "Add or remove an asset and see it",
    "programme.campaign.steps": "The campaign, run", "experience": "The experience that is wished for",
    "target": "What moves the odds?", "timeline": "What does the reorganisation hang on?",
}  # fmt: skip
BY_FILE = {"market.segments", "market.group.seats", "programme.coverage", "market.ideas.concerns", "run"}
# where a command's answer is on a page: under which heading or control
ANSWERED = {
    "aftermath": ("Customers", "What does a hard purchase do afterwards?"), "align": ("Playbook", "How much alignment pays"),
    "assets": ("Content", "Assets nobody uses"), "attribution": ("Attribution", "What reports credit, and what is truly added"),
    "autopsy": ("One deal", "Autopsy: the true cause, and what others say it was"),
    "budget": ("Budget", "Where does the next money go?"), "calibrate": ("My company", "Which company is yours?"),
    "campaign": ("Playbook", "The campaign, run"), "causes": ("Attribution", "What drives wins, on file and in truth"),
    "claims": ("Claims", "Every claim"), "compare": ("Compare", "How we know"),
    "conformance": ("Playbook", "The journey that was planned"),
    "contact": ("Customers", "How far are buyers when they first meet a seller?"),
    "drivers": ("Customers", "What explains how loyal customers are?"),
    "drift": ("Over time", "Buyers change little by little: what does following late cost?"),
    "experience": ("Playbook", "The experience that is wished for"),
    "export-crm": ("The maze", "CRM tables with the hidden answers (ZIP)"),
    "funnel": ("Funnel thinking", "What its budget costs"), "gaps": ("Content", "What is worth writing"),
    "governance": ("Budget", "Who should govern?"), "hours": ("Customers", "What a purchase costs its buyers"),
    "ladder": ("The maze", "Traffic of all accounts"), "lint": ("Playbook", "What the plan forgot"),
    "map": ("Playbook", "The journey of each persona"),
    "media": ("Attribution", "Media together, and where more money stops paying"), "moments": ("Playbook", "Moments of truth"),
    "outlook": ("Over time", "What moves the odds?"), "promises": ("Customers", "What was promised, and who paid"),
    "reps": ("Customers", "How far do our reps differ, and what are their assets worth?"),
    "rescue": ("One deal", "What would have saved it?"), "ripple": ("Customers", "Where the talk goes"),
    "scorecard": ("Playbook", "Three things that usually fail"), "story": ("One deal", "Diary"),
    "twin": ("One deal", "Change one thing on one day"), "voices": ("Customers", "What surveys hear"),
    "why": ("Compare", "Why they differ"),
}  # fmt: skip


# the twenty features that no comparable tool has
FEATURES = {
    "two lenses": ("The maze", "The very same run, seen by the seller"), "attribution against the truth": ANSWERED["attribution"],
    "twin replay": ANSWERED["twin"], "autopsy": ANSWERED["autopsy"], "backward mapper": ANSWERED["gaps"],
    "plan linter": ANSWERED["lint"],
    "claims": ANSWERED["claims"], "cost of funnel thinking": ANSWERED["funnel"], "buyers' books": ANSWERED["hours"],
    "surveys against the truth": ANSWERED["voices"],
    "alerts and call-backs": ("Customers", "How often are alerts right, and with how many reps does calling back pay?"),
    "promise ledger": ANSWERED["promises"],
    "ripple": ("Customers", "Follow one customer"),
    "governance trial": ANSWERED["governance"], "predict, then reveal": ("Learn", "Lock"),
    "skill and luck": ("Compare", "Skill and luck"), "why card": ANSWERED["why"],
    "flip point": ("Compare", "Where it would flip"), "sweep to memo": ("Sweeps", "Write the memo"),
    "CRM with answers": ANSWERED["export-crm"], "living map": ANSWERED["map"],
}  # fmt: skip


def panel_text(name: str) -> str:
    """Return the text of a panel by its dotted name."""
    return (SCREENS / "panels" / f"{name.replace('.', '/')}.py").read_text(encoding="utf-8")


def drawn_by(page: str) -> str:
    """Return the text of a page and of the panels it draws from."""
    name = next(name for name, (title, _) in TITLES.items() if title == page)
    text = (SCREENS / "pages" / f"{name}.py").read_text(encoding="utf-8")
    panels = re.findall(r"buyermaze\.screens\.panels\.([\w.]+) import", text)
    more = [panel_text(panel) for panel in panels]
    inner = {name for each in more for name in re.findall(r"buyermaze\.screens\.panels\.([\w.]+) import", each)}
    return "\n".join([text, *more, *map(panel_text, inner)])


@pytest.mark.parametrize("row", concepts(), ids=lambda row: f"{row.number} {row.name}")
def test_every_row_is_set_and_seen_within_three_clicks(row: Concept) -> None:
    for path in row.paths:
        table = next((each for each in (*OWN_ROWS, *BY_FILE) if under(path, each)), "")
        assert table or any(under(lever, path) for lever in LEVERS), f"{path} is nowhere to be set"
    for name in row.shown:
        if name in NAMES:
            assert name in EVERY  # Compare, How we know, choose
        else:
            page, place = ANSWERED[name.removeprefix("buyermaze ")]
            assert place in drawn_by(page), f"{name} is not on {page}"
    assert row.pages


@pytest.mark.parametrize("feature", FEATURES)
def test_every_feature_is_on_a_page(feature: str) -> None:
    page, place = FEATURES[feature]
    assert place in drawn_by(page)


def test_tables_that_are_no_levers_are_shown_or_brought_as_a_file() -> None:
    everywhere = "\n".join(drawn_by(title) for title, _ in TITLES.values())
    assert [place for place in OWN_ROWS.values() if place not in everywhere] == []
    assert "Bring your own scenario" in (SCREENS / "sidebar" / "uploads.py").read_text(encoding="utf-8")


def test_every_question_on_customers_has_an_analysis_of_its_own() -> None:
    assert len(set(questions.QUESTIONS.values())) == len(questions.QUESTIONS) == 5
    words = [place for page, place in (*ANSWERED.values(), *FEATURES.values()) if page == "Customers"]
    assert set(questions.QUESTIONS) <= set(words)
