"""The engine: what stays true whoever is talking."""

__version__ = "0.1.0"
