"""What the gradebook counts: categories, weights, the scale, and items that are marked outside."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import IntegrityError, transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from accounts.requests import MemberRequest
from assessment.gradebook.forms import (
    CategoryFormSet,
    ItemForm,
    ItemFormSet,
    ScaleFormSet,
)
from assessment.gradebook.reading import gradebook_of, scale_of
from assessment.lookups import get_grade_item, get_supervised_course
from assessment.models import GradeCategory, GradeItem, GradingScheme
from assessment.services.grade_items import delete_item
from assessment.views.gradebook import enrolments_of
from catalog.models import CoursePage
from common.exceptions import Refused


@never_cache
@login_required
def settings(request: MemberRequest, pk: int) -> HttpResponse:
    course = get_supervised_course(request.user, pk)
    forms = _forms(request, course)
    if request.method == "POST" and all(form.is_valid() for form in forms.values()):
        try:
            changed = _save(course, forms)
        except IntegrityError:
            # Somebody else had the same idea, or two categories change names.
            messages.error(request, _("Two categories have the same name."))
        else:
            messages.success(request, _said(changed))
            return redirect("assessment:gradebook_settings", course.pk)
    return render(
        request,
        "assessment/gradebook/settings.html",
        {"tab": "gradebook", "course": course, **forms},
    )


def _forms(request: MemberRequest, course: CoursePage) -> dict[str, Any]:
    data = request.POST or None
    categories = GradeCategory.objects.filter(course=course)
    return {
        "scale": ScaleFormSet(
            data,
            prefix="scale",
            initial=[
                {"letter": letter, "lowest": lowest}
                for letter, lowest in scale_of(course)
            ],
        ),
        "categories": CategoryFormSet(data, prefix="categories", queryset=categories),
        "items": ItemFormSet(
            data,
            prefix="items",
            queryset=GradeItem.objects.filter(course=course).select_related(
                "quiz", "assignment"
            ),
            categories=list(categories),
        ),
    }


def _save(course: CoursePage, forms: dict[str, Any]) -> int:
    """Keep all of it; return how many students have another result now."""
    before = _results(course)
    with transaction.atomic():
        GradingScheme.objects.update_or_create(
            course=course, defaults={"scale": forms["scale"].steps}
        )
        forms["items"].save()
        for category in forms["categories"].save(commit=False):
            category.course = course
            category.save()
        for category in forms["categories"].deleted_objects:
            category.delete()
    after = _results(course)
    return sum(after[pk] != before.get(pk) for pk in after)


def _results(course: CoursePage) -> dict[int, Any]:
    book = gradebook_of(course, enrolments_of(course))
    return {
        row.enrolment.pk: (row.outcome.percent, row.outcome.letter) for row in book.rows
    }


def _said(changed: int) -> str:
    if not changed:
        return _("Saved. Nobody's result changes.")
    return ngettext(
        "Saved. The result of %(count)d student changes.",
        "Saved. The results of %(count)d students change.",
        changed,
    ) % {"count": changed}


@never_cache
@login_required
def new_item(request: MemberRequest, pk: int) -> HttpResponse:
    course = get_supervised_course(request.user, pk)
    item = GradeItem(
        course=course, position=GradeItem.objects.filter(course=course).count()
    )
    return _edit(request, course, item)


@never_cache
@login_required
def edit_item(request: MemberRequest, pk: int, uuid: UUID) -> HttpResponse:
    course = get_supervised_course(request.user, pk)
    item = get_grade_item(course, uuid)
    if item.source is not None:
        # What it is called and when it is due is said where it is written.
        return redirect("assessment:gradebook_settings", course.pk)
    return _edit(request, course, item)


def _edit(request: MemberRequest, course: CoursePage, item: GradeItem) -> HttpResponse:
    is_new = item.pk is None
    form = ItemForm(request.POST or None, instance=item, course=course)
    if request.method == "POST" and form.is_valid():
        item = form.save()
        messages.success(request, _("Saved: %(title)s.") % {"title": item.title})
        if is_new:
            return redirect("assessment:marks", course.pk, item.uuid)
        return redirect("assessment:gradebook", course.pk)
    return render(
        request,
        "assessment/gradebook/item.html",
        {
            "tab": "gradebook",
            "course": course,
            "item": item,
            "form": form,
            "is_new": is_new,
        },
    )


@require_POST
@login_required
def remove_item(request: MemberRequest, pk: int, uuid: UUID) -> HttpResponse:
    course = get_supervised_course(request.user, pk)
    item = get_grade_item(course, uuid)
    try:
        delete_item(item=item)
    except Refused as refusal:
        messages.error(request, str(refusal.sentence))
    else:
        messages.success(request, _("Deleted: %(title)s.") % {"title": item.title})
    return redirect("assessment:gradebook_settings", course.pk)
