"""WORDS and the way out: templates, composing, channels, sending."""
