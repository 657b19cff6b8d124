"""Names and messages: one rule, one escape for each place, one line of at most 400 characters; nothing foreign is fetched."""

import csv
import io
import json
import os
import re
import subprocess
import sys
from base64 import b64encode
from hashlib import sha256
from pathlib import Path
from xml.etree import ElementTree

import pandas
import pytest

from buyermaze.experiments.answers.report_page import Page
from buyermaze.experiments.commands import main
from buyermaze.experiments.commands.shared.terminal import as_json
from buyermaze.experiments.validation.lever_page import page as lever_page
from buyermaze.screens.export.report import document
from buyermaze.simulator.core.errors import InputProblem
from buyermaze.simulator.core.plain_text import (
    BLANK,
    as_name,
    csv_of,
    for_cell,
    for_html,
    for_markdown,
    for_xml,
    is_name,
    one_line,
    readable,
)
from buyermaze.simulator.inputs.reading.loading import load
from buyermaze.simulator.inputs.reading.uploads import from_upload
from tests.fuzz.corpus import FRAGMENTS

ROOT = Path(__file__).resolve().parents[2]
FOREIGN = (
    "![x](http://foreign.example/x.png)", "<img src='//foreign.example'>", "=cmd|'/c calc'!A1", "+1+1", "@SUM(1)", "-2",
    "a\x1b[31mb", "a\x07", "a\nb", "x\u202ey", "\ud800", "[a](javascript:b)", "$x^2$", ":red[x]", ":material/home:", "a`b`",
    "a|b", "*a*", "http://foreign.example", "a//b", "", " ", "a" * 61, "\u200b", "a\\b", "{a}", "~a~",
    "champion\n", "\u3164", "champion\u3164", "\u115f\u1160", "x\uffa0", "x\u2800",
)  # fmt: skip
PLAIN = (
    "champion",
    "R&D",
    "rival's launch",
    "Größe (EU)",
    "head of IT/ops",
    "return-on-investment kit",
    'finance <"R&D">',
    "2 %",
)


@pytest.mark.parametrize("name", FOREIGN)
@pytest.mark.parametrize(
    "text",
    [
        "market: {{approvals: [{{name: {}}}]}}", "market: {{shocks: [{{name: {}, kind: budget_freeze}}]}}",
        "market: {{rivals: {{rival 1: {{name: {}}}}}}}", "market: {{segments: [{{name: {}}}]}}",
        "market: {{personas: {{sponsor: {{name: {}}}}}}}",
        "programme: {{library: {{assets: [{{name: {}, job: problem}}]}}}}",
    ],
)  # fmt: skip
def test_a_foreign_name_is_refused_wherever_a_file_gives_one(name: str, text: str) -> None:
    content = f"schema_version: 1\nextends: merged\n{text.format(json.dumps(name))}\n"
    with pytest.raises(InputProblem) as told:
        from_upload("x.yaml", content.encode("utf-8", "surrogatepass"))
    assert len(str(told.value)) <= 400 and str(told.value).isprintable()


@pytest.mark.parametrize("name", PLAIN)
def test_names_people_use_are_names(name: str) -> None:
    assert is_name(name)
    assert load("merged", changes={"market.approvals": [{"name": name}]}).market.approvals[0].name == name


def test_every_place_shows_foreign_text_as_it_stands() -> None:
    for text in (*FOREIGN, *(fragment.decode("utf-8", "surrogateescape") for fragment in FRAGMENTS)):
        assert "<" not in for_html(text) and '"' not in for_html(text)
        assert ElementTree.fromstring(f"<a b={for_xml(text)}/>") is not None
        shown = for_markdown(text)
        assert "![" not in shown and "](" not in shown.replace("\\]", "") and shown.replace("\u2060", "").isprintable()
        assert not str(for_cell(text)).startswith(("=", "@", "\t", "\r", "+1+", "-1-"))
        assert is_name(as_name(text, "x")) and not set(one_line(text)) & set(BLANK)
        assert one_line(text).isprintable() and len(one_line(text * 100)) <= 400


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_what_only_this_scenario_has_can_be_shown_as_a_table(tmp_path: Path, ending: str) -> None:
    scenario, table = tmp_path / "own.yaml", tmp_path / f"shown.{ending}"
    own = (
        'market: {personas: {sponsor: {name: head of IT}}, group: {seats: [champion, "head of IT"], n_people_mean: 2}}'
    )
    scenario.write_text(
        f"schema_version: 1\nextends: merged\n{own}\nprogramme: {{library: {{assets: [{{name: guide, job: problem}}]}}}}\n",
        encoding="utf-8",
    )
    with pytest.raises(SystemExit) as left:
        main(["show", str(scenario), "--quiet", f"--{ending}", str(table)])
    assert left.value.code == 0
    shown = pandas.read_csv(table) if ending == "csv" else pandas.read_excel(table)
    assert shown["path"].str.startswith("market.personas.head of IT.").any()
    assert not shown.astype(str).stack().str.contains("Undefined").any()


