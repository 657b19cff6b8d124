"""What it costs to plan a maze as a funnel: forecasts and budgets of a fitted linear funnel against those that know the maze."""
