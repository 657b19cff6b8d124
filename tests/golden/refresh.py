"""Pin journals and fingerprints anew, on purpose: ``python -m tests.golden.refresh``."""

import json

from tests.golden.cases import FILE, NAMES, cases, fingerprint, journal_hash


def main() -> None:
    """Write the hashes of all cases."""
    hashes = {f"{organisation}/{market}": journal_hash(organisation, market) for organisation, market in cases()}
    names = {f"{organisation}/{market}": fingerprint(organisation, market) for organisation, market in cases()}
    for file, found in ((FILE, hashes), (NAMES, names)):
        file.write_text(json.dumps(found, indent=2) + "\n", encoding="utf-8")
    print(f"{len(hashes)} journals pinned; add a 'Results change' line to CHANGELOG.md saying what changed and why.")


if __name__ == "__main__":
    main()
