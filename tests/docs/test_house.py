"""The road for newcomers leads somewhere: the map is that of the code, named files exist, the reference can be built."""

import re
from pathlib import Path

import pytest

import buyermaze as bm
from docs.house import PICTURE, picture
from docs.reference import build

ROOT = Path(__file__).resolve().parents[2]
ROAD = [*(ROOT / "docs" / f"{name}.md" for name in ("house", "change_a_rule", "checklists")), ROOT / "CONTRIBUTING.md"]
NAMED = re.compile(r"`((?:simulator|experiments|screens|scenarios|tests|docs|benchmarks|\.ci)/[\w/.]+)`")


def test_the_map_of_the_house_is_that_of_the_code() -> None:
    assert PICTURE.read_text(encoding="utf-8") == picture(), (
        "docs/images/house.svg is out of step: run 'python -m docs.house'"
    )


@pytest.mark.parametrize("page", ROAD, ids=lambda page: page.name)
def test_files_on_the_road_exist(page: Path) -> None:
    named = NAMED.findall(page.read_text(encoding="utf-8"))
    assert len(named) > 3
    assert not [name for name in named if not (ROOT / name).exists()]


def test_behaviours_are_where_the_map_says() -> None:
    named = re.findall(r"`(\w+)` in `([\w/.]+)`", ROAD[0].read_text(encoding="utf-8"))
    assert len(named) > 10
    lost = [name for name, file in named if not re.search(rf"^(def|class) {name}\b", (ROOT / file).read_text("utf-8"), re.M)]
    assert not lost, f"{', '.join(lost)}: not in the file that docs/house.md names"


def test_the_rule_of_the_example_is_where_the_page_says() -> None:
    from buyermaze.simulator.model.rules.buyers.beliefs import p_clash_noticed

    assert p_clash_noticed.__name__ in (ROOT / "docs" / "change_a_rule.md").read_text(encoding="utf-8")


def test_the_glossary_is_in_order_and_explains_each_word_once() -> None:
    lines = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8").splitlines()
    words = [line.split("|")[1].strip() for line in lines if line.startswith("| ")][1:]
    assert words == sorted(set(words), key=str.casefold)


def test_the_reference_is_built_without_a_warning_and_holds_all_that_is_public(tmp_path: Path) -> None:
    pages = {path.name: path.read_text(encoding="utf-8") for path in build(tmp_path)}
    missing = [name for name in dir(bm) if f'id="{name}"' not in pages["buyermaze.html"]]
    assert missing in ([], ["__version__"])
