"""The commands for editors, translators and CI, by the kind of work that they help with."""
