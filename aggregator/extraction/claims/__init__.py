"""What the page says of itself for machines."""
