"""The back-office of the partnerships: the life of a pact, step by step."""
