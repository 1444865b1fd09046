"""Checks of figures: sums, balances, units, people, amounts a head."""
