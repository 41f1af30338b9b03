"""The networks in the back-office."""
