"""Demand: what comes, how long it waits, what comes of it, and how partners answer each other. Reads only."""
