"""The simulator: inputs, model, engines, journal, outcomes, comparison and analyses."""
