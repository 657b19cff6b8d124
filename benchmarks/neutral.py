"""What happenings cost that are off: the engine beside one whose rules of happenings are gone, same journal, CPU time in turn.

The other engine is made of the same sources: in a copy, each rule by which a happening is entered says at once what it says where
the happening is off (``GONE``). Both are compiled whole, each in a process of its own, and take turns.
"""

import ast
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any, Final

ROOT: Final = Path(__file__).resolve().parent.parent
COPIED: Final = ("buyermaze", "simulator", "scenarios", "experiments", "benchmarks")
GONE: Final = {
    "steps/sales/anticipation.py": {"prepare": "0.0", "put_before": "0.0"},
    "steps/journey/assistant.py": {"asks_assistant": "False", "go_through_answers": "None"},
    "steps/journey/blockers.py": {"foresee": "None", "stand_up": "False"},
    "steps/marketing/campaign.py": {"joins_campaign": "False"},
    "steps/sales/logging.py": {"is_logged": "True"},
    "steps/sales/process.py": {"insist": "False"},
    "steps/buyers/ideas.py": {"meet_idea": "match", "tell_of_idea": "None"},
    "steps/buyers/impression.py": {"leave_impression": "None"},
    "steps/environment/peers.py": {"acquaint": "None", "tell_of_links": "None", "hear_from_acquaintances": "None", "can_tell": "None"},
    "steps/environment/partners.py": {"steer": "False"},
    "steps/sales/offers.py": {"offer_pilot": "None", "look_at_pilot": "None", "settle_terms": "False"},
    "steps/marketing/outbound.py": {"joins_outbound": "False"},
    "steps/customers/service.py": {
        "hours_late": "0.0", "deliver": "0.0", "bill": "None", "change_contract": "None", "meet_customers": "False",
        "listen_to_customer": "None",
    },
    "steps/sales/tools.py": {
        "hours_spared": "0.0", "work_with_tool": "float(w.params[0].visit_hours[w.people[g, i].channel])",
        "come_by_tool": "None", "settling": "0.0",
    },
    "rules/marketing/cold.py": {"is_cold": "False"},
    "rules/buyers/ideas.py": {"turned": "subject"},
    "steps/environment/regulation.py": {"come_into_force": "None"},
}  # fmt: skip
NAME, N_ACCOUNTS, RUNS = "merged", 1000, 3


def without(source: str, gone: dict[str, str]) -> str:
    """Return a module whose named rules say at once what they say where nothing happens."""
    tree = ast.parse(source)
    left = dict(gone)
    for part in ast.walk(tree):
        if isinstance(part, ast.FunctionDef) and part.name in left:
            part.body = ast.parse(f"return {left.pop(part.name)}").body
    if left:
        raise RuntimeError(f"no rule is called {', '.join(left)}")
    return ast.unparse(tree)


def bare_copy(folder: Path) -> None:
    """Lay a copy of the packages in a folder, from which the rules of happenings are gone."""
    for name in COPIED:
        place = folder / name if name in ("buyermaze", "benchmarks") else folder / "buyermaze" / name
        shutil.copytree(ROOT / name, place, ignore=shutil.ignore_patterns("__pycache__"))
    for file, gone in GONE.items():
        path = folder / "buyermaze" / "simulator" / "model" / file
        path.write_text(without(path.read_text(encoding="utf-8"), gone), encoding="utf-8")


class Engine:
    """A process that answers every line with the CPU seconds of some runs and the hash of their journals."""

    def __init__(self, folder: Path, cache: Path) -> None:
        env = {**os.environ, "PYTHONPATH": str(folder), "BUYERMAZE_CACHE": str(cache)}
        self.process = subprocess.Popen(
            [sys.executable, "-m", "benchmarks.neutral"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
            cwd=folder, env=env,
        )  # fmt: skip

    def ask(self) -> tuple[float, str, str]:
        """Return CPU seconds, the hash, and the file that the engine came from."""
        assert self.process.stdin is not None and self.process.stdout is not None
        self.process.stdin.write("go\n")
        self.process.stdin.flush()
        answer = self.process.stdout.readline().split()
        if len(answer) != 3:
            raise RuntimeError("an engine stopped")
        return float(answer[0]), answer[1], answer[2]

    def close(self) -> None:
        """Let the process end."""
        assert self.process.stdin is not None
        self.process.stdin.close()
        self.process.wait()


def serve() -> None:
    """Answer lines until there are no more."""
    import hashlib

    import buyermaze.simulator
    from benchmarks import alone
    from buyermaze.simulator.engines.compiled.driver import run as run_engine
    from buyermaze.simulator.inputs.reading.loading import load
    from buyermaze.simulator.model.parameters import pack
    from buyermaze.simulator.model.rules.luck.draws import run_key

    params = pack(load(NAME).with_changes(alone(N_ACCOUNTS)))
    digest = hashlib.sha256()
    run_engine(params, run_key(1, 0), lambda rows, n: digest.update(rows[:n].tobytes()))
    for _ in sys.stdin:
        start = time.thread_time()
        for replication in range(RUNS):
            run_engine(params, run_key(1, replication), lambda rows, n: None)
        print(time.thread_time() - start, digest.hexdigest(), buyermaze.simulator.__file__, flush=True)


def run(quick: bool = False) -> dict[str, Any]:
    """Return the CPU time of the engine over that of one without happenings: median of turns, and how far turns lie apart."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        bare_copy(folder / "bare")
        engines = [Engine(ROOT, folder / "kept"), Engine(folder / "bare", folder / "kept_bare")]
        try:
            whole, bare = [engine.ask() for engine in engines]
            if whole[1] != bare[1] or whole[2] == bare[2]:
                raise RuntimeError("the engines wrote different journals, or are one and the same")
            turns = []
            for turn in range(5 if quick else 21):
                order = engines if turn % 2 == 0 else engines[::-1]
                times = {id(engine): engine.ask()[0] for engine in order}
                turns.append((times[id(engines[0])], times[id(engines[1])]))
        finally:
            for engine in engines:
                engine.close()
    ratios = sorted(one / other for one, other in turns)
    return {
        "with happenings off, over without them": round(statistics.median(ratios), 3),
        "of the best times": round(min(one for one, _ in turns) / min(other for _, other in turns), 3),
        "half of the turns lie between": f"{ratios[len(ratios) // 4]:.3f} and {ratios[-1 - len(ratios) // 4]:.3f}",
        "turns": len(turns),
        "rules left out": sum(len(rules) for rules in GONE.values()),
        "same journal": True,
    }


if __name__ == "__main__":
    serve()
