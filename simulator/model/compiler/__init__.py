"""The one place that knows the compiler."""
