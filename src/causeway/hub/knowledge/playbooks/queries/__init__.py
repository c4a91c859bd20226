"""What can be read of playbooks."""
