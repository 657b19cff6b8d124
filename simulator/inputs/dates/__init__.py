"""When things change: the clock of a run, calendars, dated changes, and the stretches between them."""
