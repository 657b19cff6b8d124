"""Write where differences between buyers come from into the page on validation: ``python -m docs.variance``."""

from pathlib import Path

from benchmarks.variance import CHANGES_BY, ENDS, ORGANISATIONS, run
from buyermaze.experiments.validation.report import KEPT

PAGE = Path(__file__).with_name("validation.md")
PARTS = {
    "account": "the account: who they are, what they need, when chance will end the project",
    "common_luck": "luck after arrival that both organisations share",
    "other_luck": "luck that goes another way under another organisation",
    "organisation": "the organisation",
}


def section() -> str:
    """Return the heading and the table, measured now."""
    found = run()
    lines = [f"| part of the variance | {' | '.join(ENDS)} |", "|---|" + "---|" * len(ENDS)]
    lines += [f"| {said} | " + " | ".join(found[end][part] for end in ENDS) + " |" for part, said in PARTS.items()]
    return (
        f"{KEPT}\n\nWritten by `python -m docs.variance`: {found['real projects']} real projects of the reference market, each run "
        f"four times: under {' and '.join(ORGANISATIONS)}, with its luck after arrival as dealt and dealt anew "
        f"({CHANGES_BY['run.weeks_warm_up']:g} weeks of warm-up). Intervals (95 %) are of projects drawn again.\n\n"
        + "\n".join(lines)
        + "\n"
    )


if __name__ == "__main__":
    head, _, _ = PAGE.read_text(encoding="utf-8").partition(KEPT)
    PAGE.write_text(f"{head.rstrip()}\n\n{section()}", encoding="utf-8")
