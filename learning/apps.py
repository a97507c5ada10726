from django.apps import AppConfig


class LearningConfig(AppConfig):
    name = "learning"

    def ready(self) -> None:
        from learning import outline, receivers, serving  # noqa: F401  (they connect signals)
