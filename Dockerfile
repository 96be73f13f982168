# syntax=docker/dockerfile:1
# The bot and its engine in one image; compose.yaml runs it. To build by hand:
#   docker build -t stylegram .                                      the engine on the CPU
#   docker build -t stylegram --build-arg CUDA=1 .                   and on an NVIDIA GPU
#   docker build -t stylegram --build-arg RAY=1 .                    and on a Ray cluster (STYLEGRAM_ENGINE=ray)
#   docker build -t stylegram --build-arg WEIGHTS=weights/vgg16.h5 . with ImageNet's weights of VGG16 (Keras, without top)
# Run: docker run -v stylegram:/data -e TELEGRAM_BOT_TOKEN=… stylegram
# Without a token it says so and ends with exit code 2; docs/operations.md has the other codes.

ARG CUDA=0
ARG RAY=0
ARG WEIGHTS=

FROM python:3.12-slim-bookworm AS build
ARG CUDA
ARG RAY
COPY requirements*.lock ./
RUN set -eu; \
    locks="--requirement requirements.lock"; \
    if [ "$CUDA" = 1 ]; then locks="$locks --requirement requirements-cuda.lock"; fi; \
    if [ "$RAY" = 1 ]; then locks="$locks --requirement requirements-ray.lock"; fi; \
    python -m venv /opt/venv; \
    /opt/venv/bin/pip install --no-cache-dir --require-hashes $locks

FROM python:3.12-slim-bookworm
ARG WEIGHTS
# tini as PID 1 reaps children whose parent died and passes SIGTERM on.
RUN apt-get update \
 && apt-get install --yes --no-install-recommends tini \
 && rm -rf /var/lib/apt/lists/* \
 && useradd --uid 10001 --user-group --create-home --home-dir /home/stylegram stylegram \
 && install --directory --owner=stylegram --group=stylegram --mode=0700 /data
# A missing file ends the build: nobody shall believe that these weights are in when they are not.
RUN --mount=type=bind,target=/context \
    if [ -n "$WEIGHTS" ]; then install -D --mode=0444 "/context/$WEIGHTS" /opt/weights/vgg16.h5; fi
COPY --from=build /opt/venv /opt/venv
WORKDIR /app
COPY engine engine
COPY bot bot
# An empty STYLEGRAM_VGG16_WEIGHTS counts as none.
ENV PATH=/opt/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    NVIDIA_VISIBLE_DEVICES=all \
    NVIDIA_DRIVER_CAPABILITIES=compute,utility \
    STYLEGRAM_VGG16_WEIGHTS=${WEIGHTS:+/opt/weights/vgg16.h5} \
    STYLEGRAM_CONTAINER=1 \
    STYLEGRAM_DATA=/data
USER stylegram
VOLUME /data
STOPSIGNAL SIGTERM
ENTRYPOINT ["tini", "--", "python", "-m", "bot"]
