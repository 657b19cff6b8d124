"""The reference engine: Mesa agents walk the maze, SimPy keeps time and queues. Readable, steppable, extensible."""
