"""What can be read of assessments."""
