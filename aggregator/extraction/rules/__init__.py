"""A site's own selectors."""
