"""What happened, row by row, and how it reads."""
