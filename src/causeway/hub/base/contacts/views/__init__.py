"""Pages of contact points."""
