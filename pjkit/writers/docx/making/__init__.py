"""How template.docx is made: the official style (GB/T 9704—2012) as numbers, and the fields in their places."""
