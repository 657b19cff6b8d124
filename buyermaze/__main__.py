"""``python -m buyermaze``: the command line."""

from buyermaze.experiments.commands import main

main()
