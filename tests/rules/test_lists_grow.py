"""A channel, a kind of event, a shock, a cause of regret and a survey question can be added at the end of their lists.

Each is added to a copy of the package, which then runs; the buying jobs are closed, as their list says.
"""

import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from buyermaze.simulator.core.vocabulary import Channel, Job, Kind, Reason
from buyermaze.simulator.outcomes.books.tallies import Tally
from tests.architecture.test_imports import ROOT

NEXT_REASON = max(Reason) + 1
NEXT_TALLY = max(Tally) + 1
NEXT_CHANNEL = max(Channel) + 1
Grown = Callable[..., str]


@pytest.fixture
def grown(tmp_path: Path) -> Grown:
    """Return what copies the package, changes some of its files and runs a program with the copy."""

    def run(program: str, *changes: tuple[str, str, str]) -> str:
        package = tmp_path / "buyermaze"
        package.mkdir()
        for source in (ROOT / "buyermaze").glob("*.py"):
            (package / source.name).write_bytes(source.read_bytes())
        (package / "scenarios").symlink_to(ROOT / "scenarios")
        (package / "experiments").symlink_to(ROOT / "experiments")
        for source in (ROOT / "simulator").rglob("*.py"):
            copy = package / source.relative_to(ROOT)
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.write_bytes(source.read_bytes())
        for name, before, after in changes:
            file = package / "simulator" / name
            changed, n = re.subn(
                before, lambda found, after=after: found.expand(after), file.read_text("utf-8"), count=1, flags=re.S
            )
            assert n == 1, f"{name} no longer says {before}"
            file.write_text(changed, encoding="utf-8")
        environment = os.environ | {"BUYERMAZE_JIT": "off", "PYTHONPATH": str(tmp_path)}
        told = subprocess.run(
            [sys.executable, "-c", program], cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
        )
        assert told.returncode == 0, told.stderr[-2000:]
        return told.stdout

    return run


def end_of(name: str, entry: str) -> tuple[str, str, str]:
    """Return the change that adds an entry at the end of a list of the vocabulary."""
    return "core/vocabulary.py", rf"(class {name}\(IntEnum\):.*?)(\n\n\n)", rf"\1\n    {entry}\2"


ALONE = "{'run.n_accounts': 8, 'run.weeks_warm_up': 0.0, 'run.arrivals_continue': False}"  # rules run uncompiled: few accounts
RUN = f"from buyermaze import load, simulate\nrun = simulate(load('merged').with_changes({ALONE}))\n"


def test_a_channel_at_the_end_of_the_list_is_visited_and_said(grown: Grown) -> None:
    told = grown(
        "from buyermaze import load, simulate\n"
        "from buyermaze.simulator.core.vocabulary import Channel, Kind\n"
        "from buyermaze.simulator.journal.event_log import event_log\n"
        "scenario = load('merged').with_changes(" + ALONE + ")\n"
        "run = simulate(scenario)\n"
        "rows = run.journal[(run.journal.kind == Kind.TOUCH) & (run.journal.channel == Channel.PODCAST)]\n"
        "print(len(rows) > 0, set(rows.vendor.tolist()) == {0}, round(rows.hours.sum(), 6) == round("
        "run.journeys()['hours_podcast'].sum(), 6), 'podcast: problem' in set(event_log(run)['concept:name']))\n",
        end_of("Channel", f"PODCAST = {NEXT_CHANNEL}"),
        (
            "core/vocabulary.py",
            r"(    Channel\.MEETING: ChannelTraits\()",
            r"    Channel.PODCAST: ChannelTraits(Owner.OURS),\n\1",
        ),
        (
            "core/phrases.py",
            r"(    Channel\.MEETING: ChannelPhrase\()",
            r'    Channel.PODCAST: ChannelPhrase("Podcasts", "pod", "podcast of ours", "podcasts of ours"),\n\1',
        ),
        ("outcomes/books/tallies.py", r"(\n\n\nN_TALLIES)", rf"\n    HOURS_PODCAST = {NEXT_TALLY}\1"),
        (
            "inputs/environment/channels.py",
            r"(    def sheets\()",
            r'    podcast: ChannelSheet = table(_channel(0.5, 1.3, 0.65, 3.0, 0.02, 0.3, 0.3, 0.3, 0.3, 0.3), "Ours.")\n\n\1',
        ),
    )
    assert told.split() == ["True"] * 4


def test_a_kind_of_event_is_said_wherever_its_one_line_is_read(grown: Grown) -> None:
    told = grown(
        RUN + "from buyermaze import event_log, milestones, seller_log, story\n"
        "from buyermaze.simulator.core.vocabulary import Kind\n"
        "account = int(run.of_kind(Kind.LUNCH).account[0])\n"
        "print('lunch' in set(event_log(run)['concept:name']), 'lunch' in set(seller_log(run)['kind'].astype(str)),"
        " any('lunch' in each.text for each in milestones(run, account)), 'lunch' in ' '.join(story(run, account)),"
        " len(run.outcomes) > 0)\n",
        end_of("Kind", f"LUNCH = {max(Kind) + 1}"),
        (
            "journal/event_kinds.py",
            r"(\n    Kind\.JOINED: EventKind\()",
            r"""
    Kind.LUNCH: EventKind(
        "our rep takes them out", actor=Actor.REP, sight=Sight.ALL, activity="lunch", milestone="a lunch",
        sentence="{rep} takes them to lunch", turn=True,
    ),\1""",
        ),
        (
            "model/steps/journey/arrival.py",
            r"(\n    write\()(?=[^)]*Kind\.ARRIVED)",
            r"\n    write(w, now, a.id, Kind.LUNCH, rep=0)\1",
        ),
    )
    assert told.split() == ["True"] * 5


