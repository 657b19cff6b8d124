"""Rules of who else is there: partners and peers."""
