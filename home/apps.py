from django.apps import AppConfig
from django.db.models.signals import post_migrate


class HomeConfig(AppConfig):
    name = "home"

    def ready(self) -> None:
        from home import receivers  # noqa: F401
        from home.founding import found_after_migrate

        post_migrate.connect(
            found_after_migrate, sender=self, dispatch_uid="home.founding"
        )
