"""What the jobs of the shop share."""
