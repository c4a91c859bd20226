"""What can be read of assessments of capability."""
