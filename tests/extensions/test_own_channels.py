"""What analyses make of channels of one's own: whose a channel is decides, not where it stands in the list."""

from pathlib import Path

from tests.extensions.test_extensions import PODCAST, ran

FORUM = "extend.channel('forum', owner='rival', label='Forum', hours=0.5, appeal=3.0, gain={'problem': 0.3})\n"
RUN = (
    PODCAST + FORUM + "import numpy as np\n"
    "from buyermaze import load, simulate\n"
    "from buyermaze.simulator.core.vocabulary import Channel, Kind\n"
    "small = {'run.n_accounts': 8, 'run.weeks_warm_up': 0.0, 'run.arrivals_continue': False}\n"
    "run = simulate(load('merged', changes=small))\n"
    "def hours(*channels):\n"
    "    touches = run.of_kind(Kind.TOUCH)\n"
    "    return float(touches.hours[np.isin(touches.channel, channels)].sum())\n"
)


def test_touches_in_a_channel_of_ours_count_as_ours() -> None:
    told = ran(
        RUN + "from buyermaze.simulator.analysis.attribution.touch_paths import paths_of\n"
        "from buyermaze.simulator.runs.history import touches_of_ours\n"
        "seen = {channel for path in paths_of(run)[0] for channel in path.channels}\n"
        "ours = set(touches_of_ours(run.journal).channel.tolist())\n"
        "print('podcast' in seen, 'forum' in seen, Channel.PODCAST in ours, Channel.FORUM in ours, Channel.PEERS in ours)\n"
    )
    assert told.returncode == 0, told.stderr[-2000:]
    assert told.stdout.split() == ["True", "False", "True", "False", "False"]


def test_hours_of_buyers_are_booked_to_whose_the_channel_is() -> None:
    told = ran(
        RUN + "from buyermaze.simulator.analysis.journeys import buyer_book\n"
        "print(*(buyer_book._visit(c, 0, '') for c in (Channel.PODCAST, Channel.FORUM)), sep='|')\n"
        "row = run.of_kind(Kind.TOUCH)[:1]\n"
        "clash, again, visit = row.copy(), row.copy(), row.copy()\n"
        "clash.kind, clash.vendor, clash.channel, again.kind = Kind.CLAIM_CLASH, 0, Channel.PODCAST, Kind.REOPENED\n"
        "print(buyer_book._rework(np.concatenate([clash, again, visit]))[-1], hours(Channel.PODCAST) > 0)\n"
    )
    assert told.returncode == 0, told.stderr[-2000:]
    assert told.stdout.splitlines() == ["our e-mail, events and ads|rivals", "rework after a surprise True"]


def test_who_imports_the_model_above_a_channel_is_told_so_and_where_it_belongs(tmp_path: Path) -> None:
    scenario, file = tmp_path / "own.yaml", tmp_path / "parts.py"
    scenario.write_text("schema_version: 1\nextends: merged\nmarket: {channels: {podcast: {appeal: 0.4}}}\n", encoding="utf-8")
    imported = "from buyermaze.simulator.core.vocabulary import Kind\n"
    extension, declared = PODCAST.splitlines(keepends=True)
    file.write_text(extension + imported + declared, encoding="utf-8")
    told = ran("", "--extension", str(file), "show", str(scenario))
    assert told.returncode == 2 and len(told.stderr) <= 400
    assert "an import from buyermaze.simulator" in told.stderr and "right below 'from buyermaze import extend'" in told.stderr
    mended = tmp_path / "mended.py"  # as long as the other, and as old: Python would take what it has compiled of that one
    mended.write_text(extension + declared + imported, encoding="utf-8")
    assert ran("", "--extension", str(mended), "show", str(scenario)).returncode == 0
