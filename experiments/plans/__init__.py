"""Plans of runs: from a study, or from a table of design points."""
