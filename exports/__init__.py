"""Datasets out of the store."""
