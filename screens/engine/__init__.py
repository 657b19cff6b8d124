"""What the pages ask for: runs, kept and queued."""
