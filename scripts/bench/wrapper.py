"""ns of CPU per prediction of generated code and of hand-written prometheus_client code that records the same. Argument: repetitions.

All ways run in turn, over and over; told is the median of the rounds, so that a busy machine is busy for all of them.
"""

import statistics
import sys
import time
from typing import Any, Callable

from prometheus_client import CollectorRegistry, Counter, Histogram

import fraud_detector_metrics as module

ROUNDS, CALLS = int(sys.argv[1]), 20_000
BOUNDS = (0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1.0)


def model(amount: float) -> float:
    """A prediction that costs next to nothing, so that what is around it shows."""
    return amount


registry = CollectorRegistry()
latency = Histogram("model_prediction_latency_seconds", "Time.", ["model_version"], buckets=BOUNDS, registry=registry)
predictions = Counter(
    "model_predictions_total", "Predictions.", ["age_band", "model_version", "prediction_class", "region"], registry=registry
)
errors = Counter(
    "model_prediction_errors_total", "Errors.", ["age_band", "model_version", "reason", "region"], registry=registry
)
confidence = Histogram(
    "model_prediction_confidence", "Confidence.", ["model_version"], buckets=[n / 10 for n in range(1, 11)], registry=registry
)


def by_hand(amount: float) -> float:
    """As one writes it: labels are looked up in every call."""
    start = time.perf_counter()
    try:
        score = model(amount)
    except Exception as error:
        errors.labels("other", "v1", type(error).__name__, "uk").inc()
        raise
    finally:
        latency.labels("v1").observe(time.perf_counter() - start)
    predictions.labels("other", "v1", "fraud" if score > 0.5 else "legitimate", "uk").inc()
    confidence.labels("v1").observe(score)
    return score


children = {name: predictions.labels("other", "v1", name, "uk") for name in ("fraud", "legitimate")}
latency_v1, confidence_v1 = latency.labels("v1"), confidence.labels("v1")


def by_hand_cached(amount: float) -> float:
    """As one writes it when it must be fast: every child is kept."""
    start = time.perf_counter()
    try:
        score = model(amount)
    except Exception as error:
        errors.labels("other", "v1", type(error).__name__, "uk").inc()
        raise
    finally:
        latency_v1.observe(time.perf_counter() - start)
    children["fraud" if score > 0.5 else "legitimate"].inc()
    confidence_v1.observe(score)
    return score


metrics: Any = module.Metrics(CollectorRegistry())


def with_context(amount: float) -> float:
    with metrics.prediction("v1", region="uk") as prediction:
        score = model(amount)
        prediction.result(prediction_class="fraud" if score > 0.5 else "legitimate", confidence=score)
        return score


@metrics.monitor(
    "v1",
    region="uk",
    describe=lambda score: {"prediction_class": "fraud" if score > 0.5 else "legitimate", "confidence": score},
)
def decorated(amount: float) -> float:
    return model(amount)


WAYS: dict[str, Callable[[float], float]] = {
    "no metrics at all": model,
    "by hand": by_hand,
    "by hand, children kept": by_hand_cached,
    "generated, context manager": with_context,
    "generated, decorator": decorated,
}
# OpenTelemetry may be installed; without a provider there are no spans, as in most services.
times: dict[str, list[float]] = {name: [] for name in WAYS}
for _ in range(ROUNDS):
    for name, call in WAYS.items():
        begin = time.process_time_ns()
        for _ in range(CALLS):
            call(0.7)
        times[name].append((time.process_time_ns() - begin) / CALLS)
for name, rounds in times.items():
    print(f"{name}\t{statistics.median(rounds):.0f}\t{min(rounds):.0f}")
