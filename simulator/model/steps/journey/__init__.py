"""Steps of the way to a purchase: arrival, choice, visits, meetings, votes, the end."""
