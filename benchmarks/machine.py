"""What a reader must know about the machine to read the figures."""

from __future__ import annotations

import datetime
import os
import platform
from pathlib import Path

import tensorflow as tf

import engine
from benchmarks.report import NONE
from engine.machine import memory
from engine.settings import Precision


def facts(precision: Precision) -> dict[str, str]:
    """Names and values, for people. `precision` is what AUTO means here."""
    gpus = [tf.config.experimental.get_device_details(gpu) for gpu in tf.config.list_physical_devices("GPU")]
    free = memory.available()
    return {
        "date": datetime.datetime.now(datetime.UTC).strftime("%Y-%m-%d %H:%M UTC"),
        "processor": _processor(),
        "cores": str(len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()),
        "GPU": ", ".join(str(gpu.get("device_name", "GPU")) for gpu in gpus) or "none",
        "memory free at start": NONE if free is None else f"{free / 1e9:.1f} GB",
        "precision chosen": precision,
        "Python, TensorFlow": f"{platform.python_version()}, {tf.__version__}",
        "Stylegram": engine.__version__,
    }


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
    except FileNotFoundError:
        return platform.processor() or platform.machine()
    values = {name.strip(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
    matrix = [flag for flag in ("avx512_bf16", "amx_bf16") if flag in values.get("flags", "").split()]
    return ", ".join([values.get("model name", platform.machine()), *matrix])
