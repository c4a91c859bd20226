"""Standard practice, as data: the tasks a case starts with."""
