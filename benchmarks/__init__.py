"""Measurements that take too long for tests: ``python -m benchmarks --list`` says which there are."""


def alone(n_accounts: int) -> dict[str, float | bool]:
    """Return changes that leave about so many accounts to themselves: no warm-up before them, nobody after them."""
    return {"run.n_accounts": n_accounts, "run.weeks_warm_up": 0.0, "run.arrivals_continue": False, "run.n_batches": 1}
