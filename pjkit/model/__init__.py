"""The nouns everything else speaks: amounts, figures, dossier, settings, scorecard, finding, problem, block."""
