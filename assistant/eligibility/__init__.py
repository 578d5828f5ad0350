"""Minimum qualifications as rules: compiled from the text, decided in three values, explained and cited."""
