"""Steps of who else is there: firms, peers, partners, regulation, shocks."""
