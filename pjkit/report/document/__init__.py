"""The report as an official document: its chapters from the data, beside the department's own words."""
