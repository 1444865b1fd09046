"""Charts as inline SVG: each module has pure functions of frozen results that give a Chart or a NoChart."""
