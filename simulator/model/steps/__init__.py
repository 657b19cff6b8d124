"""What each event does to the state: steps read the world, apply rules, write state and journal rows.

Steps never schedule: they leave word of what should happen next (a pause, an errand, a wake-up) and the engine that called
them puts it on its agenda. Both engines call the same steps in the same order.
"""
