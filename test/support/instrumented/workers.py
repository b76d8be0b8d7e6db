"""Two worker processes as gunicorn forks them, and one answer to a scrape that tells of both. PROMETHEUS_MULTIPROC_DIR is set."""

import os

import fraud_detector_metrics as module

metrics = module.Metrics()
for _ in range(2):
    if os.fork() == 0:
        for index in range(100):
            try:
                with metrics.prediction("v1.2.3", region="uk") as prediction:
                    prediction.result(prediction_class="fraud", confidence=0.75)
                    if index % 10 == 0:
                        raise TimeoutError
            except TimeoutError:
                pass
        os._exit(0)
for _ in range(2):
    os.wait()
print(module.exposition()[0].decode())
