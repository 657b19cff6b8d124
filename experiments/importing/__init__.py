"""Reading a company's own leads, deals and event logs; nothing is dropped without being named."""
