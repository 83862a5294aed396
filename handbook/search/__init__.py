"""The search index: made from the catalogue at build time, read by the browser."""
