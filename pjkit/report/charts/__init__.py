"""Charts as drawings: each module has pure functions of frozen results that give a Drawing or a NoDrawing."""
