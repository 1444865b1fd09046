"""Runs notebooks, computes again what they say, exports pages, writes outputs."""
