"""Slides as a PowerPoint file, every word and bar of it to be changed there; needs the extra ``buyermaze[pptx]``."""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from buyermaze.classroom.pages.deck import Points, Ranges, Slide, Table
from buyermaze.simulator.core.errors import InputProblem
from buyermaze.simulator.core.plain_text import ISOLATE, ISOLATE_END, readable

WIDE, HIGH, MARGIN = 13.333, 7.5, 0.6  # inches
TITLE, LEAD, TEXT, SMALL = 30, 17, 16, 12  # points
FULL: Final = 620  # letters of a slide beyond which it is set smaller
INK, SOFT, OURS, YOURS = 0x1B2430, 0x5B6675, 0x2F7EC7, 0xB7791F


def save_pptx(path: Path, slides: Sequence[Slide]) -> None:
    """Write slides to a file.

    Raises
    ------
    InputProblem
        If python-pptx is not installed.
    """
    try:
        from pptx import Presentation
        from pptx.util import Inches
    except ImportError:
        raise InputProblem("slides for PowerPoint need python-pptx; 'pip install buyermaze[pptx]' brings it") from None
    show = Presentation()
    show.core_properties.last_modified_by = show.core_properties.comments = ""  # whoever drew the empty one
    show.slide_width, show.slide_height = Inches(WIDE), Inches(HIGH)
    for each in slides:
        _draw(show.slides.add_slide(show.slide_layouts[5]), each)
    show.save(str(path))


def _draw(page: Any, slide: Slide) -> None:
    from pptx.util import Inches

    inside = WIDE - 2 * MARGIN
    _words(page, slide.kicker, (MARGIN, 0.3, inside, 0.4), SMALL, SOFT)
    title = page.shapes.title
    title.left, title.top, title.width, title.height = (Inches(v) for v in (MARGIN, 0.6, inside, 0.95))
    _fill(title.text_frame, [slide.title], TITLE, INK)
    top = 1.6
    if slide.lead:
        _words(page, slide.lead, (MARGIN, top, inside, 0.8), LEAD, INK)
        top += 0.85
    tables = [block for block in slide.blocks if isinstance(block, Table)]
    lists = [block for block in slide.blocks if isinstance(block, Points)]
    for table in tables:
        top = _table(page, table, top, inside) + 0.2
    for block in slide.blocks:
        if isinstance(block, Ranges):
            _ranges(page, block, top, HIGH - 0.9 - top)
    if lists:
        letters = sum(len(line) for block in lists for line in block.lines)
        size = SMALL if letters > FULL else TEXT
        wide = inside / len(lists)
        for k, block in enumerate(lists):
            box = page.shapes.add_textbox(*(Inches(v) for v in (MARGIN + k * wide, top, wide - 0.2, HIGH - 0.4 - top)))
            heading = [block.heading] if block.heading else []
            _fill(box.text_frame, [*heading, *(f"•  {line}" for line in block.lines)], size, INK, bool(heading))


def _safe(text: str) -> str:
    """Return text as a file may hold it; what ``isolated`` has put around somebody's words stays."""
    parts = re.split(f"([{ISOLATE}{ISOLATE_END}])", text)
    return "".join(part if part in (ISOLATE, ISOLATE_END) else readable(part) for part in parts)


def _words(page: Any, text: str, place: tuple[float, float, float, float], size: int, colour: int) -> None:
    from pptx.util import Inches

    _fill(page.shapes.add_textbox(*(Inches(v) for v in place)).text_frame, [text], size, colour)


def _fill(frame: Any, lines: list[str], size: int, colour: int, headed: bool = False) -> None:
    from pptx.dml.color import RGBColor
    from pptx.enum.text import PP_ALIGN
    from pptx.util import Pt

    frame.word_wrap = True
    for k, line in enumerate(lines):
        paragraph = frame.paragraphs[0] if k == 0 else frame.add_paragraph()
        paragraph.text = _safe(line)
        paragraph.alignment = PP_ALIGN.LEFT
        paragraph.space_after = Pt(size * 0.35)
        paragraph.font.size, paragraph.font.bold = Pt(size), headed and k == 0
        paragraph.font.color.rgb = RGBColor.from_string(f"{SOFT if headed and k == 0 else colour:06X}")


def _table(page: Any, table: Table, top: float, wide: float) -> float:
    """Draw a table and return where it ends, in inches."""
    from pptx.util import Inches, Pt

    lines = [table.head, *table.rows]
    high = 0.42 * len(lines)
    shape = page.shapes.add_table(len(lines), len(table.head), *(Inches(v) for v in (MARGIN, top, wide, high)))
    for r, line in enumerate(lines):
        for c, text in enumerate(line):
            cell = shape.table.cell(r, c)
            cell.text = _safe(text)
            cell.text_frame.paragraphs[0].font.size = Pt(SMALL)
    return top + high


def _ranges(page: Any, block: Ranges, top: float, high: float) -> None:
    """Draw everybody's range as a bar, and the truth as a line with its interval."""
    from pptx.dml.color import RGBColor
    from pptx.enum.shapes import MSO_SHAPE
    from pptx.util import Inches

    wide, bottom = WIDE - 2 * MARGIN, top + high - 0.35

    def x(value: float) -> float:
        inside = min(max(value, block.low), block.high)
        return MARGIN + (inside - block.low) / (block.high - block.low) * wide

    def bar(left: float, right: float, y: float, tall: float, colour: int) -> Any:
        size = (left, y, max(0.03, right - left), tall)
        shape = page.shapes.add_shape(MSO_SHAPE.RECTANGLE, *(Inches(v) for v in size))
        shape.fill.solid()
        shape.fill.fore_color.rgb = RGBColor.from_string(f"{colour:06X}")
        shape.line.fill.background()
        return shape

    step = (bottom - top) / max(1, len(block.ranges))
    for k, (low, up) in enumerate(block.ranges):
        bar(x(low), x(up), top + k * step, min(0.18, 0.7 * step), YOURS)
    mean, _, _ = block.truth
    bar(x(mean) - 0.02, x(mean) + 0.02, top, bottom - top, OURS).name = block.alt
    for part in range(5):
        value = block.low + part * (block.high - block.low) / 4
        _words(page, f"{value:g}", (x(value) - 0.3, bottom, 0.8, 0.3), SMALL, SOFT)
    _words(
        page,
        f"{block.unit}; bars: what people said, blue: what came out",
        (MARGIN, bottom + 0.3, wide, 0.3),
        SMALL,
        SOFT,
    )
