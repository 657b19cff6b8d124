"""How long a million rows of leads take to import, and how much memory; reported in docs/experiments.md.

    python -m benchmarks.imports 1_000_000
"""

import resource
import sys
import tempfile
import time
from pathlib import Path

from buyermaze.experiments.importing.leads import import_leads


def written(folder: Path, n_rows: int) -> Path:
    """Write a list of deals as a CRM exports it, and return where."""
    path = folder / "deals.csv"
    with path.open("w", encoding="utf-8") as file:
        file.write("Deal ID,Deal Name,Create Date,Deal Stage,Amount,Close Date,Owner,Pipeline\n")
        for k in range(n_rows):
            day, stage = 1 + k % 28, ("Closed Won", "Closed Lost", "Proposal")[k % 3]
            end = "" if k % 3 == 2 else f"2025-06-{day:02d} 17:{k % 60:02d}"
            amount = 1000 + k % 90_000
            made = f"2025-03-{day:02d} 09:{k % 60:02d}"
            file.write(f"{10_000_000 + k},Deal {k},{made},{stage},{amount}.00,{end},Owner {k % 50},Sales\n")
    return path


def main() -> None:
    """Print rows, megabytes, seconds, and the most memory that was held."""
    n_rows = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    with tempfile.TemporaryDirectory() as folder:
        path = written(Path(folder), n_rows)
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        told: list[int] = []
        started = time.perf_counter()
        found = import_leads([path], progress=told.append)
        seconds = time.perf_counter() - started
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        print(
            f"{n_rows:,} rows, {path.stat().st_size / 1e6:.0f} MB: {seconds:.0f} s, peak {peak / 1024:.0f} MB "
            f"({before / 1024:.0f} MB before), progress told {len(told)} times; {found.n_won:,} won, {found.n_lost:,} lost"
        )


if __name__ == "__main__":
    main()
