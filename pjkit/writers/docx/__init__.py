"""The official Word report: a document of plain nouns and its record → the bytes of report.docx."""
