"""The CRM of the demonstration: three hundred inquiries, who of them came to study here, and their scores."""

from collections.abc import Iterable, Sequence
from copy import copy
from dataclasses import replace
from datetime import datetime, timedelta
from random import Random

from django.db.models import F
from django.utils import timezone

from accounts.models import Role, StudentProfile, User
from catalog.models import CoursePage
from crm.facts import facts_then, read_facts
from crm.models import Inquiry, Medium
from crm.services.scoring import Scale
from home.demo.askers import Asker, address_of, ask, asker_named, number_of, plain
from home.demo.funnel import Step, Story
from home.demo.half_year import half_year, reconsider
from home.demo.history import study
from home.demo.inquiries import Told, write
from home.demo.letters import make_templates
from home.demo.office import furnish_office
from home.demo.people import make_person
from home.demo.timelines import write_studies, write_timelines
from learning.models import Enrolment, LessonPage, LessonProgress

# Somebody's first lesson comes so long after they were enrolled, at most.
BEGINS_WITHIN = timedelta(days=9)
COURSE_TAKES = timedelta(weeks=7)
DILIGENT = ("steady", 1.0, 1.4)
# When a closed inquiry is scored: shortly before it closed, as far as these reach.
MOMENTS = [timedelta(days=days) for days in (0, 1, 2, 3, 5, 7, 10, 14, 21, 30, 45, 60)]
SCORES = ["score", "score_reasons", "hand_score", "model_score", "scored_at"]


def make_inquiries(students: Sequence[User], courses: Sequence[CoursePage]) -> None:
    """Write half a year of inquiries and link those who enrolled with their accounts."""
    counselors = list(User.objects.with_role(Role.COUNSELOR).order_by("pk"))
    furnish_office(counselors, courses)
    now = timezone.localtime()
    stories = half_year(now, courses=len(courses))
    names = {student.get_full_name() for student in students}
    askers = list(ask(len(stories), taken=names))
    admissions = Admissions(students, courses, counselors)
    for place, story in enumerate(stories):
        if story.enrolled_at:
            askers[place] = admissions.admit(place, story, askers[place], now)
        if story.channel == Inquiry.Channel.SIGN_UP and not askers[place].student:
            story.channel = Inquiry.Channel.FORM
        askers[place] = _reachable(place, story, askers[place])
    _ask_twice(stories, askers, now)
    told = write(stories, people=counselors, courses=courses, askers=askers)
    write_timelines(told, make_templates())
    write_studies([*students, *admissions.alumni])
    score(told)
    # Rows have their own dates; `auto_now` would claim that all happened today.
    studied = LessonProgress.objects.filter(student__in=admissions.alumni)
    studied.update(updated_at=F("last_studied_at"))
    Inquiry.objects.update(updated_at=F("last_activity_at"))


