"""An .xlsx file, which is a zip of XML parts, read with nothing in it taken on trust."""
