"""Benchmarks: our speed beside named peers, in the same run; `./dev bench` starts them."""
