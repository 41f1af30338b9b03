"""The back-office of visits: each page has a module of its own."""
