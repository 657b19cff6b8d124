"""What parts of one's own are called is plain text, wherever it is shown: markup, controls, formulas and floods are refused."""

from typing import Any

import pytest

from buyermaze import extend
from buyermaze.simulator.core.errors import InputProblem
from buyermaze.simulator.extensions.registry import PARTS

LONG = "x" * 10_000
CONTROLS = ["\x1b]0;x\x07", "a\x00b", "a\ud800b", "\u202eabc", LONG, 5, ["x"]]
ACTIVE = ["<img src=x>", "![a](http://evil.example/x.png)", "=1+1", "[a](b)", "x *bold* `code`", "https://evil.example"]


def nothing(*_: Any) -> Any:
    """Do nothing."""


@pytest.mark.parametrize("word", [*CONTROLS, *ACTIVE], ids=lambda word: repr(word)[:20])
@pytest.mark.parametrize("place", ["label", "unit"])
def test_what_an_outcome_is_called_keeps_to_the_rule_for_names(place: str, word: Any) -> None:
    with pytest.raises(InputProblem, match=f"extension 'mine': {place}: "):
        extend.outcome("mine", meaning="Mine.", **{place: word})(nothing)
    assert "mine" not in PARTS


@pytest.mark.parametrize("word", CONTROLS, ids=lambda word: repr(word)[:20])
def test_what_a_part_or_its_parameter_means_is_plain_text(word: Any) -> None:
    with pytest.raises(InputProblem, match="extension 'mine': meaning: "):
        extend.analyser("mine", meaning=word)(nothing)
    for told in (("share", word), (word, "Meaning.")) if isinstance(word, str) else ():

        class Desk(extend.Regular):
            share: float = extend.number(0.5, 0, 1, *told)

        with pytest.raises(InputProblem, match=r"extension .mine.: share, (meaning|unit): "):
            extend.mechanism("mine", Desk, meaning="A desk.")(nothing)
    assert "mine" not in PARTS


@pytest.mark.parametrize("word", [*CONTROLS, *ACTIVE], ids=lambda word: repr(word)[:20])
def test_what_a_channel_is_called_keeps_to_the_rule_for_names(word: Any) -> None:
    with pytest.raises(InputProblem, match="extension 'podcast': label: "):
        extend.channel("podcast", label=word)
    with pytest.raises(InputProblem, match="small letters and underscores"):
        extend.channel(word)
