"""An answer on one page for a board: question, answer, certainty, money, what it hangs on, what would change our mind."""

import html
import io
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from buyermaze.simulator.comparison.plain_answer import (
    against_all,
    besides,
    certainty,
    endings_said,
    headline,
    hundred,
    in_money,
)
from buyermaze.simulator.core.errors import InputProblem
from buyermaze.simulator.core.phrases import times
from buyermaze.simulator.core.plain_text import policy_tag
from buyermaze.simulator.inputs.dates.timeline import years_observed
from buyermaze.simulator.inputs.sheets.levers import lever_words
from buyermaze.simulator.inputs.sheets.scenario import differences

if TYPE_CHECKING:
    from buyermaze.simulator.comparison.comparison import Comparison
    from buyermaze.simulator.comparison.what_would_change import Turned
    from buyermaze.simulator.inputs.sheets.scenario import Scenario

N_ASSUMPTIONS: Final = 6  # that a page holds
GRADES: Final = {"A": "peer-reviewed", "B": "named survey", "C": "rule of thumb", "D": "assumption"}
TINTS: Final = ("#2B73B7", "#9CC3E8", "#B7791F", "#C9CED6")
NEEDS_WORD: Final = "a Word document needs python-docx; install it with: pip install 'buyermaze[word]'"
CAVEAT: Final = (
    "A model's answer, not a forecast: it compares organisations under the same luck and the same assumptions, and is only as "
    "good as those."
)
LONG_NAMES: Final = 80  # characters of all names together, above which a sheet is set smaller
MANY_NAMES: Final = 4  # organisations from which on it is
LONGEST_LINK: Final = 240  # characters, about three lines of a sheet
CSS: Final = """
@page { size: A4; margin: 12mm } body { font: 10.5pt/1.35 "Source Sans 3", "Segoe UI", Arial, sans-serif; color: #1B2430;
  background: #fff; max-width: 186mm; margin: 0 auto; padding: 0 4mm }
h1 { font-size: 16pt; margin: 4mm 0 1mm } h2 { font-size: 11pt; margin: 3.5mm 0 .8mm } p, ul { margin: 0 0 1mm }
ul { padding-left: 5mm } .answer { font-size: 13pt; font-weight: 650 } .sides { display: flex; gap: 6mm }
.side { flex: 1 } .people { display: grid; grid-template-columns: repeat(25, 1fr); gap: 1.5px; margin: 1mm 0 }
.people i { aspect-ratio: 1; border-radius: 50%; print-color-adjust: exact; -webkit-print-color-adjust: exact }
table { border-collapse: collapse; width: 100%; font-size: 9pt } td, th { border-bottom: 1px solid #D5DAE1; padding: .6mm 1.5mm;
  text-align: left; vertical-align: top }
.long { zoom: .8; max-width: 232mm } .small { font-size: 8.5pt; color: #4A5563; overflow-wrap: anywhere }
"""


@dataclass(frozen=True)
class Assumption:
    """A number that differs between the organisations, and where it comes from."""

    words: str
    values: tuple[str, ...]  # per organisation
    source: str
    grade: str

    @property
    def whence(self) -> str:
        """Return the source and how far to trust it, once where they are the same."""
        return self.source if self.source == self.grade else f"{self.source} ({self.grade})"


