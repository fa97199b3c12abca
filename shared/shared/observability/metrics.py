"""Metrics, their names and units, once for all processes."""

from prometheus_client import Counter, Gauge, Histogram

_SECONDS = (0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5)

outbox_published = Counter("outbox_published", "Events confirmed by the broker", ["service"])
outbox_unpublished = Gauge("outbox_unpublished", "Events not yet confirmed", ["service"])
outbox_oldest_seconds = Gauge("outbox_oldest_seconds", "Age of the oldest of them", ["service"])
inbox_duplicates = Counter("inbox_duplicates", "Messages that came again", ["queue"])
events_handled = Counter("events_handled", "Messages handled", ["queue", "type"])
consumer_lag_seconds = Gauge("consumer_lag_seconds", "Age of the last handled event", ["queue"])
quarantine_messages = Counter("quarantine_messages", "Messages parked", ["queue"])
rpc_duration_seconds = Histogram(
    "rpc_duration_seconds", "Calls answered", ["service", "method", "outcome"], buckets=_SECONDS
)
eventloop_block_seconds = Gauge("eventloop_block_seconds", "Longest recent stall of the hub")
http_request_duration_seconds = Histogram(
    "http_request_duration_seconds",
    "Requests answered",
    ["route", "method", "status"],
    buckets=_SECONDS,
)
http_partial_responses = Counter(
    "http_partial_responses", "Composed answers with a section missing", ["missing"]
)
