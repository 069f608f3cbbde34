"""No test depends on how fast the machine is."""

from hypothesis import HealthCheck, settings

settings.register_profile(
    "untimed",
    settings(deadline=None, suppress_health_check=[HealthCheck.too_slow]),
)
settings.load_profile("untimed")
