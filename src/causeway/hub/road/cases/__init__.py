"""A force's work: cases, tasks, notes, and telling the body that protects a child."""
