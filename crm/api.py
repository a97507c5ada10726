"""`POST /api/v1/crm/inquiries`: partners and campaigns send inquiries. See docs/inquiries-api.md."""

import uuid
from typing import Any, cast

from django.core.cache import cache
from django.utils.translation import gettext as _
from rest_framework import serializers
from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.exceptions import AuthenticationFailed, ValidationError
from rest_framework.parsers import JSONParser
from rest_framework.permissions import IsAuthenticated
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.throttling import SimpleRateThrottle
from rest_framework.views import APIView

from catalog.models import CoursePage
from catalog.models.pages import COURSE_LANGUAGES
from common.exceptions import Refused
from crm import phones
from crm.arrival import UTM, clean_referrer
from crm.models import ContactConsent, ContactTime, CRMSettings, Inquiry, PartnerKey
from crm.services import Interest, capture, find_key, note_use
from crm.spam import DAY, fingerprint

MOST_COURSES = 20


class Partner:
    """Who asks with a key. Not a user: nothing of the site opens to it."""

    is_authenticated = True

    def __init__(self, key: PartnerKey) -> None:
        self.key = key


class KeyAuthentication(BaseAuthentication):
    def authenticate(self, request: Request) -> tuple[Any, Any]:
        scheme, _space, secret = (
            get_authorization_header(request).decode("latin-1").partition(" ")
        )
        key = find_key(secret.strip()) if scheme.lower() == "bearer" else None
        if key is None:
            raise AuthenticationFailed(
                _("Send a key in use: Authorization: Bearer <key>.")
            )
        return Partner(key), key

    def authenticate_header(self, request: Request) -> str:
        return "Bearer"


class KeyThrottle(SimpleRateThrottle):
    """So many a minute for each key: a fair's whole afternoon, not a flood."""

    scope = "crm.inquiries"
    rate = "120/min"

    def get_cache_key(self, request: Request, view: Any) -> str:
        return f"crm.inquiries.{request.auth.pk}"


class InquirySerializer(serializers.Serializer[Any]):
    name = serializers.CharField(max_length=150)
    phone = serializers.CharField(max_length=32, required=False, allow_blank=True)
    email = serializers.EmailField(required=False, allow_blank=True)
    language = serializers.ChoiceField(COURSE_LANGUAGES, required=False)
    contact_time = serializers.ChoiceField(ContactTime.choices, required=False)
    courses = serializers.ListField(
        child=serializers.CharField(max_length=32),
        required=False,
        max_length=MOST_COURSES,
    )
    message = serializers.CharField(max_length=2000, required=False, allow_blank=True)
    campaign = serializers.CharField(max_length=120, required=False, allow_blank=True)
    utm = serializers.DictField(
        child=serializers.CharField(max_length=120, allow_blank=True), required=False
    )
    referrer = serializers.CharField(max_length=500, required=False, allow_blank=True)
    consents = serializers.DictField(
        child=serializers.CharField(max_length=300), required=False
    )

    def validate_phone(self, phone: str) -> str:
        if phone and not phones.normalise(phone, CRMSettings.load().phone_region):
            raise ValidationError(_("This is not a phone number."))
        return phone

    def validate_courses(self, codes: list[str]) -> list[CoursePage]:
        offered = CoursePage.objects.offered().filter(code__in=codes)
        by_code = {course.code: course for course in offered}
        if unknown := [code for code in codes if code not in by_code]:
            raise ValidationError(
                _("No course has the code “%(code)s”.") % {"code": unknown[0]}
            )
        return list(by_code.values())

    def validate_utm(self, utm: dict[str, str]) -> dict[str, str]:
        return _only(utm, UTM)

    def validate_consents(self, consents: dict[str, str]) -> dict[str, str]:
        return _only(consents, ContactConsent.Purpose.values)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        for name in self.initial_data:
            if name not in self.fields:
                raise ValidationError({name: [_("There is no such field.")]})
        if not (attrs.get("phone") or attrs.get("email")):
            raise ValidationError({"phone": [_("Give a phone number or an email.")]})
        return attrs


def _only(given: dict[str, str], known: Any) -> dict[str, str]:
    if unknown := [name for name in given if name not in known]:
        raise ValidationError(
            _("“%(name)s” is not one of %(known)s.")
            % {"name": unknown[0], "known": ", ".join(known)}
        )
    return given


class InquiriesView(APIView):
    """Takes one inquiry. Whether the person was known is never told."""

    authentication_classes = [KeyAuthentication]
    permission_classes = [IsAuthenticated]
    throttle_classes = [KeyThrottle]
    parser_classes = [JSONParser]
    renderer_classes = [JSONRenderer]

    def post(self, request: Request) -> Response:
        key = cast(PartnerKey, request.auth)
        reference = _reference(request)
        inquiry = InquirySerializer(data=request.data)
        inquiry.is_valid(raise_exception=True)
        is_repeated = _is_repeated(key, reference, request.data)
        try:
            capture(**_arguments(key, inquiry.validated_data, reference))
        except Refused as refusal:
            raise ValidationError({"detail": refusal.sentence}) from refusal
        note_use(key=key)
        # The same answer for everybody: a key must not be a way to ask who is known here.
        answer = {"status": "received", "reference": str(reference)}
        return Response(answer, status=200 if is_repeated else 201)


def _reference(request: Request) -> uuid.UUID:
    """Return what the partner calls this inquiry, or a name for it."""
    given = request.headers.get("Idempotency-Key", "")
    if not given:
        return uuid.uuid4()
    try:
        return uuid.UUID(given)
    except ValueError as error:
        raise ValidationError(
            {"Idempotency-Key": [_("Send a UUID, a new one for each inquiry.")]}
        ) from error


def _is_repeated(key: PartnerKey, reference: uuid.UUID, sent: Any) -> bool:
    """Whether this was sent before. Other words under the same name are a mistake to be told of."""
    name, mark = f"crm.api.{key.pk}.{reference}", fingerprint(sent)
    if cache.add(name, mark, DAY):
        return False
    if cache.get(name) != mark:
        raise ValidationError(
            {
                "Idempotency-Key": [
                    _("Another inquiry was sent with this key. Use a new one.")
                ]
            }
        )
    return True


def _arguments(
    key: PartnerKey, given: dict[str, Any], reference: uuid.UUID
) -> dict[str, Any]:
    utm = given.get("utm", {})
    return {
        "name": given["name"],
        "phone": given.get("phone", ""),
        "email": given.get("email", ""),
        "language": given.get("language", ""),
        "contact_time": given.get("contact_time", ContactTime.ANY),
        "source": key.source,
        "channel": Inquiry.Channel.API,
        "consents": given.get("consents", {}),
        # Partners choose these names: those of one must not meet another's.
        "request_key": uuid.uuid5(reference, f"crm.partner.{key.pk}"),
        "interest": Interest(
            courses=given.get("courses", []),
            message=given.get("message", ""),
            campaign=given.get("campaign") or utm.get("campaign") or key.campaign,
            utm=utm,
            referrer=clean_referrer(given.get("referrer", "")),
        ),
    }
