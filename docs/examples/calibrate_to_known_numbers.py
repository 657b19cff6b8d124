# %% [markdown]
# # Calibrate to numbers you know
# A company knows a few numbers about itself. Which markets fit them, and what would merging do in all of these?
# Takes about ten seconds.

# %%
import sys
import tempfile

import buyermaze as bm

folder = sys.argv[1] if len(sys.argv) > 1 else tempfile.mkdtemp()

# %% [markdown]
# ## What is known
# A value with its standard error, or a value alone (then 10 % is assumed). Response time and deal value are simply set;
# the others are outcomes that the parameters have to lead to.

# %%
known = {
    "win_rate": (0.20, 0.04),
    "days_to_close": (120, 12),
    "response_hours": 12,
    "deal_value": 150_000,
}
found = bm.calibrate("baton_pass", known, f"{folder}/calibration", n=60, n_accounts=30)
print(*found.sentences(), sep="\n")

# %%
print(found.parameters[["parameter", "median", "low", "high", "narrower"]].round(3))

# %% [markdown]
# ## Carry the uncertainty on
# The written study runs every draw, here with the merged team beside the company as it is.

# %%
bm.write_calibration(found, f"{folder}/calibration", against="merged")
study = bm.planned(f"{folder}/calibration/study.yaml")
swept = bm.sweep(study, f"{folder}/draws", shard=(1, 24))  # a twenty-fourth is enough for an example
difference = swept.means("p_win").diff(axis=1)["merged"]
print(f"merged wins more often in {(difference > 0).sum()} of {len(difference)} markets that fit")
