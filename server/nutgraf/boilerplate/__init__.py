"""Spotting: what each block of the main content is, and why."""
