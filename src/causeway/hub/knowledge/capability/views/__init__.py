"""Pages of assessments of capability."""
