"""Displays of a batch: what the summary notebook calls. From the records only; nothing here computes a score."""
