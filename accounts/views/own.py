"""What people do with their own account, beyond what allauth offers."""

from typing import Any

from allauth.usersessions.internal.flows.sessions import end_sessions
from allauth.usersessions.models import UserSession
from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.forms.profile import StudentForm, TeacherForm, UserProfileForm
from accounts.models import StudentProfile, TeacherProfile, User
from accounts.roles import ensure_profile


@login_required
def profile(request: HttpRequest) -> HttpResponse:
    """Show and change what one says about oneself."""
    # Not `request.user`: the form must not change the person whom the rest of the page greets.
    user = User.objects.get(pk=request.user.pk)
    person_form = UserProfileForm(
        request.POST or None, request.FILES or None, instance=user
    )
    role_form = _role_form(user, request.POST or None)
    used = [form for form in (person_form, role_form) if form is not None]
    valid = [form.is_valid() for form in used]  # each, so that all errors show at once
    if request.method == "POST" and all(valid):
        for form in used:
            form.save()
        messages.success(request, _("Your profile is saved."))
        return redirect("accounts:profile")
    if request.method == "POST":
        messages.error(request, _("Something is not right yet: see the fields below."))
    return render(
        request,
        "accounts/profile.html",
        {
            "person_form": person_form,
            "role_form": role_form,
            # As stored: a picture that was refused is not shown back.
            "person": request.user,
        },
    )


def _role_form(user: User, data: Any) -> forms.ModelForm[Any] | None:
    profile = ensure_profile(user)
    if isinstance(profile, TeacherProfile):
        return TeacherForm(data, instance=profile, prefix="teacher")
    if isinstance(profile, StudentProfile):
        return StudentForm(data, instance=profile, prefix="student")
    return None


@require_POST
@login_required
def end_session(request: HttpRequest, pk: int) -> HttpResponse:
    """End one of the own sessions; if it is this one, that is logging out."""
    session = get_object_or_404(UserSession, pk=pk, user=request.user)
    end_sessions(request, [session])
    messages.success(request, _("That session has ended."))
    if not request.user.is_authenticated:
        return redirect("account_login")
    return redirect("usersessions_list")
