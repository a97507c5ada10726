from allauth.account.adapter import get_adapter
from allauth.account.stages import LoginStage
from django.http import HttpResponse


class OpenAccountStage(LoginStage):
    """The last step of logging in: the account is open, or the person reads why it is not.

    It comes after the password, the verified address and the second factor, so that only the
    person learns what has become of the account.
    """

    key = "open_account"

    def handle(self) -> tuple[HttpResponse | None, bool]:
        user = self.login.user
        if user.is_active:
            return None, True
        return get_adapter().respond_user_inactive(self.request, user), False
