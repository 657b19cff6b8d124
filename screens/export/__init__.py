"""Pictures and pages to take away."""
