"""Runs: sets put to a configuration of a system, what came of it written down, and scored."""
