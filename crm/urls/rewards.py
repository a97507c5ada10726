"""What students see of their rewards and penalties."""

from django.urls import path

from crm.views import own_rewards

app_name = "rewards"
urlpatterns = [
    path("", own_rewards.own_rewards, name="own"),
    path("<uuid:uuid>/appeal/", own_rewards.appeal, name="appeal"),
    path("<uuid:uuid>/appeal/withdraw/", own_rewards.withdraw, name="withdraw"),
]
