"""Data and rubric → scorecard. Pure: knows no Jupyter, no HTML, no charts."""
