"""Where on its site the article belongs."""
