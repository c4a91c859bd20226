"""What can be done with assessments."""
