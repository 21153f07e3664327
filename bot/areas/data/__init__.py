"""Room: the carried lists of areas; NOTICE.md says where they are from."""
