"""The pages of clusters: as graph, table and timeline, two referrals beside each other, and a person's word."""
