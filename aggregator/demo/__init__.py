"""Two small sites that come with the project, and a crawl of them over loopback: the first thing to try."""
