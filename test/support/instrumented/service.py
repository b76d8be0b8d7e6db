"""A small service around a generated module, with traffic of its own. Arguments: module, port.

It answers /metrics as a scrape wants it. Predictions succeed, raise, take too long, come in batches and from coroutines.
"""

import asyncio
import importlib
import random
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Callable

name, port = sys.argv[1], int(sys.argv[2])
module: Any = importlib.import_module(name)
metrics: Any = module.Metrics()
lots = random.Random(7)
turn = 0


def every(turns: int) -> bool:
    """What is rare comes soon, and then at a steady pace: nobody has to wait for luck."""
    return turn % turns == 0


def fraud_detector() -> None:
    regions, ages = ["uk", "eu", "us", "mars"], ["18-25", "26-40", "41-65", "65+"]

    @metrics.monitor(
        "v1.2.3",
        describe=lambda score: {
            "prediction_class": "fraud" if turn % 40 == 1 else "legitimate",
            "confidence": max(score, 1 - score),
            "region": lots.choice(regions),
            "age_band": lots.choice(ages),
        },
    )
    def predict(broken: bool) -> float:
        time.sleep(lots.expovariate(200))
        if broken:
            raise KeyError("txn_count_1h")
        return lots.betavariate(0.3, 3)

    @metrics.monitor("v1.3.0", describe=lambda score: {"prediction_class": "fraud" if every(35) else "legitimate", "confidence": 1 - score})
    async def challenger(slow: bool) -> float:
        await asyncio.wait_for(asyncio.sleep(1 if slow else 0.004), 0.02)
        return 0.1

    while True:
        quietly(lambda: predict(every(61)))
        quietly(lambda: asyncio.run(challenger(every(82))))
        with metrics.prediction("v1.2.3", size=20, region="eu") as batch:
            for _ in range(20):
                batch.result(prediction_class="legitimate", confidence=0.9, age_band=lots.choice(ages))


def home_ranker() -> None:
    while True:
        version = "r42" if every(5) else "r41"
        surface, is_new = lots.choice(["home", "search", "email"]), lots.choice(["true", "false"])

        def rank() -> None:
            with metrics.prediction(version, surface=surface, is_new_user=is_new) as prediction:
                time.sleep(lots.expovariate(100))
                if turn % 60 in (1, 5):
                    raise TimeoutError
                if turn % 40 in (2, 11):
                    prediction.fallback()
                prediction.result(score=lots.gauss(4, 1))

        quietly(rank)


def demand_forecast() -> None:
    while True:
        with metrics.run() as run:
            time.sleep(0.5)
            run.rows(1_200_000 + lots.randrange(-9_000, 9_000))


def support_assistant() -> None:
    while True:

        def answer() -> None:
            with metrics.prediction(
                "assistant-7b", prompt_version=lots.choice(["p1", "p2"]), lang=lots.choice(["en", "de", "fr", "ja"])
            ) as prediction:
                time.sleep(0.01)
                if every(45):
                    raise RuntimeError("out of memory")
                prediction.first_token()
                time.sleep(0.02)
                prediction.tokens(input=300, output=lots.randrange(20, 400))

        quietly(answer)
        metrics.count_feedback(rating="down" if every(20) else "up")
        metrics.observe_retrieval(0.5 + 0.5 * lots.random())
        metrics.observe_judge(0.7 + 0.3 * lots.random(), metric=lots.choice(["groundedness", "relevance"]))
        if every(30):
            metrics.count_guardrail(policy="toxicity")


def quietly(call: Callable[[], object]) -> None:
    global turn
    turn += 1
    try:
        call()
    except Exception:
        pass


class Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        body, content_type = module.exposition(self.headers.get("accept", ""))
        self.send_response(200)
        self.send_header("content-type", content_type)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


threading.Thread(target=globals()[name.removesuffix("_metrics")], daemon=True).start()
ThreadingHTTPServer(("127.0.0.1", port), Handler).serve_forever()
