"""The page: an executed notebook as one self-contained HTML file."""
