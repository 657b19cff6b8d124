"""The shipped programmes and markets, as YAML files."""
