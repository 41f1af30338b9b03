"""Import by staff and export of lists: one machine, to which every app adds its resources."""
