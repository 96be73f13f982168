# The bot and its engine on the CPU, in one image. Build: docker build -t stylegram .
# Run: docker run -v stylegram:/data -e TELEGRAM_BOT_TOKEN=… stylegram

FROM python:3.12-slim-bookworm AS build
COPY requirements.lock .
RUN python -m venv /opt/venv \
 && /opt/venv/bin/pip install --no-cache-dir --require-hashes --requirement requirements.lock

FROM python:3.12-slim-bookworm
# tini as PID 1 reaps children whose parent died and passes SIGTERM on.
RUN apt-get update \
 && apt-get install --yes --no-install-recommends tini \
 && rm -rf /var/lib/apt/lists/* \
 && useradd --uid 10001 --create-home --home-dir /home/stylegram stylegram \
 && install --directory --owner=stylegram --group=stylegram --mode=0700 /data
COPY --from=build /opt/venv /opt/venv
WORKDIR /app
COPY engine engine
COPY bot bot
ENV PATH=/opt/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    STYLEGRAM_CONTAINER=1 \
    STYLEGRAM_DATA=/data
USER stylegram
VOLUME /data
STOPSIGNAL SIGTERM
ENTRYPOINT ["tini", "--", "python", "-m", "bot"]
