"""The headline, told from the name of the site."""
