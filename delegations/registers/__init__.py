"""
The registers of gifts, honours and expenses: what they warn of, add up, and print.

`before` finds what somebody was given already, `ideas` what one could give; `warnings` says
before it is saved what speaks against a line; `budgets` and `statement` add up by the database.
"""
