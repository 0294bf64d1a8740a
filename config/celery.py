"""The door for background work: each room's tasks.py is found by its app's name.

One task ticks every minute; what is done when stands in the register of works
(docs/decisions/0017-background.md)."""

import os

from celery import Celery
from kombu import Queue

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
app = Celery("journal")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.conf.update(
    # A worker serves its queues in this order: the clock never waits behind printing.
    task_queues=[Queue(name, routing_key=name) for name in ("clock", "celery", "heavy")],
    task_default_queue="celery",
    broker_transport_options={
        "queue_order_strategy": "priority",
        # What nobody acknowledged comes back after the longest time a task may take.
        "visibility_timeout": 35 * 60,
    },
    broker_connection_retry_on_startup=True,
    task_acks_late=True,
    task_reject_on_worker_lost=True,
    task_ignore_result=True,
    task_time_limit=30 * 60,
    worker_prefetch_multiplier=1,
    worker_max_memory_per_child=350_000,  # KiB: above it a child is replaced after its task
    worker_hijack_root_logger=False,
    beat_schedule={
        "tick": {
            "task": "core.tasks.tick",
            "schedule": 60.0,
            "options": {"queue": "clock", "expires": 55},
        },
    },
)
app.autodiscover_tasks()
