/** What modules of all models have in common: bounded labels, registration, reasons. Text of Python. */
export const IMPORTS = `from __future__ import annotations

import asyncio
import concurrent.futures
import functools
import importlib
import inspect
import logging
import os
import threading
import time
from collections.abc import Callable, Iterable, Sequence
from types import TracebackType
from typing import Any, Generic, ParamSpec, TypedDict, TypeVar, cast

from prometheus_client import REGISTRY, CollectorRegistry, Counter, Gauge, Histogram
from prometheus_client.exposition import choose_encoder
from prometheus_client.multiprocess import MultiProcessCollector
`;

export const RUNTIME = `#: Stands for every value that a label does not tell apart.
OTHER = "other"

#: The reason of failures by time-out.
TIMEOUT = "timeout"

_log = logging.getLogger(__name__)
_lock = threading.Lock()
_P = ParamSpec("_P")
_R = TypeVar("_R")
_Metric = TypeVar("_Metric", Counter, Gauge, Histogram)


def _optional(module: str) -> Any:
    """A module that need not be installed; None without it."""
    try:
        return importlib.import_module(module)
    except Exception:  # What is broken there must not break predictions.
        return None


_context: Any = _optional("opentelemetry.context")
_trace: Any = _optional("opentelemetry.trace") if _context is not None else None


class _Values:
    """The values that a label may have: the allowed ones, or else the first so many that come."""

    __slots__ = ("_known", "_room")

    def __init__(self, allowed: Sequence[str] = (), most: int = 0) -> None:
        self._known = {"", OTHER, *allowed}
        self._room = 0 if allowed else most

    def bound(self, value: str) -> str:
        """The value as text, or "other"."""
        text = str(value)
        if text in self._known:
            return text
        with _lock:
            if text in self._known:
                return text
            if self._room == 0:
                return OTHER
            self._room -= 1
            self._known.add(text)
            return text


class _Family(Generic[_Metric]):
    """A metric and its children, by the values of their labels: so that a prediction need not look them up by name."""

    __slots__ = ("_children", "_fixed", "_make", "_metric", "_values")

    def __init__(
        self,
        make: Callable[[], _Metric],
        values: Sequence[_Values],
        fixed: Sequence[str] = (),
        *,
        lazy: bool = False,
    ) -> None:
        self._make: Callable[[], _Metric] = make
        # A gauge without labels would tell 0 before anything is known.
        self._metric: _Metric | None = None if lazy else make()
        self._values = tuple(values)
        self._fixed = tuple(fixed)
        self._children: dict[tuple[str, ...], _Metric] = {}

    def child(self, key: tuple[str, ...]) -> _Metric:
        """The child with these values, each within the bounds of its label."""
        child = self._children.get(key)
        return self._bounded(key) if child is None else child

    def _bounded(self, key: tuple[str, ...]) -> _Metric:
        bounded = tuple([values.bound(value) for values, value in zip(self._values, key)])
        child = self._children.get(bounded)
        if child is None:
            metric = self._metric or self._make()
            labels = bounded + self._fixed
            child = metric.labels(*labels) if labels else metric
            self._children[bounded] = child
        return child


def _register(
    registry: CollectorRegistry,
    kind: type[_Metric],
    name: str,
    documentation: str,
    labels: Sequence[str] = (),
    **options: Any,
) -> _Metric:
    """The metric of that name in the registry. One that this module, or one like it, has made there before is taken again."""
    with _lock:
        made: dict[str, tuple[object, Any]] = vars(registry).setdefault("_modelwatch_metrics", {})
        shape = (kind.__name__, tuple(labels), tuple(sorted(options.items())))
        if name in made and made[name][0] == shape:
            return cast(_Metric, made[name][1])
        try:
            metric = kind(name, documentation, labels, registry=registry, **options)
        except ValueError as error:
            raise ValueError(
                f"{name} cannot be registered with the labels {', '.join(labels) or '(none)'}: {error}. "
                "Remove the other metric, or give this model a registry of its own: "
                "Metrics(registry=CollectorRegistry())"
            ) from error
        made[name] = (shape, metric)
        return metric


def reason_of(error: BaseException) -> str:
    """Why a prediction failed, for the label: "timeout", "cancelled", or the name of the exception's class."""
    name = type(error).__name__
    if isinstance(error, (TimeoutError, asyncio.TimeoutError, concurrent.futures.TimeoutError)):
        return TIMEOUT
    if "Timeout" in name or "DeadlineExceeded" in name:
        return TIMEOUT
    if isinstance(error, (asyncio.CancelledError, concurrent.futures.CancelledError, GeneratorExit)):
        return "cancelled"
    return name


_complained = False


def _complain() -> None:
    """Tells the log of the first error in recording; the prediction goes on."""
    global _complained
    if not _complained:
        _complained = True
        _log.exception("a metric could not be recorded; further errors of this kind are not logged")


def _text(value: str | None) -> str:
    return OTHER if value is None else value


def exposition(
    accept: str = "", registry: CollectorRegistry = REGISTRY
) -> tuple[bytes, str]:
    """Body and content type of the answer to a scrape; \`accept\` is the request's header of that name.

    With PROMETHEUS_MULTIPROC_DIR it tells of all worker processes together, and \`registry\` is not asked.
    """
    if "PROMETHEUS_MULTIPROC_DIR" in os.environ:
        registry = CollectorRegistry()
        MultiProcessCollector(registry)  # type: ignore[no-untyped-call,unused-ignore]
    encoder, content_type = choose_encoder(accept)
    return encoder(registry), content_type
`;

/** For counters without `_total` at the end of their name. */
export const NAMED_COUNTER = `

class _NamedCounter(Gauge):
    """A counter under exactly its name: that of the client appends "_total". It is exposed without a type."""

    _type = "unknown"
`;

export const TRACING = `

_exemplars = "PROMETHEUS_MULTIPROC_DIR" not in os.environ
_tracer: Any = None
_tracer_provider: Any = None


def _start_span(name: str, attributes: dict[str, str | int | float]) -> Any:
    """A started span that is the current one, and the token that ends that; None while nobody collects traces."""
    global _tracer, _tracer_provider
    try:
        provider = _trace.get_tracer_provider()
        if isinstance(provider, _trace.ProxyTracerProvider):
            return None
        if provider is not _tracer_provider:
            _tracer, _tracer_provider = provider.get_tracer(__name__), provider
        span = _tracer.start_span(name, attributes=attributes)
        return span, _context.attach(_trace.set_span_in_context(span))
    except Exception:
        _complain()
        return None


def _exemplar_of(span: Any) -> dict[str, str] | None:
    """The ids of a span that is recorded, for the sample that it belongs to."""
    if not _exemplars or not span.is_recording():
        return None
    context = span.get_span_context()
    if not context.is_valid or not context.trace_flags.sampled:
        return None
    return {"trace_id": format(context.trace_id, "032x"), "span_id": format(context.span_id, "016x")}


def _end_span(started: Any, reason: str | None, error: BaseException | None) -> None:
    span, token = started
    try:
        _context.detach(token)
        if reason is not None:
            span.set_attribute("error.type", type(error).__qualname__ if error is not None else reason)
            span.set_status(_trace.Status(_trace.StatusCode.ERROR, str(error) if error is not None else reason))
            if error is not None:
                span.record_exception(error)
        span.end()
    except Exception:
        _complain()
`;
