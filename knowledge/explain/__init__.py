"""Argues about a plan: why, why not, what would change it, what if."""
