"""The back-office of cooperation: rows of projects, filters, what is still missing."""
