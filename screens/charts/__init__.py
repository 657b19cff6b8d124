"""Charts: fixed specifications, made once; only data travels when a lever moves."""
