"""What is read at the desk: the list, one candidate, figures."""
