"""Running a plan so that nothing is lost and nothing is counted twice."""
