"""The demonstration: a generated world, set up by the real commands, sent through the real doors, worked by the real
worker.
"""
