"""VERBS: one call, one transaction of the caller. Never commits, never reads the clock, never sends."""
