"""Commands of many runs: sweeps and what is read off them, calibration, validation."""
