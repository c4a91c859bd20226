"""What is known of content, and who may look at it."""
