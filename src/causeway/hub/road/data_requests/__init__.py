"""What a force asks of a service: to preserve, to answer."""
