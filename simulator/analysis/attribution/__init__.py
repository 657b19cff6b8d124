"""Which touches are given credit, and what they truly caused."""
