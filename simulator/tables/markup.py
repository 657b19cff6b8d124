"""XML looked at before it is read, by its parser alone, which holds nothing: how deep, how many elements, how much in one place."""

from collections.abc import Callable, Mapping
from typing import IO, Final
from xml.parsers import expat

from buyermaze.simulator.core.errors import InputProblem
from buyermaze.simulator.tables.limits import Limits

MOST_DEPTH: Final = 100  # elements within elements; logs and workbooks have about ten
MOST_BESIDE: Final = 150_000  # elements that belong to no row; a workbook may have 64,000 formats; assumption
BYTES_PER_CHARACTER: Final = 6  # as &#x41; is written
BLOCK: Final = 1 << 16


def look_over(
    file: IO[bytes],
    label: str,
    kind: str,
    limits: Limits,
    in_rows: frozenset[str] | None = None,
    beside: Callable[[str, Mapping[str, str]], None] | None = None,
) -> None:
    """Refuse what would unfold when it is read, asked of the parser itself and so in whatever encoding it stands.

    Parameters
    ----------
    file
        The unpacked bytes.
    label, kind
        What to call it in messages, and what it should be.
    limits
        Of the file.
    in_rows
        Names of the elements that rows are made of; few others are then allowed.
    beside
        Told the name and attributes of these few.

    Raises
    ------
    InputProblem
        For XML that is broken, a document type, elements too deep or too many, and more in one place than a cell may hold.
    """
    parser = expat.ParserCreate()
    depth = n_elements = n_beside = n_read = begun = 0
    most_in_one_place = BYTES_PER_CHARACTER * limits.most_characters

    def refuse_document_type(*_: object) -> None:
        raise InputProblem(f"'{label}': document type declarations are not read; remove it")

    def check_place(now: int) -> None:
        if now - begun > most_in_one_place:
            raise InputProblem(
                f"'{label}': more than {limits.most_characters:,} characters in one place; that is no table"
            )

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal depth, n_elements, n_beside, begun
        check_place(parser.CurrentByteIndex)
        depth, n_elements, begun = depth + 1, n_elements + 1, parser.CurrentByteIndex
        if depth > MOST_DEPTH:
            raise InputProblem(f"'{label}': elements within elements, more than {MOST_DEPTH} deep; that is no table")
        limits.check_elements(label, n_elements)
        if in_rows is not None and name.rpartition(":")[2] not in in_rows:
            n_beside += 1
            if n_beside > MOST_BESIDE:
                raise InputProblem(f"'{label}': more than {MOST_BESIDE:,} formats and the like; save its rows as .csv")
            if beside is not None:
                beside(name.rpartition(":")[2], attributes)

    def end(*_: object) -> None:
        nonlocal depth, begun
        check_place(parser.CurrentByteIndex)
        depth, begun = depth - 1, parser.CurrentByteIndex

    parser.StartDoctypeDeclHandler, parser.StartElementHandler, parser.EndElementHandler = (
        refuse_document_type,
        start,
        end,
    )
    try:
        while block := file.read(BLOCK):
            parser.Parse(block, False)
            n_read += len(block)
            check_place(n_read - len(block))
        parser.Parse(b"", True)
    except InputProblem:
        raise
    except (expat.ExpatError, LookupError, ValueError) as error:
        raise InputProblem(f"'{label}' is no readable {kind} ({error})") from None
