"""Checks of scores: what the rule allows, what supports them."""
