"""Deadlines that run, warn and escalate. `causeway.timing` computes them; here they are kept, one row a clock."""
