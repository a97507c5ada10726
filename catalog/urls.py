from django.urls import path

from catalog.feeds import NewCoursesFeed

app_name = "catalog"
urlpatterns = [path("feeds/courses/", NewCoursesFeed(), name="feed")]
