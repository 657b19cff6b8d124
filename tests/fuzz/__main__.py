"""Try very many inputs: ``python -m tests.fuzz --inputs 100000 --seed 7``; pairs of bounds with ``--pairs 5000``."""

import argparse
import collections
import re
import sys

from buyermaze.simulator.inputs.reading.loading import load
from tests.fuzz.bounds import problems
from tests.fuzz.fuzzing import Found, tried


def main() -> int:
    """Run the fuzzers, print what was wrong, and leave with 1 if anything was."""
    reader = argparse.ArgumentParser(description=__doc__)
    reader.add_argument("--inputs", type=int, default=10_000, help="hostile inputs to try")
    reader.add_argument("--first", type=int, default=0, help="number of the first input, to go on where a run ended")
    reader.add_argument("--seed", type=int, default=1, help="root of all damage")
    reader.add_argument("--pairs", type=int, default=0, help="pairs of bounds to run")
    given = reader.parse_args()
    kinds: collections.Counter[str] = collections.Counter()
    first: dict[str, Found] = {}
    for number in range(given.first, given.first + given.inputs):
        found = tried(given.seed, number)
        if found is not None:
            kind = f"{found.door}: {re.sub('[0-9]+', 'N', found.said.strip().splitlines()[-1][:120])}"
            kinds[kind] += 1
            first.setdefault(kind, found)
            print(f"number {number}: {kind}", file=sys.stderr, flush=True)
        if number and number % 10_000 == 0:
            print(f"{number:,} inputs, {kinds.total()} taken wrongly", file=sys.stderr, flush=True)
    for kind, n in kinds.most_common():
        found = first[kind]
        print(f"{n} x {kind}\n  seed {found.seed}, number {found.number}, {found.content[:80]!r}\n{found.said}")
    n_runs, wrong = problems(load("merged"), given.pairs, given.seed) if given.pairs else (0, [])
    for line in wrong:
        print(line)
    print(f"{given.inputs:,} inputs, {kinds.total()} taken wrongly; {n_runs:,} runs at bounds, {len(wrong)} wrong")
    return int(bool(kinds or wrong))


if __name__ == "__main__":
    sys.exit(main())