@dataclass(frozen=True)
class BoardPage:
    """What a board reads."""

    question: str
    answer: str
    certainty: str
    money: str
    besides: tuple[str, ...]
    names: tuple[str, ...]
    hundreds: tuple[tuple[int, ...], ...]  # per organisation how a hundred buying groups end
    endings: tuple[str, ...]  # the same in a sentence each
    turns: tuple[str, ...]
    assumptions: tuple[Assumption, ...]
    market: str
    origin: str
    link: str
    others: tuple[str, ...] = ()  # how further organisations stand
    caveat: str = CAVEAT

    @property
    def _is_crowded(self) -> bool:
        return len(self.names) >= MANY_NAMES or sum(map(len, self.names)) > LONG_NAMES

    def to_html(self) -> str:
        """Return the page as one HTML document that prints to one sheet of A4 or letter paper."""
        e = html.escape
        sides = "".join(
            f'<div class="side"><h2>{e(name)}</h2><div class="people" role="img" aria-label="{e(said)}">'
            + "".join(f'<i style="background:{TINTS[k]}"></i>' for k, n in enumerate(ends) for _ in range(n))
            + f"</div><p>{e(_without(name, said))}</p></div>"
            for name, ends, said in zip(self.names, self.hundreds, self.endings, strict=True)
        )
        rows = "".join(
            f"<tr><td>{e(a.words)}</td>{''.join(f'<td>{e(v)}</td>' for v in a.values)}<td>{e(a.whence)}</td></tr>"
            for a in self.assumptions
        )
        heads = "".join(f"<th>{e(name)}</th>" for name in self.names)
        hangs = (
            f"<h2>What it hangs on</h2><table><tr><th>Assumption</th>{heads}<th>Source</th></tr>{rows}</table>"
            if rows
            else ""
        )
        link = f"<p class='small'>To see and move it: {e(_shortened(self.link))}</p>" if self.link else ""
        return (
            f'<!doctype html><html lang="en"><head><meta charset="utf-8">{policy_tag()}<title>{e(self.question)}</title>'
            f'<meta name="viewport" content="width=device-width, initial-scale=1"><style>{CSS}</style></head>'
            f"<body{' class=long' if self._is_crowded else ''}>"
            f"<h1>{e(self.question)}</h1><p class='answer'>{e(self.answer)}</p><p><b>How sure:</b> {e(self.certainty)}. "
            f"<b>In money:</b> {e(self.money)}</p><p>{e(self.market)}</p><div class='sides'>{sides}</div>"
            f"{_list('The others', self.others)}{_list('What changes besides', self.besides)}"
            f"{_list('What would change our mind', self.turns)}"
            f"{hangs}<p class='small'>{e(self.caveat)}</p>{link}<p class='small'>{e(self.origin)}</p></body></html>"
        )

    def to_docx(self) -> bytes:
        """Return the page as a Word document.

        Raises
        ------
        InputProblem
            If python-docx is not installed.
        """
        try:
            import docx
            from docx.shared import Mm, Pt, RGBColor
        except ImportError:
            raise InputProblem(NEEDS_WORD) from None
        page = docx.Document()
        for section in page.sections:
            section.page_width, section.page_height = Mm(210), Mm(297)
            section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Mm(13)
        usual = page.styles["Normal"]
        usual.font.size, usual.paragraph_format.space_after = Pt(9.5), Pt(2)
        page.add_heading(self.question, 1)
        page.add_paragraph().add_run(self.answer).bold = True
        page.add_paragraph(f"How sure: {self.certainty}. In money: {self.money}")
        if self.market:
            page.add_paragraph(self.market)
        for name, ends, said in zip(self.names, self.hundreds, self.endings, strict=True):
            picture = page.add_paragraph(f"{name}  ")
            for k, n in enumerate(ends):
                dots = picture.add_run("●" * n)
                dots.font.size = Pt(5)
                dots.font.color.rgb = RGBColor.from_string(TINTS[k].removeprefix("#"))
            page.add_paragraph(_without(name, said))
        lists = {
            "The others": self.others,
            "What changes besides": self.besides,
            "What would change our mind": self.turns,
        }
        for title, lines in lists.items():
            if lines:
                page.add_heading(title, 2)
                for line in lines:
                    page.add_paragraph(line, style="List Bullet")
        if self.assumptions:
            page.add_heading("What it hangs on", 2)
            table = page.add_table(rows=1, cols=len(self.names) + 2)
            for cell, words in zip(table.rows[0].cells, ("Assumption", *self.names, "Source"), strict=True):
                cell.text = words
            for a in self.assumptions:
                told = (a.words, *a.values, a.whence)
                for cell, words in zip(table.add_row().cells, told, strict=True):
                    cell.text = words
        for text in (self.caveat, _shortened(self.link), self.origin):
            if text:
                page.add_paragraph(text)
        content = io.BytesIO()
        page.save(content)
        return content.getvalue()


