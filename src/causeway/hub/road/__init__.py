"""The steps of the road, in order."""
