"""Gunicorn, which serves the pages. Each number can be set from the environment."""

import os

bind = os.environ.get("BIND", "0.0.0.0:8000")
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
# Threads wait for the database while another one computes.
threads = int(os.environ.get("WEB_THREADS", "4"))
worker_class = "gthread"
preload_app = True
timeout = 60
keepalive = 75  # longer than nginx keeps an idle connection to us
# Against leaks that take days. Not more often: a new process begins with nothing remembered.
max_requests = int(os.environ.get("WEB_MAX_REQUESTS", "200000"))
max_requests_jitter = max_requests // 10
control_socket_disable = True  # a container may write nowhere but to /data
worker_tmp_dir = "/dev/shm"
accesslog = "-" if os.environ.get("ACCESS_LOG") else None
