"""What happens by the clock, in seconds from one time to the next.

Celery beat keeps these times; without a worker `manage.py serve` keeps them itself.
"""

SCHEDULE = {
    "publish what is due": {"task": "catalog.tasks.publish_scheduled", "schedule": 60},
    "submit attempts whose time is up": {
        "task": "assessment.tasks.submit_what_is_over",
        "schedule": 30,
    },
    "send messages that wait": {
        "task": "crm.tasks.send_what_waits",
        "schedule": 60,
    },
    "escalate overdue appeals": {
        "task": "crm.tasks.escalate_overdue_appeals",
        "schedule": 15 * 60,
    },
    "watch follow-ups": {"task": "crm.tasks.watch_follow_ups", "schedule": 5 * 60},
    "forget old imports": {
        "task": "common.tasks.forget_old_imports",
        "schedule": 24 * 60 * 60,
    },
    "forget old searches": {
        "task": "search.tasks.forget_old_searches",
        "schedule": 24 * 60 * 60,
    },
    "clear expired sessions": {
        "task": "accounts.tasks.clear_expired_sessions",
        "schedule": 24 * 60 * 60,
    },
    "score inquiries anew": {
        "task": "crm.tasks.rescore_all",
        "schedule": 24 * 60 * 60,
    },
    "fit the model of scores": {
        "task": "crm.tasks.refit_model",
        "schedule": 7 * 24 * 60 * 60,
    },
    "give out inquiries that wait": {
        "task": "crm.tasks.assign_waiting",
        "schedule": 10 * 60,
    },
}
