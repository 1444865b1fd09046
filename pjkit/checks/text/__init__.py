"""Checks that read the departments' own words: a reading layer (``reading``, ``quantities``), then one idea a module.

The words are untrusted and long, so every pattern here takes time that grows with their length only.
"""
