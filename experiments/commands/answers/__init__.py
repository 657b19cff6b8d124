"""Commands that answer a question about one company."""
