"""The rubric: groups, indicators and clauses, read strictly from a YAML file."""
