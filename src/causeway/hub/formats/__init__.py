"""How days and moments are written in each language, for what Django does not write as people do."""
