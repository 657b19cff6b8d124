"""What a run can teach: attribution, missing evidence, deal autopsies, twins, and what they say in plain sentences."""
