"""What to find out: a study names scenarios, factors, a design, outcomes and how much luck to average over."""
