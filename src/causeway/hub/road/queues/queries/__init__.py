"""What can be read of queues."""
