"""All behaviour, as small pure functions: numbers in, numbers out; no objects, no clock, no files, no hidden state."""
