from django.apps import AppConfig


class CommonConfig(AppConfig):
    name = "common"

    def ready(self) -> None:
        from common import block_fields, checks  # noqa: F401

        block_fields.register()
