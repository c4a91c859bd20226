"""How long things are kept, what is held back from erasing, and the run that erases."""
