# %% [markdown]
# # A sweep from a notebook
# Points in as a pandas table, runs out as a pandas table, answers on top. Takes about half a minute.

# %%
import sys
import tempfile

import numpy as np
import pandas as pd

import buyermaze as bm

folder = sys.argv[1] if len(sys.argv) > 1 else tempfile.mkdtemp()

# %% [markdown]
# ## Points of one's own
# One column per parameter, named by its dotted path; an empty cell leaves the scenario's own value.

# %%
points = pd.DataFrame(
    {
        "programme.team.n_reps": [4, 6, 8, None],
        "market.offer.complexity": [0.6, 0.6, 0.6, 1.4],
    }
)
plan = bm.points_study(
    points,
    scenarios=["baton_pass", "merged"],
    changes={"run.n_accounts": 60, "run.weeks_warm_up": 26},
    outcomes=["p_win", "days_to_decision", "profit"],
    replications=4,
)
own = bm.sweep(plan, f"{folder}/own")
print(own.table().groupby(["point", "scenario"], observed=True)[["p_win", "profit"]].mean().round(3))

# %% [markdown]
# ## A design that fills the space, and what it tells
# The same content as a study file, given as a mapping. The folder can be asked while it grows, and again next year.

# %%
study = {
    "schema_version": 1,
    "scenarios": ["baton_pass", "merged"],
    "changes": {"run.n_accounts": 60, "run.weeks_warm_up": 26},
    "factors": [
        {"path": "market.offer.complexity", "low": 0.3, "high": 1.6},
        {"path": "market.group.n_people_mean", "low": 2, "high": 11, "name": "group_size"},
        {"path": "market.demand.share_not_serious", "low": 0.1, "high": 0.9, "name": "share_idle"},
    ],
    "design": {"kind": "latin_hypercube", "n": 48},
    "outcomes": ["days_to_decision", "p_win", "share_regret"],
    "replications": 4,
}
found = bm.sweep(study, f"{folder}/space")
print(found.rows().shape, "rows; complete:", found.is_complete)

# %%
difference = found.means("days_to_decision").diff(axis=1)["merged"]
print("merged minus baton_pass, days to a decision:", difference.describe().round(1).to_dict())
print(np.round(np.quantile(difference, [0.05, 0.5, 0.95]), 1))

# %%
for answer in (bm.flip(found), bm.discover(found)):
    print(*answer.sentences(), sep="\n")
    print()
