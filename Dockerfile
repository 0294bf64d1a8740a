# One image for web, worker, beat, migrations and backups; a second, small one for the proxy.
FROM python:3.13-slim AS build
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
WORKDIR /app
COPY requirements/base.txt requirements/base.txt
RUN python -m venv /opt/venv \
    && /opt/venv/bin/pip install --only-binary :all: --require-hashes -r requirements/base.txt
ENV PATH=/opt/venv/bin:$PATH
COPY . .
# Translations and static files belong to the image: every web process serves the same ones.
RUN find . -name '*.po' -not -path './var/*' -exec python -m tools.messages {} + \
    && python -m tools.static

FROM python:3.13-slim AS app
RUN apt-get update \
    && apt-get install -y --no-install-recommends \
        libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fontconfig fonts-dejavu-core tini \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --uid 10001 --user-group --no-create-home --home-dir /nonexistent \
        --shell /usr/sbin/nologin journal
ENV PATH=/opt/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 \
    DJANGO_SETTINGS_MODULE=config.settings BIND=0.0.0.0:8000
WORKDIR /app
COPY --from=build /opt/venv /opt/venv
COPY --from=build /app /app
# Only these folders are written at run time; named volumes inherit their owner.
RUN install -d -o journal -g journal -m 0700 var/files var/backups var/run var/secrets
USER journal
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s --retries=3 \
    CMD ["python", "deploy/health.py", "web"]
ENTRYPOINT ["tini", "--"]
CMD ["gunicorn", "--config", "python:config.gunicorn", "config.wsgi:application"]

FROM caddy:2 AS proxy
COPY deploy/Caddyfile /etc/caddy/Caddyfile
RUN adduser -D -H -u 10001 proxy && chown -R proxy /data /config
USER proxy
EXPOSE 8080 8443
HEALTHCHECK --interval=30s --timeout=5s --retries=3 \
    CMD ["wget", "-q", "-O", "/dev/null", "http://127.0.0.1:2019/config/"]
