"""What demand reads, each page in a handful of queries however much there is."""
