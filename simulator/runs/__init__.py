"""Running a scenario: once, in batches, with interventions."""
