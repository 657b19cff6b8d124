"""The server for assistants, asked with the client of the same kit: names, comparisons, stories; bounded, and nothing written."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from buyermaze.experiments.commands.mcp import server
from buyermaze.experiments.sweeps.run import sweep
from tests.waiting import awaited

ROOT = Path(__file__).resolve().parents[2]
SMALL = {"scenarios": ["baton_pass", "merged"], "replications": 2, "accounts": 10}


def ask(*calls, on=None):
    """Return what the tools answer to some calls, made by the kit's own client."""
    from mcp import Client

    async def talk():
        async with Client(on or server()) as client:
            return [await client.call_tool(name, arguments) for name, arguments in calls]

    return awaited(talk())


def refusal(name, arguments, **options):
    (answer,) = ask((name, arguments), **options)
    assert answer.is_error
    return answer.content[0].text


def test_every_tool_says_that_it_only_reads():
    from mcp import Client

    async def listed():
        async with Client(server()) as client:
            return client.instructions, (await client.list_tools()).tools

    instructions, tools = awaited(listed())
    assert "intervals" in instructions
    assert {tool.name for tool in tools} == {
        "list_scenarios", "list_outcomes", "list_levers", "compare", "tell_story", "list_sweeps", "what_drives", "what_flips",
    }  # fmt: skip
    for tool in tools:
        assert tool.annotations.read_only_hint
        assert not tool.annotations.open_world_hint
        assert tool.description


def test_names_are_found_by_words():
    shelves, levers, outcomes = (
        answer.structured_content
        for answer in ask(
            ("list_scenarios", {}), ("list_levers", {"words": "handoff delay"}), ("list_outcomes", {"words": "regret"})
        )
    )
    assert {"name": "merged"}.items() <= next(e for e in shelves["scenarios"] if e["name"] == "merged").items()
    assert "programme.handoff.delay_hours" in [lever["path"] for lever in levers["found"]]
    assert "share_regret" in [outcome["name"] for outcome in outcomes["found"]]


def test_a_comparison_carries_intervals_and_caveats_and_is_the_one_the_library_makes(tmp_path, monkeypatch):
    from buyermaze import compare, load

    monkeypatch.chdir(tmp_path)
    (answer,) = ask(("compare", SMALL))
    found = answer.structured_content
    assert not answer.is_error
    scenarios = [load(name, changes={"run.n_accounts": 10}) for name in SMALL["scenarios"]]
    expected = compare(scenarios, n_replications=2).differences["merged", "p_win"]
    told = found["differences"]["merged"]["p_win"]
    assert told["difference"] == pytest.approx(expected.mean)
    assert told["interval"] == pytest.approx([expected.low, expected.high])
    assert "distinguishable" in told
    assert all("interval" in level for levels in found["levels"].values() for level in levels.values())
    assert any("not a measurement of the world" in caveat for caveat in found["caveats"])
    assert list(tmp_path.iterdir()) == []


def test_a_story_is_told_with_the_warning_that_it_is_one_example():
    (answer,) = ask(("tell_story", {"scenario": "merged"}))
    assert len(answer.structured_content["story"]) > 3
    assert "not a rule" in answer.structured_content["caveats"][0]


@pytest.mark.parametrize(
    ("name", "arguments", "said"),
    [
        ("compare", SMALL | {"replications": 1000}, "between 2 and 32"),
        ("compare", SMALL | {"accounts": 10**6}, "between 10 and 300"),
        ("compare", SMALL | {"changes": {"run.weeks": 5000}}, "what a call costs"),
        ("compare", SMALL | {"changes": {" run.weeks": 5000}}, "what a call costs"),
        ("compare", SMALL | {"changes": {"market.demand.n_accounts_per_week": 500}}, "too costly to run here"),
        ("compare", SMALL | {"changes": {"market.offer.complexity": 4, "market.demand.share_not_serious": 0}, "accounts": 300,
                             "replications": 32, "scenarios": ["merged", "baton_pass", "sales_only", "listening"]}, "or for fewer"),
        ("compare", SMALL | {"scenarios": ["merged"]}, "between 2 and 4"),
        ("compare", SMALL | {"scenarios": ["merged", "/etc/passwd"]}, "there is no '/etc/passwd'"),
        ("tell_story", {"scenario": "mergd"}, "merged"),
        ("what_drives", {"sweep": "../secret"}, "there are none"),
    ],
)  # fmt: skip
def test_what_costs_too_much_or_is_not_ours_to_open_is_refused_in_a_sentence(name, arguments, said):
    assert said in refusal(name, arguments)


