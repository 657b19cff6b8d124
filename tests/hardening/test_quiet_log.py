"""The log tells what happens, and does not grow by what visitors send."""

import io
import logging
from contextlib import suppress

import pytest

from buyermaze.screens.engine.guard import guards
from buyermaze.screens.engine.logs import AT_ONCE, MORE, SECONDS_APART, SELDOM, Seldom


def record(line: int = 1) -> logging.LogRecord:
    """Return what one place in the program tells."""
    return logging.LogRecord("streamlit", logging.INFO, "file.py", line, "the part with id %s is gone", ("0a",), None)


def test_a_place_in_the_program_tells_a_few_lines_and_one_a_minute_from_then_on() -> None:
    now = [0.0]
    seldom = Seldom(lambda: now[0])
    told = [each for each in (record() for _ in range(10_000)) if seldom.filter(each)]
    assert len(told) == AT_ONCE and seldom.filter(record(2))
    assert [each.getMessage().endswith(MORE) for each in told] == [False] * (AT_ONCE - 1) + [True]
    now[0] += 10 * SECONDS_APART
    assert sum(seldom.filter(record()) for _ in range(10_000)) == 10


def test_forms_that_are_none_fill_no_log(caplog: pytest.LogCaptureFixture) -> None:
    from python_multipart.multipart import MultipartParser

    guards()
    SELDOM._told.clear()
    for _ in range(200):
        with suppress(ValueError):
            MultipartParser(b"x").write(b"no form")
    assert 0 < len(caplog.records) <= AT_ONCE


@pytest.mark.parametrize("late", [False, True])
def test_what_streamlit_tells_of_forged_messages_stays_short(monkeypatch: pytest.MonkeyPatch, late: bool) -> None:
    from streamlit import logger

    guards()
    assert logging.getLogger("asyncio").filters.count(SELDOM) == 1  # which tells of sockets that are hung up
    own = logger.get_logger(f"streamlit.of_a_test_{late}")
    if late:
        logger.update_formatter()  # as its settings are read
    assert own.filters.count(SELDOM) == 1
    page = io.StringIO()
    monkeypatch.setattr(own.streamlit_console_handler, "stream", page)  # type: ignore[attr-defined]
    monkeypatch.setattr(own, "disabled", False)
    SELDOM._told.clear()
    for k in range(1000):
        own.error("forged %s", k)
    assert len(page.getvalue().splitlines()) == AT_ONCE
