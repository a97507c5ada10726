from django.apps import AppConfig, apps
from django.db.models.signals import post_migrate, pre_migrate


class SearchConfig(AppConfig):
    name = "search"

    def ready(self) -> None:
        from search import configurations, receivers  # noqa: F401

        index = apps.get_app_config("wagtailsearch")
        pre_migrate.connect(
            configurations.configure_before_migrate,
            sender=index,
            dispatch_uid="search.before",
        )
        post_migrate.connect(
            configurations.configure_after_migrate,
            sender=index,
            dispatch_uid="search.after",
        )