def _sentence(said: str) -> str:
    """Return words as a sentence of their own."""
    return f"{said[:1].upper()}{said[1:]}." if said else ""


def _without(name: str, said: str) -> str:
    """Return how a hundred groups end without the name that stands above it."""
    said = said.removeprefix(f"Of a hundred buying groups under {name}: ")
    return f"{said[:1].upper()}{said[1:]}"


def _shortened(link: str) -> str:
    """Return a link as far as somebody might type it: one that brings a scenario along is sent, not printed."""
    return link if len(link) <= LONGEST_LINK else f"{link[:LONGEST_LINK]} ... (brings a scenario along: copy it from the app)"


def board_page(
    found: "Comparison", outcome: str = "p_win", turns: "Sequence[Turned]" = (), market: str = "", origin: str = "",
    link: str = "", disputed: Collection[str] = (),
) -> BoardPage:  # fmt: skip
    """Put an answer on one page.

    Parameters
    ----------
    found : Comparison
        Two organisations or more.
    outcome : str
        What the answer is about.
    turns : sequence of Turned
        What would change the answer, the most telling first.
    market, origin, link : str
        Who buys, in a sentence; where the numbers come from; the address at which others see the same.
    disputed : collection of str
        Paths of parameters that are disputed: what the page hangs on begins with them.
    """
    names = tuple(found.names)
    listed = f"{', '.join(names[:-1])} or {names[-1]}"
    years = found.n_replications * years_observed(found.scenarios[0])
    return BoardPage(
        question=f"{listed}: under which do more buyers choose us?",
        answer=f"{headline(found, outcome)}.",
        certainty=f"{certainty(found, outcome)}, after {times(round(years), 'simulated year')} of business each",
        money=_sentence(in_money(found, outcome)),
        besides=tuple(besides(found, outcome)),
        names=names,
        hundreds=tuple(hundred(found, name) for name in names),
        endings=tuple(endings_said(found, name) for name in names),
        turns=tuple(f"{each.turn.words}: {each.sentence()}" for each in turns),
        assumptions=tuple(assumptions(found.scenarios, disputed)),
        market=market,
        origin=origin,
        link=link,
        others=tuple(against_all(found, outcome)),
    )


def assumptions(scenarios: "Sequence[Scenario]", disputed: Collection[str] = ()) -> list[Assumption]:
    """List the numbers in which some scenarios differ, the disputed first, then the least certain, with their sources."""
    paths = {
        path
        for other in scenarios
        for path, *_ in differences(scenarios[0], other)
        if path.startswith("programme.") and ".assets" not in path
    }
    sides = [{lever.path: lever for lever in scenario.levers()} for scenario in scenarios]
    known = [path for path in sides[0] if path in paths and all(path in side for side in sides)]
    known.sort(key=lambda path: (path in disputed, sides[0][path].grade), reverse=True)
    return [
        Assumption(
            lever_words(path),
            tuple(_value(side[path].value) for side in sides),
            sides[0][path].source,
            GRADES.get(sides[0][path].grade, "not graded"),
        )
        for path in known[:N_ASSUMPTIONS]
    ]


def _list(title: str, lines: Sequence[str]) -> str:
    if not lines:
        return ""
    return f"<h2>{html.escape(title)}</h2><ul>{''.join(f'<li>{html.escape(line)}</li>' for line in lines)}</ul>"


def _value(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value:g}" if isinstance(value, int | float) else str(value)
