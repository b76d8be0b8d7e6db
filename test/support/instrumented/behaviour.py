"""What the module of the fraud detector promises beside counting. Prints "ok", or fails. No arguments."""

import asyncio
import concurrent.futures
import importlib
import logging
import sys
import threading
from typing import Any

from opentelemetry import trace
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from prometheus_client import CollectorRegistry, Counter
from prometheus_client.openmetrics.exposition import generate_latest

import fraud_detector_metrics as module

registry = CollectorRegistry()
metrics = module.Metrics(registry)
ERRORS, PREDICTIONS = "model_prediction_errors_total", "model_predictions_total"


def total(name: str, **labels: str) -> float:
    return sum(
        sample.value
        for family in registry.collect()
        for sample in family.samples
        if sample.name == name and all(sample.labels.get(key) == value for key, value in labels.items())
    )


def raising(error: BaseException) -> BaseException | None:
    """What leaves a prediction that raises this."""
    try:
        with metrics.prediction("v1"):
            raise error
    except BaseException as raised:
        return raised


# Reasons; what is raised goes on as it is.
for error, reason in (
    (ValueError("x"), "ValueError"),
    (TimeoutError(), "timeout"),
    (asyncio.TimeoutError(), "timeout"),
    (concurrent.futures.TimeoutError(), "timeout"),
    (type("ReadTimeout", (Exception,), {})(), "timeout"),
    (asyncio.CancelledError(), "cancelled"),
):
    before = total(ERRORS, reason=reason)
    assert raising(error) is error
    assert total(ERRORS, reason=reason) == before + 1, reason
assert isinstance(raising(KeyboardInterrupt()), KeyboardInterrupt)
assert total(ERRORS) == 6 and total(PREDICTIONS) == 0
with metrics.prediction("v1") as prediction:
    prediction.failed("missing_feature")
assert total(ERRORS, reason="missing_feature") == 1


# A batch: told ones by class, the others without; as a failure all of it.
@metrics.monitor("v2", size=len, describe=lambda rows: [{"prediction_class": row} for row in rows[:2]])
def batch(rows: list[str]) -> list[str]:
    if "bad" in rows:
        raise LookupError
    return rows


assert batch(["fraud", "legitimate", "fraud"]) == ["fraud", "legitimate", "fraud"]
assert total(PREDICTIONS, model_version="v2", prediction_class="fraud") == 1
assert total(PREDICTIONS, model_version="v2", prediction_class="other") == 1
assert batch.__name__ == "batch"
try:
    batch(["bad", "fraud"])
    raise AssertionError
except LookupError:
    assert total(ERRORS, model_version="v2") == 2
assert total("model_prediction_latency_seconds_count", model_version="v2") == 2


# Coroutines, side by side.
@metrics.monitor("v3", describe=lambda score: {"confidence": score})
async def slow(score: float) -> float:
    await asyncio.sleep(0.02)
    return score


async def many() -> list[float]:
    return list(await asyncio.gather(*(slow(0.5) for _ in range(50))))


async def within() -> None:
    async with metrics.prediction("v3"):
        await asyncio.sleep(0)


assert asyncio.run(many()) == [0.5] * 50
asyncio.run(within())
assert total(PREDICTIONS, model_version="v3") == 51
assert total("model_prediction_confidence_count", model_version="v3") == 50
assert total("model_prediction_latency_seconds_sum", model_version="v3") > 50 * 0.02

# Threads.
threads = [
    threading.Thread(target=lambda: [metrics.prediction("v4").__enter__().__exit__(None, None, None) for _ in range(500)])
    for _ in range(8)
]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
assert total(PREDICTIONS, model_version="v4") == 4000

# Labels are bounded: classes by the specs, what nobody lists by the first that come.
for index in range(60):
    with metrics.prediction(f"version-{index}", region=f"region-{index}") as prediction:
        prediction.result(prediction_class=f"class-{index}")
values = {name: set[str]() for name in ("model_version", "region", "prediction_class")}
for family in registry.collect():
    for sample in family.samples:
        if sample.name == PREDICTIONS:
            for name, seen in values.items():
                seen.add(sample.labels[name])
assert values["region"] == {"other"}, values
assert values["prediction_class"] == {"fraud", "legitimate", "other"}, values
assert len(values["model_version"]) == 21 and "other" in values["model_version"], values

# Registered twice: by a second instance, by a reload, by a second import.
module.Metrics(registry)
importlib.reload(module).Metrics(registry)
del sys.modules["fraud_detector_metrics"]
again: Any = importlib.import_module("fraud_detector_metrics").Metrics(registry)
with again.prediction("v4"):
    pass
assert total(PREDICTIONS, model_version="v4") == 4001
other = CollectorRegistry()
Counter(PREDICTIONS, "Somebody else's.", ["shop"], registry=other)
try:
    module.Metrics(other)
    raise AssertionError
except ValueError as error:
    assert "model_predictions_total cannot be registered" in str(error), error

# An error in recording breaks no prediction, and is logged once.
told: list[logging.LogRecord] = []
logging.getLogger("fraud_detector_metrics").addHandler(type("", (logging.Handler,), {"emit": lambda _, record: told.append(record)})())
for _ in range(3):
    with again.prediction("v4") as prediction:
        prediction.result(confidence="high")


@again.monitor("v4", describe=lambda _: 1 / 0)
def fine() -> int:
    return 1


assert fine() == 1
assert len(told) == 1, told

# Generators do their work after they have returned.
try:
    metrics.monitor("v4")(lambda: (yield))
    raise AssertionError
except TypeError as error:
    assert "generator" in str(error)

# Traces.
assert b" # {" not in generate_latest(registry)
spans = InMemorySpanExporter()
provider = TracerProvider()
provider.add_span_processor(SimpleSpanProcessor(spans))
trace.set_tracer_provider(provider)
with metrics.prediction("v4") as prediction:
    inner = trace.get_current_span()
    assert inner.is_recording()
assert not trace.get_current_span().is_recording()
raising(ValueError("x"))
good, bad = spans.get_finished_spans()
assert good.name == "predict fraud-detector" and good.attributes is not None and bad.attributes is not None
assert good.attributes["modelwatch.model_version"] == "v4"
assert bad.attributes["error.type"] == "ValueError" and bad.status.status_code is trace.StatusCode.ERROR
exposed = generate_latest(registry).decode()
assert f'# {{span_id="{good.context.span_id:016x}",trace_id="{good.context.trace_id:032x}"}}' in exposed
print("ok")
