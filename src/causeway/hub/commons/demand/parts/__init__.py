"""The parts of each page, worded from what its query found."""
