"""Runs notebooks, exports pages, writes outputs. Never scores."""
