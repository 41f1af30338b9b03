"""The larger pages of this room in the back-office; the admin classes stand in directory.admin."""
