"""
In which order people stand, sit, speak and fly their flags: proposed by rule, decided by a person.

`ranks` finds the rank of an office by its words; `order` sorts by rank and tie and then makes the
moves of people again; `lines` makes of one order the receiving line, the speeches, the photograph
and the flags; `shapes` says where the seats of a table are. Everything that is shown or printed
says that it is a proposal, and what of the table nobody could read.
"""