def test_no_cell_and_no_header_of_a_table_is_a_formula() -> None:
    table = pandas.DataFrame(
        {"=a": ["=1+1", "-3", "ok", None], "n": [-1.5, 2.0, 3.0, 4.0], "c": pandas.Categorical(list("@+=x"))}
    )
    rows = list(csv.reader(io.StringIO(csv_of(table))))
    assert rows[0] == ["'=a", "n", "c"]
    assert [row[0] for row in rows[1:]] == ["'=1+1", "-3", "ok", ""]
    assert [row[1] for row in rows[1:]] == ["-1.5", "2.0", "3.0", "4.0"]
    assert [row[2] for row in rows[1:]] == ["'@", "'+", "'=", "x"]


@pytest.mark.parametrize("text", ["a\u202eb", "\x1b[2J", "\x9b2J", "\x7f", "\ud800", "\u2028", "\U000e0041", "é \u00a0\n\t"])
def test_answers_as_json_send_no_screen_a_control_and_say_the_same(text: str) -> None:
    said = as_json({"rows": [{text: text}]})
    assert readable(said) == said and said.encode()
    assert json.loads(said) == {"rows": [{text: text}]}


@pytest.mark.parametrize("start", ["", " ", "\n", "\u00a0\t"])
@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20"])
def test_blanks_and_wide_signs_hide_no_formula(start: str, sign: str) -> None:
    assert for_cell(f"{start}{sign}A1") == f"'{start}{sign}A1"
    assert for_cell(f"{start}-1.5") in (f"{start}-1.5", f"'{start}-1.5") and for_cell(" a-1") == " a-1"


def test_pages_that_stand_alone_let_nothing_foreign_in(tmp_path: Path) -> None:
    page = Page("![x](http://foreign.example/x.png) <script>")
    page.text("[a](javascript:b)")
    page.table(["a|b", "www.foreign.example"], [["f<script>a(1)</script>", "![x](http://foreign.example/x.png) | *b*"]])
    page.write(tmp_path, "memo")
    web, markdown = (tmp_path / "memo.html").read_text("utf-8"), (tmp_path / "memo.md").read_text("utf-8")
    assert "default-src 'none'" in web and "<script>" not in web
    assert "![x](" not in markdown and "[a](" not in markdown
    assert "<script" not in markdown.replace("\\<", "") and "www." not in markdown
    assert [len(re.findall(r"(?<!\\)\|", line)) for line in markdown.splitlines() if line.startswith("|")] == [3, 3, 3]
    assert "<th>a|b</th>" in web and "<td>f&lt;script&gt;a(1)&lt;/script&gt;</td>" in web
    assert "default-src 'none'" in document("t", _setup(), []) and "script-src" not in document("t", _setup(), [])
    ours = document("t", _setup(), ["<script>theirs</script>"], scripts=("draw()",))
    assert re.findall(r"script-src ([^;\"]*)", ours) == [f"'sha256-{b64encode(sha256(b'draw()').digest()).decode()}'"]


def test_a_page_of_levers_shows_the_title_of_a_scenario_as_it_stands() -> None:
    told = lever_page(load("merged", changes={"title": "<script>a</script> www.foreign.example"}), [], 2, "buyermaze 'a`<b>`'")
    assert "\\<script\\>" in told and "www." not in told and told.count("`") == 2


def _setup() -> object:
    from buyermaze.screens.sidebar.sidebar import Setup

    scenarios = (load("merged"), load("baton_pass"))
    return Setup("reference", scenarios, "merged", 2, 0)


def test_every_page_that_is_written_anywhere_begins_with_the_policy() -> None:
    pages = [line for folder in ("simulator", "experiments", "screens", "classroom") for file in (ROOT / folder).rglob("*.py")
             for line in file.read_text(encoding="utf-8").splitlines() if "<!doctype html><" in line]  # fmt: skip
    assert len(pages) > 5
    assert [line for line in pages if "{policy_tag(" not in line] == []


def test_a_message_stays_one_line_whatever_it_quotes() -> None:
    for text in ("x" * 100_000, "a\x1b[2J" * 1000, "\ud800" * 9, "a\r\nb"):
        said = str(InputProblem(f"{text}: is wrong; allowed is 1 to 2").at("file.yaml, line 3"))
        assert len(said) <= 400 and said.isprintable() and said.endswith("1 to 2")


