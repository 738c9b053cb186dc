"""When the article appeared and was changed."""
