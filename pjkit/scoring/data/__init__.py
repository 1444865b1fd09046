"""The door: what a department handed in, read strictly into a frozen dossier."""
