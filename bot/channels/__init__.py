"""Door: the platforms that carry messages, one module or package each, strangers to each other."""
