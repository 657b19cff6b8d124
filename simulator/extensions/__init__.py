"""Parts of your own: what others write is entered here, and found from here, without a fork."""
