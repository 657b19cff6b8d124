"""The sheets of a scenario, whole: market, programme, run, target, parts of one's own."""
