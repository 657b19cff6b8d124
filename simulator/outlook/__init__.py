"""What plans come to in time: curves with and without a change, and the odds of a target."""
