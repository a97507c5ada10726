"""Who may work with inquiries. Views, registers, sockets, the API and menus ask here."""

from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from accounts.models import User
from crm.models import (
    CRMSettings,
    FollowUp,
    Inquiry,
    InquiryImport,
    Message,
    RewardPenalty,
    SavedFilter,
)
from crm.querysets import FollowUpQuerySet, InquiryQuerySet, RewardQuerySet
from learning.models import Enrolment


def works_in_crm(user: Any) -> bool:
    """Counselors and admins have a desk; teachers and students have none."""
    return bool(user.is_active and (user.is_admin or user.is_counselor))


def sees_all(user: Any) -> bool:
    """Whether the team's inquiries are open to `user`, not only the own ones."""
    if not works_in_crm(user):
        return False
    return bool(user.is_admin or CRMSettings.load().counselors_see_all)


def visible_inquiries(user: Any) -> InquiryQuerySet:
    """Return the inquiries that `user` may see: counselors their own and those nobody has."""
    inquiries = Inquiry.objects.standing()
    if not works_in_crm(user):
        return inquiries.none()
    if sees_all(user):
        return inquiries
    return inquiries.filter(counselor=user) | inquiries.unassigned()


def get_inquiry_for(user: Any, uuid: UUID | str) -> Inquiry:
    """Return the inquiry if `user` may see it; what was merged leads to what it was merged into."""
    inquiry = Inquiry.objects.filter(uuid=uuid).first()
    if inquiry is not None and inquiry.merged_into_id:
        inquiry = inquiry.merged_into
    found = inquiry and visible_inquiries(user).filter(pk=inquiry.pk).first()
    if found is None:
        raise Http404
    return found


def visible_messages(user: Any) -> QuerySet[Message]:
    """Return the messages of the inquiries that `user` may see, with those merged into them."""
    seen = visible_inquiries(user).values("pk")
    return Message.objects.filter(
        Q(inquiry__in=seen) | Q(inquiry__merged_into__in=seen)
    )


def get_message_for(user: Any, uuid: UUID | str) -> Message:
    found = visible_messages(user).select_related("inquiry", "by", "template")
    return get_object_or_404(found, uuid=uuid)


def may_assign(user: Any) -> bool:
    """Admins give inquiries to anybody; counselors only take what nobody has."""
    return bool(user.is_active and user.is_admin)


def may_erase(user: Any) -> bool:
    return bool(user.is_active and user.is_admin)


def may_import(user: Any) -> bool:
    return works_in_crm(user)


def visible_imports(user: Any) -> QuerySet[InquiryImport]:
    """Return the imports that `user` may look at: the own ones, admins all."""
    if not may_import(user):
        return InquiryImport.objects.none()
    if user.is_admin:
        return InquiryImport.objects.all()
    return InquiryImport.objects.filter(uploaded_by=user)


def may_give_rewards(user: Any) -> bool:
    return bool(
        user.is_active and (user.is_admin or user.is_counselor or user.is_teacher)
    )


def visible_follow_ups(user: Any) -> FollowUpQuerySet:
    """Return the follow-ups of the inquiries that `user` may see, or that were merged into one."""
    follow_ups = FollowUp.objects.all()
    if not works_in_crm(user):
        return follow_ups.none()
    if sees_all(user):
        return follow_ups
    own = Q(inquiry__counselor=user) | Q(inquiry__counselor=None)
    return follow_ups.filter(own)


def visible_filters(user: Any) -> QuerySet[SavedFilter]:
    """Return the saved filters that are offered to `user`: the own and the team's."""
    if not works_in_crm(user):
        return SavedFilter.objects.none()
    offered = SavedFilter.objects.filter(Q(owner=user) | Q(is_shared=True))
    return offered.select_related("owner")


def may_share_filters(user: Any) -> bool:
    return bool(user.is_active and user.is_admin)


def get_filter_of(user: Any, uuid: UUID | str) -> SavedFilter:
    """Return a saved filter that `user` may change: an own one."""
    found = visible_filters(user).filter(owner=user, uuid=uuid).first()
    if found is None:
        raise Http404
    return found


def rewardable_students(user: Any) -> QuerySet[User]:
    """Return the students whom `user` may give rewards and penalties.

    Admins all, counselors those they counsel and those whom nobody counsels (all, where the team's
    inquiries are open to all), teachers who studies in their courses.
    """
    students: QuerySet[User] = User.objects.students().active()
    if not may_give_rewards(user):
        return students.none()
    if sees_all(user):
        return students
    if user.is_counselor:
        return students.filter(
            Q(studentprofile__counselor=user) | Q(studentprofile__counselor=None)
        )
    taught = Enrolment.objects.staying().filter(
        student=OuterRef("pk"), course__teacher_rows__user=user
    )
    return students.filter(Exists(taught))


def visible_rewards(user: Any) -> RewardQuerySet:
    """Return the rewards and penalties that `user` may read in the admin: teachers their own."""
    rewards = RewardPenalty.objects.all()
    if works_in_crm(user) and sees_all(user):
        return rewards
    if user.is_active and user.is_counselor:
        return rewards.filter(
            Q(issued_by=user) | Q(student__studentprofile__counselor=user)
        )
    return rewards.filter(issued_by=user) if may_give_rewards(user) else rewards.none()
