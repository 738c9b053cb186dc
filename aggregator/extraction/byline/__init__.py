"""People, source and counts, as pages name them near headline and end."""
