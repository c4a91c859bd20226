"""What can be done with assessments of capability."""