def command(*words: object, **options: object) -> "subprocess.CompletedProcess[bytes]":
    """Run the command line in a process of its own."""
    line = [sys.executable, "-c", "from buyermaze.experiments.commands import main; main()", *words]
    here = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.run(line, capture_output=True, timeout=120, check=False, env=here, **options)  # type: ignore[call-overload,no-any-return]


def test_files_that_are_no_files_are_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.yaml")
    (tmp_path / "loop.yaml").symlink_to(tmp_path / "loop.yaml")
    (tmp_path / "a.yaml").write_text("schema_version: 1\nextends: b.yaml\n")
    (tmp_path / "b.yaml").write_text("schema_version: 1\nextends: a.yaml\n")
    for name in ("pipe.yaml", "loop.yaml", "a.yaml"):
        done = command("show", tmp_path / name)
        assert done.returncode == 2 and b"Traceback" not in done.stderr, done.stderr
        assert name.encode() in done.stderr and len(done.stderr) < 420


def test_words_that_are_no_text_and_closed_streams_give_a_sentence() -> None:
    for words in ((b"run", b"merged", b"--set", b"market.offer.complexity=\xff"), (b"show", b"\xff\x1b[31m.yaml")):
        done = command(*words)
        assert done.returncode == 2 and b"\x1b" not in done.stderr and b"Traceback" not in done.stderr
    line = f"{sys.executable} -c 'from buyermaze.experiments.commands import main; main()' scenarios >&-"
    done = subprocess.run(["sh", "-c", line], stderr=subprocess.PIPE, cwd=ROOT, timeout=120, check=False)
    assert done.returncode == 2 and b"standard output is closed" in done.stderr


def test_what_is_stored_names_no_folder_of_its_maker(tmp_path: Path) -> None:
    (tmp_path / "mine.yaml").write_text("schema_version: 1\nextends: merged\nrun: {n_accounts: 5}\n")
    done = command("run", tmp_path / "mine.yaml", "--replications", "2", "--json", tmp_path / "out.json", "--quiet")
    assert done.returncode == 0, done.stderr
    assert str(tmp_path) not in (tmp_path / "out.json").read_text("utf-8")


def test_a_failed_import_leaves_no_folder(tmp_path: Path) -> None:
    (tmp_path / "leads.csv").write_text(
        "id,created,closed,stage\n1,2024-01-05,2024-03-02,won\n2,2024-01-05,2024-03-02,lost\n"
    )
    code = "import pandas; pandas.DataFrame.to_parquet = lambda *a, **k: 1/0\n"
    code += "from buyermaze.experiments.commands import main; main()"
    line = [sys.executable, "-c", code, "import", "leads.csv", "--out", "made"]
    done = subprocess.run(
        line, cwd=tmp_path, capture_output=True, env={**os.environ, "PYTHONPATH": str(ROOT)}, check=False
    )
    assert done.returncode == 1 and b"fault of the program" in done.stderr, "our own fault still shows as ours"
    assert not (tmp_path / "made").exists()


@pytest.mark.parametrize(
    "address", ["http://evil.example/x", "HTTPS://evil.example", "www.evil.example", "me@evil.example", "a+b-@evil.example"]
)
def test_no_link_is_made_of_an_address_that_stands_in_a_name(address: str) -> None:
    text = f"there is no '{address}' here"
    shown = for_markdown(text).replace("\\", "")
    assert address not in shown and shown.replace("\u2060", "") == text
    assert for_markdown("read.me at 10:30 // 5@2").replace("\\", "").replace("\u2060", "") == "read.me at 10:30 // 5@2"


def test_names_that_look_the_same_but_for_blanks_are_no_names() -> None:
    assert not any(is_name(name) for name in ("x ", " x", "x  y", "a b  c", "x y "))
    assert is_name("x y z (1) & more") and as_name("a  b .yaml", "x") == "a b .yaml" and is_name(as_name(" a   b ", "x"))
    assert is_name(as_name("n" * 57 + "   .parquet", "x"))


@pytest.mark.parametrize("text", ["1. x", "123456789) y", "+ x", "- x", "---", "===", "= x", "7.", "# x"])
def test_no_list_line_or_heading_is_made_of_how_a_text_begins(text: str) -> None:
    shown = for_markdown(text)
    assert shown.count("\\") == 1 and shown.replace("\\", "") == text
    first = shown[shown.index("\\") + 1]
    assert not first.isalnum(), "only signs are escaped; before a letter the stroke itself would be shown"
    for plain in ("+1.6 points", "-3 days", "12.5 %", "3.x", "=1"):
        assert "\\" not in for_markdown(plain)
