"""A service as gunicorn runs it with several workers: /predict makes a prediction, /metrics tells of all workers."""

from collections.abc import Callable, Iterable

import fraud_detector_metrics as module

metrics = module.Metrics()


def application(environ: dict[str, str], start_response: Callable[..., object]) -> Iterable[bytes]:
    if environ["PATH_INFO"] == "/metrics":
        body, content_type = module.exposition(environ.get("HTTP_ACCEPT", ""))
        start_response("200 OK", [("Content-Type", content_type)])
        return [body]
    with metrics.prediction("v1.2.3", region="uk") as prediction:
        prediction.result(prediction_class="fraud", confidence=0.75)
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [environ["wsgi.multiprocess"] and b"many" or b"one"]
