from django.apps import AppConfig


class CRMConfig(AppConfig):
    name = "crm"
    verbose_name = "CRM"

    def ready(self) -> None:
        from crm import receivers  # noqa: F401  (it connects signals)
        from crm.policies import register_policies

        register_policies()
