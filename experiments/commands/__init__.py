"""The command line ``buyermaze``."""

from experiments.commands.main import main

__all__ = ["main"]
