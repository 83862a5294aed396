"""The engine of the handbook: from YAML entries to pages. It knows no site generator."""