def test_a_shock_at_the_end_of_the_list_strikes_and_is_said(grown: Grown) -> None:
    told = grown(
        "from buyermaze import load, simulate\n"
        "from buyermaze.simulator.core.vocabulary import Kind, Reason\n"
        "shock = {'name': 'flood', 'kind': 'flood', 'week': 3, 'share_struck': 1.0, 'size': 2.0}\n"
        "run = simulate(load('merged').with_changes(" + ALONE + " | {'market.shocks': [shock]}))\n"
        "from buyermaze.simulator.journal.story import story\n"
        "rows = run.journal[run.journal.kind == Kind.SHOCK]\n"
        "print(set(rows.reason.tolist()) == {int(Reason.FLOOD)}, 'the office is flooded' in ' '.join(story(run, int("
        "rows.account[0]))))\n",
        end_of("Reason", f"FLOOD = {NEXT_REASON}"),
        ("core/vocabulary.py", r"(SHOCKS: Final = \(.*?)(,?\s*\))", r"\1, Reason.FLOOD\2"),
        ("inputs/environment/shocks.py", r'("regulation")\]', r'\1, "flood"]'),
        (
            "journal/sentences.py",
            r"(SHOCKS: Final = \{)",
            r'\1\n    Reason.FLOOD: lambda said: "the office is flooded",',
        ),
    )
    assert told.split() == ["True"] * 2


def test_a_cause_of_regret_at_the_end_of_the_list_is_booked_and_said(grown: Grown) -> None:
    told = grown(
        RUN + "import numpy as np\n"
        "from buyermaze.simulator.core.vocabulary import Kind, Reason\n"
        "from buyermaze.simulator.core.phrases import CAUSES\n"
        "from buyermaze.simulator.outcomes.books.tallies import REGRETTED, Tally\n"
        "from buyermaze.simulator.outcomes.books.accumulate import _afterwards\n"
        "number = np.zeros(len(Tally))\n"
        "number[Tally.WON] = 1.0\n"
        "row = run.journal[:1].copy()[0]\n"
        "row['kind'], row['reason'], row['value'] = Kind.REGRET, Reason.HASTE, 0.7\n"
        "_afterwards(row, Kind.REGRET, number)\n"
        "print(number[Tally.HASTE] == 0.7, CAUSES[Reason.HASTE])\n",
        end_of("Reason", f"HASTE = {NEXT_REASON}"),
        ("core/vocabulary.py", r"(\nCAUSES: Final = \([^)]*?)(,?\s*\))", r"\1, Reason.HASTE\2"),
        ("core/phrases.py", r"(CAUSES: Final = \{)", r'\1\n    Reason.HASTE: "haste",'),
        ("outcomes/books/tallies.py", r"(\n\n\nN_TALLIES)", rf"\n    HASTE = {NEXT_TALLY}\1"),
    )
    assert told.split() == ["True", "haste"]


def test_a_survey_question_at_the_end_of_the_list_is_asked_and_said(grown: Grown) -> None:
    told = grown(
        "from buyermaze import load, simulate\n"
        "from buyermaze.simulator.core.vocabulary import Kind, Reason\n"
        "from buyermaze.simulator.journal.event_log import event_log\n"
        "run = simulate(load('merged').with_changes(" + ALONE + " | {'programme.voice.p_survey': 1.0}))\n"
        "asked = run.journal[(run.journal.kind == Kind.INVITED) & (run.journal.reason == Reason.ASKED_TRUST)]\n"
        "print(len(asked) > 0, 'survey sent: trust' in set(event_log(run)['concept:name']), len(run.outcomes) > 0)\n",
        end_of("Reason", f"ASKED_TRUST = {NEXT_REASON}"),
        ("core/vocabulary.py", r"(\nQUESTIONS: Final = \([^)]*?)(,?\s*\))", r"\1, Reason.ASKED_TRUST\2"),
        (
            "core/phrases.py",
            r"(QUESTIONS: Final = \{)",
            r'\1\n    Reason.ASKED_TRUST: SurveyPhrase("trust", "whether they trust us", 5, "trust"),',
        ),
        (
            "model/steps/marketing/surveys.py",
            r"(    answer = ces_answer\([^\n]*\n)",
            r"\1    _ask(w, g, i, now, Reason.ASKED_TRUST, 4.0, 7.0, 0.5)\n",
        ),
    )
    assert told.split() == ["True"] * 3


def test_the_list_of_jobs_says_why_it_is_closed() -> None:
    assert "Closed:" in str(Job.__doc__)