def test_a_stored_sweep_is_asked_by_its_name_and_nothing_beside_it(tmp_path):
    study = {"schema_version": 1, "model": "ishigami", "replications": 1, "design": {"kind": "latin_hypercube", "n": 64}, "seed": 1,
             "factors": [{"path": name, "low": -3.14, "high": 3.14} for name in ("x1", "x2", "x3")]}  # fmt: skip
    sweep(study, tmp_path / "sweeps" / "known")
    sweep(study, tmp_path / "secret")
    on = server(tmp_path / "sweeps")
    listed, driven = ask(("list_sweeps", {}), ("what_drives", {"sweep": "known"}), on=on)
    assert [entry["sweep"] for entry in listed.structured_content["sweeps"]] == ["known"]
    assert driven.structured_content["answer"][0].startswith("What drives")
    assert driven.structured_content["caveats"]
    assert "there is no '../secret'" in refusal("what_drives", {"sweep": "../secret"}, on=on)


def test_the_command_serves_over_standard_input_and_output():
    from mcp import StdioServerParameters

    line = "from buyermaze.experiments.commands.main import main; main()"
    started = StdioServerParameters(command=sys.executable, args=["-c", line, "mcp"], env=dict(os.environ))
    (answer,) = ask(("list_scenarios", {}), on=started)
    assert any(entry["name"] == "merged" for entry in answer.structured_content["scenarios"])


NO_MESSAGES = (  # lines, and the id of their answer
    (r'{"jsonrpc":"2.0","id":2,"method":"tools/call","params":{"name":"list_outcomes","arguments":{"words":"\ud800"}}}', 2),
    ("{", None), ("[]", None), ("null", None), ("x" * 100_000, None), ("[" * 10_000, None), ('{"jsonrpc":"2.0","id":"a"}', "a"),
    (r'{"jsonrpc":"2.0","id":"\ud800","method":"ping"}', None), ('{"jsonrpc":"2.0","id":1.5,"method":"ping"}', None),
    ('{"jsonrpc":"2.0","id":NaN,"method":"ping"}', None), ('\n \n{"jsonrpc":"2.0","id":true,"method":"ping"}', None),
    ('{"jsonrpc":"2.0","id":7,"method":"' + "m" * 100_000 + '"}', 7),
)  # fmt: skip


def test_a_line_that_is_no_message_is_answered_and_the_next_one_too():
    with subprocess.Popen(
        [sys.executable, "-c", "from buyermaze.__main__ import main; main()", "mcp"],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=os.environ | {"PYTHONPATH": str(ROOT)},
    ) as process:  # fmt: skip
        assert process.stdin and process.stdout
        said = (each for each in process.stdout if each.strip())
        for line, number in NO_MESSAGES:
            process.stdin.write(f'{line}\n{{"jsonrpc":"2.0","id":9,"method":"ping"}}\n'.encode())
            process.stdin.flush()
            both = sorted((json.loads(next(said)) for _ in range(2)), key=lambda each: each["id"] == 9)
            assert both[0]["id"] == number and both[0]["error"]["code"] in (-32700, -32600, -32601), line[:80]
            assert len(both[0]["error"]["message"]) <= 400 and both[1] == {"jsonrpc": "2.0", "id": 9, "result": {}}
        process.stdin.close()
    assert process.returncode == 0
