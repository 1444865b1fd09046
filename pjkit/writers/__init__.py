"""An executed notebook's content → html, docx, xlsx: one folder a format."""
