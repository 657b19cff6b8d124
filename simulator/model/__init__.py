"""The model: rules, steps, the state they change, the parameters they read."""
