"""The production web server: a few processes of several threads each.

Everything is taken from the environment, so that the demo, Docker and bare metal share this file.
"""

import gc
import os
from pathlib import Path
from typing import Any

bind = os.environ.get("BIND", "127.0.0.1:8000")
workers = int(os.environ.get("WEB_WORKERS", "2"))
threads = int(os.environ.get("WEB_THREADS", "4"))
worker_class = "gthread"
# Longer than what browsers and reverse proxies keep a connection open: they close it, not we.
keepalive = 75
timeout = 60
graceful_timeout = 15
# The workers' sign of life is a file; on a slow disk it would make them look dead.
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() else None
accesslog = os.environ.get("ACCESS_LOG") or None
# The path alone: what follows the "?" may be a child's name somebody searched for, and the referrer
# repeats it.
access_log_format = '%(h)s %(t)s "%(m)s %(U)s" %(s)s %(b)s %(M)sms'
errorlog = "-"
loglevel = os.environ.get("WEB_LOG_LEVEL", "warning")
forwarded_allow_ips = os.environ.get("FORWARDED_ALLOW_IPS", "127.0.0.1")


def post_worker_init(worker: Any) -> None:
    """What was loaded at the start stays for ever: the collector need not walk through it at every
    large page (a quarter of the journal page's time), and comes less often."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 20, 50)
