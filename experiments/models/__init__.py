"""What a sweep can run: anything that turns values and luck into outcomes."""
