"""The `dudao` command."""
