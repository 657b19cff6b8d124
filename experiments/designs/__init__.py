"""Which points of a factor space are visited, and which points share their luck."""
