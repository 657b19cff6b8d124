"""What steps write down: accounts, rows of the journal, what the seller sees."""
