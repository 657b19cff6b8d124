"""Bring the simulator in line with numbers a company knows about itself."""
