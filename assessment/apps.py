from django.apps import AppConfig


class AssessmentConfig(AppConfig):
    name = "assessment"

    def ready(self) -> None:
        from assessment import receivers  # noqa: F401  (it connects signals)
        from assessment.permissions import register_policies

        register_policies()
