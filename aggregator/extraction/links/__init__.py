"""Where the page points: regions, teasers, recommended and neighbouring articles."""