class Admissions:
    """Gives those who enrolled an account: of a student there is, or of one who was here before."""

    def __init__(
        self,
        students: Sequence[User],
        courses: Sequence[CoursePage],
        counselors: Sequence[User],
    ) -> None:
        self.random = Random(404)
        self.courses = courses
        self.counselors = counselors
        self.password = students[0].password
        self.alumni: list[User] = []
        self.first: dict[int, Enrolment] = {}
        rows = Enrolment.objects.filter(student__in=students)
        for row in rows.select_related("student").order_by("-enrolled_at"):
            self.first[row.student_id] = row
        self.lessons = {
            course.pk: list(
                LessonPage.objects.descendant_of(course).live().order_by("path")
            )
            for course in courses
        }

    def admit(self, place: int, story: Story, asker: Asker, now: datetime) -> Asker:
        """Return who it was; where nobody can have been it, they haven't decided yet."""
        at = story.enrolled_at
        assert at is not None
        if enrolment := self._who_began_after(at):
            return self._link(place, story, enrolment)
        if at < now - COURSE_TAKES:
            return self._alumnus(story, asker, now)
        reconsider(story, now)
        return asker

    def _who_began_after(self, at: datetime) -> Enrolment | None:
        began = [
            row
            for row in self.first.values()
            if at <= row.enrolled_at <= at + BEGINS_WITHIN
        ]
        return min(began, key=lambda row: row.enrolled_at, default=None)

    def _link(self, place: int, story: Story, enrolment: Enrolment) -> Asker:
        """Let the student have been enrolled by this counselor, at the end of the story."""
        at, student = story.steps[-1].at, enrolment.student
        del self.first[student.pk]
        enrolment.enrolled_at = at
        enrolment.source = Enrolment.Source.STAFF
        enrolment.save(update_fields=["enrolled_at", "source"])
        asker = asker_named(
            self.random,
            student.get_full_name(),
            place,
            email=student.email,
            student=student,
        )
        story.courses = story.bought = [
            number
            for number, course in enumerate(self.courses)
            if course.pk == enrolment.course_id
        ]
        is_sign_up = story.channel == Inquiry.Channel.SIGN_UP
        self._complete(story, student, asker, story.asked_at if is_sign_up else at)
        return asker

    def _alumnus(self, story: Story, asker: Asker, now: datetime) -> Asker:
        first, _space, last = asker.name.partition(" ")
        if story.channel == Inquiry.Channel.SIGN_UP:
            story.channel = Inquiry.Channel.FORM
        student = make_person(
            plain(asker.name), first, last, Role.STUDENT, self.password
        )
        self.alumni.append(student)
        at = story.steps[-1].at
        for number in story.bought:
            course = copy(self.courses[number])
            course.capacity = None  # who has completed it has left the place to others
            study(
                self.random,
                student,
                course,
                self.lessons[course.pk],
                DILIGENT,
                at,
                now,
                {each.pk: each.live_revision_id for each in self.lessons[course.pk]},
            )
        studying = Enrolment.objects.filter(student=student)
        studying.update(source=Enrolment.Source.STAFF)
        is_done = not studying.exclude(status=Enrolment.Status.COMPLETED).exists()
        Status = StudentProfile.Status
        done = Status.GRADUATED if len(story.bought) > 1 else Status.COMPLETED
        asker = replace(asker, email=student.email, student=student)
        self._complete(story, student, asker, at, done if is_done else Status.ACTIVE)
        return asker

    def _complete(
        self,
        story: Story,
        student: User,
        asker: Asker,
        joined_at: datetime,
        status: str = StudentProfile.Status.ACTIVE,
    ) -> None:
        student.refresh_from_db()
        seen = student.last_login or joined_at
        User.objects.filter(pk=student.pk).update(
            date_joined=joined_at,
            last_login=max(seen, joined_at + timedelta(hours=5)),
            phone=asker.phone,
        )
        assert story.counselor is not None
        StudentProfile.objects.filter(user=student).update(
            counselor=self.counselors[story.counselor],
            admission_date=timezone.localdate(story.steps[-1].at),
            status=status,
        )


def _reachable(place: int, story: Story, asker: Asker) -> Asker:
    """Nobody was called who left no number, or written to without an address."""
    media = {contact.medium for contact in story.contacts}
    if not asker.email and Medium.EMAIL in media:
        asker = replace(asker, email=address_of(Random(place), asker.name))
    if not asker.phone and media - {Medium.EMAIL, Medium.VISIT}:
        asker = replace(asker, phone=number_of("+91 90000 1", place * 37 % 10_000))
    return asker


def _ask_twice(stories: list[Story], askers: list[Asker], now: datetime) -> None:
    """Somebody who wrote came in too, and was entered anew by the other counselor."""
    place = next(
        place
        for place, story in enumerate(stories)
        if story.planned and story.counselor == 0 and askers[place].phone
    )
    story, asker = stories[place], askers[place]
    at = now - timedelta(hours=2)
    stories.append(
        Story(
            asked_at=at,
            source="walk_in",
            channel="desk",
            campaign="",
            courses=story.courses,
            counselor=1,
            score=0,
            steps=[Step("new", at)],
        )
    )
    askers.append(Asker(name=asker.name.lower(), phone=asker.phone.replace(" ", "")))


def score(told: Iterable[Told]) -> None:
    """Score the open ones as they are now, and the closed ones as they were before they closed."""
    scale, now = Scale.current(), timezone.now()
    inquiries = [each.inquiry for each in told]
    opened = [inquiry for inquiry in inquiries if inquiry.is_open]
    facts = read_facts(opened, now=now)
    for inquiry in opened:
        scale.write(inquiry, facts[inquiry.pk])
        inquiry.scored_at = now
    closed = [inquiry for inquiry in inquiries if not inquiry.is_open]
    for inquiry, known in facts_then(closed, MOMENTS):
        if known:
            scale.write(inquiry, known[-1])
        inquiry.scored_at = inquiry.status_changed_at
    Inquiry.objects.bulk_update(inquiries, SCORES, batch_size=100)
