"""THE CLOCKWORK: Prefect flows, their deployments and schedules, and the plain sequences they share with `dudao day`."""
