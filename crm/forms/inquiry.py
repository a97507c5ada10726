"""What visitors fill in to ask the academy."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from accounts.models import User
from catalog.models.pages import COURSE_LANGUAGES
from crm.arrival import UTM, Origin, clean_referrer, origin_of, source_of, utm_in
from crm.consents import SENTENCES
from crm.forms.fields import CoursesField, PhoneField
from crm.models import ContactConsent, ContactTime
from crm.services import Interest

Purpose = ContactConsent.Purpose

# What makes an inquiry another one: see `crm.spam`.
TYPED = ("name", "phone", "email", "language", "contact_time", "message")


class InquiryForm(forms.Form):
    all_optional = True  # what is needed says so; five times “(optional)” helps nobody

    name = forms.CharField(
        label=_("Your name"),
        max_length=150,
        error_messages={"required": _("Please tell us your name.")},
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    phone = PhoneField(label=_("Phone"))
    email = forms.EmailField(
        label=_("Email"),
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    courses = CoursesField(label=_("Courses you are interested in"))
    message = forms.CharField(
        label=_("What would you like to know?"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    contact_time = forms.ChoiceField(
        label=_("When may we call?"),
        choices=ContactTime.choices,
        initial=ContactTime.ANY,
        required=False,
    )
    language = forms.ChoiceField(
        label=_("Language you would like to speak"),
        choices=[("", _("No preference")), *COURSE_LANGUAGES],
        required=False,
    )
    consent_inquiry = forms.BooleanField(
        label=SENTENCES[Purpose.INQUIRY],
        error_messages={
            "required": _("Without this we may not answer. Please tick it.")
        },
    )
    consent_news = forms.BooleanField(label=SENTENCES[Purpose.NEWS], required=False)
    consent_messaging = forms.BooleanField(
        label=SENTENCES[Purpose.MESSAGING], required=False
    )
    page = forms.CharField(required=False, widget=forms.HiddenInput)
    referrer = forms.CharField(required=False, widget=forms.HiddenInput)
    utm_source = forms.CharField(required=False, widget=forms.HiddenInput)
    utm_medium = forms.CharField(required=False, widget=forms.HiddenInput)
    utm_campaign = forms.CharField(required=False, widget=forms.HiddenInput)
    utm_term = forms.CharField(required=False, widget=forms.HiddenInput)
    utm_content = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("auto_id", "ask-%s")  # a page may have other forms
        super().__init__(*args, **kwargs)
        courses: Any = self.fields["courses"]
        courses.offer()

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        if not ({"phone", "email"} & {*self.errors}) and not (
            given.get("phone") or given.get("email")
        ):
            self.add_error(
                "phone",
                _("Give a phone number or an email address, so that we can answer."),
            )
        return given

    def clean_page(self) -> Origin:
        number = self.cleaned_data["page"]
        is_number = number.isascii() and number.isdigit() and len(number) < 10
        page = Page.objects.filter(pk=number).first() if is_number else None
        return origin_of(page)

    def clean_referrer(self) -> str:
        return clean_referrer(self.cleaned_data["referrer"])

    @property
    def content(self) -> dict[str, Any]:
        """What the person typed and chose, without what the site put there."""
        given = self.cleaned_data
        return {
            **{name: given[name] for name in TYPED},
            "courses": sorted(course.pk for course in given["courses"]),
            "consents": sorted(self.consents),
        }

    @property
    def consents(self) -> dict[str, str]:
        """Map what was agreed to onto the sentence that the person saw."""
        return {
            purpose: str(wording)
            for purpose, wording in SENTENCES.items()
            if self.cleaned_data[f"consent_{purpose}"]
        }

    @property
    def origin(self) -> Origin:
        origin: Origin = self.cleaned_data["page"]
        return origin

    def arguments(self) -> dict[str, Any]:
        """Return what `crm.services.capture` is called with."""
        given, utm = self.cleaned_data, utm_in(self.cleaned_data)
        return {
            "name": given["name"],
            "phone": given["phone"],
            "email": given["email"],
            "language": given["language"],
            "contact_time": given["contact_time"] or ContactTime.ANY,
            "source": source_of(utm),
            "channel": self.origin.channel,
            "consents": self.consents,
            "interest": Interest(
                courses=list(given["courses"]),
                message=given["message"],
                campaign=utm.get("campaign", ""),
                utm=utm,
                page=self.origin.page,
                referrer=given["referrer"],
            ),
        }


def first_form(
    user: Any, origin: Origin, parameters: Any, referrer: str = ""
) -> InquiryForm:
    """Return the form as it is first shown: with what the site knows already."""
    utm = utm_in(parameters)
    initial: dict[str, Any] = {f"utm_{name}": utm.get(name, "") for name in UTM}
    initial["referrer"] = referrer
    if origin.page is not None:
        initial["page"] = origin.page.pk
    if origin.course is not None:
        initial["courses"] = [origin.course.pk]
    if isinstance(user, User):
        initial |= {"name": str(user), "email": user.email, "phone": user.phone}
    return InquiryForm(initial=initial)
