"""Where data come from: parameter files, rubric files, CSV folders and workbooks → checked nouns."""
