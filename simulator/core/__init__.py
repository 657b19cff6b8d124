"""Words, phrases, errors, calendar and files: what every room may know."""
