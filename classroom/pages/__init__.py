"""What a class looks at: phones, console, wall, slips, slides, paper."""
