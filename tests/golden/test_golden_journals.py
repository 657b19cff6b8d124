"""Results change on purpose only: journals of small runs are pinned by hash."""

import pytest

from tests.golden.cases import NAMES, cases, fingerprint, journal_hash, pinned

ADVICE = (
    "The journal of {case} is not the one on file. If you changed behaviour on purpose, run"
    " 'python -m tests.golden.refresh' and add a 'Results change' line to CHANGELOG.md. If you changed nothing, compare"
    " the machine: exp, log, pow and erfc come from the C library, whose last bits differ between versions of glibc and"
    " between systems; then first check that both engines still agree (tests/identity)."
)


@pytest.mark.parametrize(("organisation", "market"), cases())
def test_the_journal_is_the_one_on_file(organisation: str, market: str) -> None:
    case = f"{organisation}/{market}"
    assert case in pinned(), f"{case} is not on file yet: run 'python -m tests.golden.refresh'"
    assert journal_hash(organisation, market) == pinned()[case], ADVICE.format(case=f"{organisation} in {market}")


@pytest.mark.parametrize(("organisation", "market"), cases())
def test_what_came_later_and_changes_nothing_leaves_the_fingerprint_alone(organisation: str, market: str) -> None:
    """Sweeps, links and kept answers are found by it; parameters that are neutral as shipped belong in ``NEUTRAL``."""
    assert fingerprint(organisation, market) == pinned(NAMES)[f"{organisation}/{market}"]


def test_nothing_on_file_is_forgotten() -> None:
    assert set(pinned()) == set(pinned(NAMES)) == {f"{organisation}/{market}" for organisation, market in cases()}
