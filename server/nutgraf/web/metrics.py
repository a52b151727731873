"""The one importer of prometheus_client: what a server that others can reach tells whoever watches over it.

`GET /metrics`, in the text format of Prometheus. Every process counts for itself and is asked for itself. No label
holds anything of a page, an address or a user.
"""

from __future__ import annotations

import time
from collections.abc import Iterator

from flask import Flask, Response, g, request
from prometheus_client import CollectorRegistry, Counter, Histogram
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.exposition import CONTENT_TYPE_LATEST, generate_latest
from prometheus_client.registry import Collector

from nutgraf import __version__
from nutgraf.workers import Workers

PATH = "/metrics"
_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20, 60)
_BEGIN = "nutgraf_begin"
_OTHER = "other"
"""The label of all that is asked for and is not there: an asker could make up any number of names."""


class WorkersCollector(Collector):
    """What the workers are at, when it is asked for."""

    def __init__(self, workers: Workers) -> None:
        self._workers = workers

    def collect(self) -> Iterator[Metric]:
        """Pages under way, how many may be, whether the workers have started, and those that were killed by what."""
        workers = self._workers
        info = GaugeMetricFamily("nutgraf_info", "Always 1; the version is its label.", labels=["version"])
        info.add_metric([__version__], 1)
        yield info
        yield GaugeMetricFamily("nutgraf_ready", "Whether the workers have started.", int(workers.ready))
        yield GaugeMetricFamily("nutgraf_pages_under_way", "Pages that are read or wait for it.", workers.under_way)
        yield GaugeMetricFamily("nutgraf_pages_most", "Pages under way from which more are refused.", workers.capacity)
        ended = CounterMetricFamily("nutgraf_worker_kills", "Workers that a page took with it.", labels=["why"])
        for why, number in workers.ended.items():
            ended.add_metric([why], number)
        yield ended


class Metrics:
    """The counts of one app."""

    def __init__(self, workers: Workers) -> None:
        self.registry = CollectorRegistry()
        self.registry.register(WorkersCollector(workers))
        labels = ["path", "method", "status"]
        self.requests = Counter("nutgraf_requests", "Requests answered.", labels, registry=self.registry)
        self.seconds = Histogram(
            "nutgraf_request_seconds",
            "From a request to its answer.",
            ["path"],
            buckets=_SECONDS,
            registry=self.registry,
        )
        self.stages = Histogram(
            "nutgraf_stage_seconds", "What a Reading took.", ["stage"], buckets=_SECONDS, registry=self.registry
        )
        self.memory = Counter(
            "nutgraf_readings",
            "Readings, by whether other pages of the site were known.",
            ["site"],
            registry=self.registry,
        )

    def note_reading(self, reading: dict[str, object]) -> None:
        """Count a Reading: the time of its stages, and whether its site was known."""
        timings = reading.get("timings")
        for stage, milliseconds in (timings if isinstance(timings, dict) else {}).items():
            self.stages.labels(stage).observe(milliseconds / 1000)
        self.memory.labels("known" if reading.get("memory") else "unknown").inc()


def register(app: Flask, workers: Workers) -> Metrics:
    """Count the requests of an app, refused ones too, and answer `GET /metrics`."""
    metrics = Metrics(workers)

    def begin() -> None:
        setattr(g, _BEGIN, time.perf_counter())

    def end(answer: Response) -> Response:
        path = request.url_rule.rule if request.url_rule else _OTHER
        metrics.requests.labels(path, _method(), str(answer.status_code)).inc()
        metrics.seconds.labels(path).observe(time.perf_counter() - getattr(g, _BEGIN, time.perf_counter()))
        return answer

    def show() -> Response:
        return Response(generate_latest(metrics.registry), content_type=CONTENT_TYPE_LATEST)

    app.before_request(begin)
    app.after_request(end)
    app.add_url_rule(PATH, view_func=show, endpoint="metrics")
    return metrics


def _method() -> str:
    return request.method if request.method in ("GET", "POST", "HEAD", "OPTIONS") else _OTHER
