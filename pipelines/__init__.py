"""The stages an item passes between spider and store."""
