"""Causeway joins the services that first see harm to children with the police and partners who can reach a child."""

__version__ = "0.1.0"
