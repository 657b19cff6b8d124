"""Steps of selling: waits for reps, claims, offers, process, tools, staff."""
