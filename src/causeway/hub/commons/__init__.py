"""What everybody along the road shares: start pages, search, dashboards."""
