"""Proofs: what shows that the bridge holds: a whole city, and kill -9 where it hurts."""
