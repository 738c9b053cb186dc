"""Whether the page is one article."""
