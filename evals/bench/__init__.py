"""Measurements that can be run again: what the project's documents say of quality and speed comes from here."""
