"""Compiled code of earlier versions: what has been unused for long goes, so that updates do not fill the disk."""

import os
import re
import shutil
import stat
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import Final

N_KEPT: Final = 4  # folders of other versions that stay however old they are
SECONDS_KEPT: Final = 7 * 86_400.0  # since the last use, in which no folder is taken away however many there are
OURS: Final = re.compile(r"[0-9a-f]{16}")  # the names that our folders have


def tidy(seconds_kept: float = SECONDS_KEPT) -> None:
    """Take away the folders of other versions beside ours, the longest unused first; nobody is told, and no link is followed.

    Nothing happens in a command that used no compiled code.
    """
    used = sys.modules.get("buyermaze.simulator.model.compiler.disk_cache")
    folder = used.cache_folder() if used else None
    if folder is None:
        return
    own = Path(folder)
    with suppress(OSError):
        now = time.time()
        os.utime(own)  # used now; it is no link, which was looked at when it was found
        others = sorted(
            (
                (about.st_mtime, each)
                for each in own.parent.iterdir()
                if OURS.fullmatch(each.name) and each != own and stat.S_ISDIR((about := each.lstat()).st_mode)
            ),
            reverse=True,
        )
        for used_at, each in others[N_KEPT:]:
            if now - used_at > seconds_kept:
                shutil.rmtree(each, ignore_errors=True)

