"""Files in JSON as web interfaces hand them out are read as what they are, or refused in a sentence that says where and why."""

import json
from pathlib import Path

import pytest

from buyermaze.experiments.importing.leads import import_leads
from buyermaze.simulator.core.errors import InputProblem
from buyermaze.simulator.tables.reader import read_table

DEALS = {
    "pages.json": {
        "results": [
            {"id": "1", "properties": {"dealstage": "closedwon", "amount": "12000.50", "createdate": "2024-01-05T10:00:00Z",
                                       "closedate": "2024-03-05T10:00:00Z"}, "archived": False},
            {"id": "2", "properties": {"dealstage": "closedlost", "amount": None, "createdate": "2024-01-09T10:00:00Z",
                                       "closedate": "2024-04-05T10:00:00Z"}, "archived": False},
        ],
        "paging": {"next": {"after": "2"}},
    },
    "records.json": {
        "totalSize": 2, "done": True,
        "records": [
            {"attributes": {"type": "Opportunity", "url": "/1"}, "Id": "006a", "StageName": "Closed Won", "IsWon": True,
             "IsClosed": True, "Amount": 12000.5, "CreatedDate": "2024-01-05T10:00:00.000+0000", "CloseDate": "2024-03-05"},
            {"attributes": {"type": "Opportunity", "url": "/2"}, "Id": "006b", "StageName": "Closed Lost", "IsWon": False,
             "IsClosed": True, "Amount": None, "CreatedDate": "2024-01-06T10:00:00.000+0000", "CloseDate": "2024-04-05"},
        ],
    },
    "data.json": {
        "success": True,
        "data": [
            {"id": 1, "status": "won", "value": 12000.5, "add_time": "2024-01-05 10:00:00", "won_time": "2024-03-05 10:00:00",
             "lost_time": None, "org": {"name": "Aerie", "value": 3}},
            {"id": 2, "status": "lost", "value": None, "add_time": "2024-01-06 10:00:00", "won_time": None,
             "lost_time": "2024-04-05 10:00:00", "org": None},
        ],
    },
}  # fmt: skip


@pytest.mark.parametrize("name", DEALS)
def test_deals_of_a_web_interface_come_with_their_results_and_amounts(tmp_path: Path, name: str) -> None:
    file = tmp_path / name
    file.write_text(json.dumps(DEALS[name]))
    found = import_leads([file])
    assert list(found.leads["result"]) == ["won", "lost"]
    assert found.leads["value"][0] == 12000.5 and found.leads["value"].isna()[1]
    assert not len(found.rejected)
    assert any("more rows" in line for line in found.sentences()) == (name == "pages.json")


def test_a_list_and_its_lines_packed_or_not_are_the_same_table(tmp_path: Path) -> None:
    import gzip

    rows = DEALS["records.json"]["records"]
    (tmp_path / "a.json").write_text(json.dumps(rows))
    lines = "\n".join(map(json.dumps, rows)) + "\n\n"
    (tmp_path / "a.jsonl").write_text(lines)
    (tmp_path / "a.ndjson.gz").write_bytes(gzip.compress(lines.encode()))
    tables = [read_table(tmp_path / name) for name in ("a.json", "a.jsonl", "a.ndjson.gz")]
    assert all(table.columns == tables[0].columns and table.cells == tables[0].cells for table in tables)
    assert tables[0].column("attributes.url") == ["/1", "/2"]


def test_numbers_are_read_as_written_and_texts_stay_texts(tmp_path: Path) -> None:
    file = tmp_path / "t.json"
    file.write_text('[{"id": "007", "amount": 1.234, "n": 12345678901234567890, "tags": ["a", {"b": 1}], "open": null}]')
    table = read_table(file)
    assert table.columns == ("id", "amount", "n", "tags", "open")
    assert [table.column(name)[0] for name in table.columns[:3]] == ["007", "1.234", "12345678901234567890"]
    assert table.column("tags")[0].startswith("[") and table.column("open") == [""]
    assert {"amount", "n"} <= table.typed and "id" not in table.typed


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('[{"a": 1,}]', "line 1: this is no JSON"),
        ("", "no JSON"),
        ("[]", "no rows"),
        ("[1, 2]", "row 1: a row must be an object"),
        ('{"a": 1}', "no list of objects"),
        ('{"deals": [{"a": 1}], "leads": [{"b": 1}]}', "several lists (deals, leads)"),
        ('[{"a": 1, "a": 2}]', "'a' twice"),
        ('[{"a.b": 1, "a": {"b": 2}}]', "both called 'a.b'"),
        ('[{" ": 1}]', "has no name"),
        ('[{"id": "\\ud800"}]', "half a character"),
        ("[" * 100_000, "nested too deeply"),
        ('[{"a":' + '{"a":' * 300 + "1" + "}" * 300 + "}]", "row 1: nested too deeply"),
        (json.dumps([{str(k): k for k in range(3_000)}]), "columns"),
        (json.dumps([{"a": "x" * 200_000}]), "characters"),
    ],
)  # fmt: skip
def test_what_is_no_table_is_refused_in_a_sentence(tmp_path: Path, text: str, said: str) -> None:
    file = tmp_path / "t.json"
    file.write_text(text)
    with pytest.raises(InputProblem) as refused:
        read_table(file)
    assert said in str(refused.value) and "t.json" in str(refused.value) and len(str(refused.value)) < 400


def test_a_small_file_whose_every_row_brings_a_column_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "t.jsonl"
    file.write_text("\n".join(f'{{"c{k % 1900}": 1}}' for k in range(20_000)))
    with pytest.raises(InputProblem, match="unfolds"):
        read_table(file)


def test_json_under_the_name_of_another_table_says_how_to_call_it(tmp_path: Path) -> None:
    file = tmp_path / "t.csv"
    file.write_text('[{"a": 1, "b": 2}]')
    with pytest.raises(InputProblem, match=r"call it \.json"):
        read_table(file)
