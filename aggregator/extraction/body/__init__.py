"""Which lines of the page are the article."""
