"""The pages of the app: widgets and pictures; every number comes from the simulator."""
