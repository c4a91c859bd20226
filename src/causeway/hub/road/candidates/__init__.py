"""A service's reviewer desk: what screening, early warning or a person's report puts before somebody to decide on."""
