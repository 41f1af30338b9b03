"""
Personal data go when their time is past, and when somebody asks for it.

What each model holds it says itself (office.personal). `clocks` says from when its time runs,
`nightly` lets it run out, `people` erases what is held about one person, and `copies` reaches
what no field is: files, sessions, texts in which somebody is named.
"""
