"""One deal: autopsy, causes, replay."""
