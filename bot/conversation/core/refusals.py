"""The answer to people whose work is not taken now."""

from __future__ import annotations

from bot.submission.admission import Refusal
from bot.texts.look_up import STORAGE, Texts
from bot.texts.style_names import asking_for
from engine.presets import INSTANT_STYLES


def describe_refusal(refusal: Refusal, texts: Texts) -> str:
    """The reason, and when to come back."""
    reason = _reason(refusal, texts)
    if refusal.seconds is None:
        return reason
    wait = texts.say("limit-wait", wait=texts.duration(refusal.seconds))
    return f"{reason} {wait}"


def _reason(refusal: Refusal, texts: Texts) -> str:
    match refusal.reason:
        case "quota" | "cost" if refusal.count > 1:
            key = "limit-series-quota" if refusal.reason == "quota" else "limit-series-cost"
            numbers = {"cost": refusal.cost, "quota": refusal.quota, "free": refusal.free}
            return texts.say(key, count=refusal.count, **numbers)
        case "instant":
            styles = refusal.styles or INSTANT_STYLES
            return texts.say("limit-instant", styles=", ".join(styles), example=asking_for(styles[0]))
        case "draining":
            return texts.say("limit-draining")
        case "withdrawn":
            return texts.say("tap-withdrawn")
        case "jobs":
            return texts.say("limit-jobs", count=refusal.jobs)
        case "queue":
            return texts.say("limit-queue")
        case "storage":
            return texts.problem(STORAGE)
        case "quota":
            return texts.say("limit-quota", cost=refusal.cost, quota=refusal.quota, free=refusal.free)
        case "cost":
            return texts.say("limit-cost", cost=refusal.cost, quota=refusal.quota)
