# %% [markdown]
# # Calibrate on the leads of one quarter, predict the wins of the next two months
# Needs the leads and closed deals of a seller funnel as two CSV files; the folder is the first argument. A few minutes.

# %%
import sys
import tempfile
from pathlib import Path

import numpy as np
import pandas as pd

import buyermaze as bm

data = Path(sys.argv[1])
folder = sys.argv[2] if len(sys.argv) > 2 else tempfile.mkdtemp()
found = bm.import_leads([data / "olist_marketing_qualified_leads_dataset.csv", data / "olist_closed_deals_dataset.csv"])
print(*found.sentences(), sep="\n")

# %% [markdown]
# ## Two cohorts by month of first contact
# The one odd lead keeps its result but loses its date, so it belongs to no cohort.

# %%
leads = found.leads
month = leads["first_contact"].dt.strftime("%Y-%m")
before = leads[month.isin(["2018-01", "2018-02", "2018-03"])]
after = leads[month.isin(["2018-04", "2018-05"])]
won_before, won_after = int((before["result"] == "won").sum()), int((after["result"] == "won").sum())
print(f"January to March: {len(before):,} leads, {won_before} won ({won_before / len(before):.3f})")
print(f"April and May: {len(after):,} leads, {won_after} won ({won_after / len(after):.3f})")

# %% [markdown]
# ## Calibrate to January to March
# Two numbers only: the share of leads won, and how long that took (deals closed months later pull the mean up).
# These are small sellers signing up, so the market is the simple one, with one or two people deciding.

# %%
known = bm.known_from_leads(before)
known = {name: known[name] for name in ("lead_win_rate", "days_to_close")}
print({name: (round(value, 4), round(error, 4)) for name, (value, error) in known.items()})
vary = [
    {"path": "market.offer.benefit_mean", "low": -2, "high": 1},
    {"path": "market.group.pace", "low": 0.1, "high": 3, "scale": "log"},
    {"path": "market.demand.share_not_serious", "low": 0.3, "high": 0.95},
    {"path": "market.group.p_give_up_per_person", "low": 0, "high": 1},
]
fit = bm.calibrate(
    "sales_only", known, f"{folder}/fit", vary=vary, market="simple_transactional", n=600, n_accounts=1000
)
print(*fit.sentences(), sep="\n")

# %% [markdown]
# ## Predict April and May
# Every draw of the calibrated model gives a win rate; the number of wins then varies by luck on top.

# %%
rng = np.random.default_rng(0)
rate = fit.predicted["lead_win_rate"].dropna().to_numpy()
by_model = rng.binomial(len(after), np.repeat(rate, 20))
plain = rng.binomial(len(after), rng.beta(won_before + 1, len(before) - won_before + 1, 4000))
table = pd.DataFrame(
    {
        name: [np.median(wins), *np.percentile(wins, [5, 95]), abs(np.median(wins) - won_after)]
        for name, wins in {"calibrated model": by_model, "plain empirical rate": plain}.items()
    },
    index=["wins predicted", "5 %", "95 %", "off by"],
).T
print(table.round(0).astype(int))
print("wins that came:", won_after)
