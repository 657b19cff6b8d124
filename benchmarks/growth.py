"""From a thousand accounts to a million: how time grows, and whether memory stays flat when only outcomes are kept."""

import json
import math
import subprocess
import sys
from pathlib import Path
from typing import Any

SIZES = (1_000, 10_000, 100_000, 1_000_000)
CODE = """
import json, sys, time
from benchmarks.threads import one_run
size, repetitions = int(sys.argv[1]), int(sys.argv[2])
one_run("baton_pass", 100)(0)
work, times = one_run("baton_pass", size), []
for k in range(repetitions):
    start = time.thread_time()
    work(1 + k)
    times.append(time.thread_time() - start)
peak = next(line.split()[1] for line in open("/proc/self/status") if line.startswith("VmHWM"))
print(json.dumps([min(times), int(peak) / 1024]))
"""


def run(quick: bool = False) -> dict[str, Any]:
    """Return CPU seconds and peak memory by number of accounts, and the exponent of time between the ends."""
    sizes = SIZES[:-1] if quick else SIZES
    seconds, memory = {}, {}
    for size in sizes:
        repetitions = max(1, min(5, 100_000 // size))
        done = subprocess.run(
            [sys.executable, "-c", CODE, str(size), str(repetitions)],
            capture_output=True, text=True, check=True, cwd=Path(__file__).resolve().parent.parent,
        )  # fmt: skip
        seconds[size], memory[size] = json.loads(done.stdout.splitlines()[-1])
    first, last = sizes[0], sizes[-1]
    return {
        "exponent": round(math.log(seconds[last] / seconds[first]) / math.log(last / first), 3),
        "cpu_seconds": {str(size): round(seconds[size], 3) for size in sizes},
        "peak_memory_mb": {str(size): round(memory[size], 1) for size in sizes},
        "memory_last_over_first": round(memory[last] / memory[first], 3),
    }
