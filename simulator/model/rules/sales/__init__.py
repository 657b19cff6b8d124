"""Rules of selling: time of reps, claims, offers, process, tools, staff."""
