"""THE CLOCKWORK: Prefect flows, their deployments and schedules, and the plain sequences shared with `dudao day`."""
