"""How large the runs are that browser tests look at."""

SMALL = "accounts=100&replications=10"
