"""How Hypothesis runs here: no time limit per example, since the machine may be busy with other things."""

from __future__ import annotations

from hypothesis import settings

settings.register_profile("rules", deadline=None)
settings.load_profile("rules")
