"""Experiments on the simulator: studies in, tables and answers out; and the command line."""
