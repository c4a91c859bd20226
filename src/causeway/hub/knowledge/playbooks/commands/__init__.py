"""What can be done with playbooks."""
