"""The body written as text, HTML and Markdown, with its pictures."""
