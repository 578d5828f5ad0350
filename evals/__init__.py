"""Evaluation: question sets with gold evidence, and scorers that judge answers by them."""
