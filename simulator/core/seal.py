"""A seal on a file: the digest of all its bytes, written into the file itself where a blank was left for it.

It is looked at before anything reads the file, so that damage is found wherever it lies and no reader is fed with it.
"""

import hashlib
import json
from collections.abc import Mapping
from typing import Any, Final

TAG: Final = b"buyermaze-seal:"
N_DIGITS: Final = 32
MOST_BYTES: Final = 1_000_000_000  # of a sealed file, which is read whole; a part of a sweep has some millions; assumption
BLANK: Final = TAG + b"0" * N_DIGITS
FIELD: Final = "seal"
KEY: Final = b"buyermaze.seal"  # of the seal in the metadata of a Parquet file


def sealed(content: bytes) -> bytes:
    """Return content in which the blank seal is filled in."""
    place = content.rindex(BLANK) + len(TAG)
    digest = hashlib.blake2b(content, digest_size=N_DIGITS // 2).hexdigest().encode()
    return content[:place] + digest + content[place + N_DIGITS :]


def is_whole(content: bytes) -> bool:
    """Tell whether content carries a seal and is what it was when it was sealed."""
    place = content.rfind(TAG)
    if place < 0:
        return False
    place += len(TAG)
    digest = hashlib.blake2b(content[:place], digest_size=N_DIGITS // 2)
    digest.update(b"0" * N_DIGITS)
    digest.update(content[place + N_DIGITS :])
    return content[place : place + N_DIGITS] == digest.hexdigest().encode()


def sealed_json(content: Mapping[str, Any]) -> bytes:
    """Return content as JSON under a seal; the same content gives the same bytes."""
    text = json.dumps({**content, FIELD: BLANK.decode()}, indent=1, ensure_ascii=False, sort_keys=True)
    return sealed((text + "\n").encode())


def unsealed_json(content: bytes) -> dict[str, Any] | None:
    """Return what ``sealed_json`` was given, or None if that cannot be had from these bytes."""
    if not is_whole(content):
        return None
    try:
        found = json.loads(content)
    except (ValueError, RecursionError):
        return None
    return {key: value for key, value in found.items() if key != FIELD} if isinstance(found, dict) else None
