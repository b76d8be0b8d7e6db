import type { CatalogueEntry } from './entry.ts';

/** What is reported about carrying traces, metrics and logs. */
export const TELEMETRY_CODES: readonly CatalogueEntry[] = [
  {
    code: 'telemetry/several',
    title: 'more than one Telemetry',
    exit: 'invalid-spec',
    explain:
      'An environment has one agent and one gateway, which one Telemetry describes. Give it all sinks; what differs between environments is written as overlays of the Environment objects, or as several Telemetry objects of which each environment disables all but one.',
  },
  {
    code: 'telemetry/duplicate-sink',
    title: 'two sinks with one name',
    exit: 'invalid-spec',
    explain:
      'Queues on disk and metrics of a sink bear its name. A sink without `name` is called by its type: two of one type need names.',
  },
  {
    code: 'telemetry/no-credentials',
    title: 'sink without credentials',
    exit: 'invalid-spec',
    explain:
      'This sink lets nobody in without credentials, or was given half of them. Specs name where a secret is (`env:NAME`, or the path of a file), never the secret.',
  },
  {
    code: 'telemetry/signal-not-taken',
    title: 'signal that a sink does not take',
    exit: 'invalid-spec',
    explain:
      'Sinks keep certain signals: Zipkin keeps traces, Prometheus keeps metrics. Leave `signals` out to send what is usual, or name a sink that takes this one.',
  },
  {
    code: 'telemetry/port-collision',
    title: 'two things on one port',
    exit: 'invalid-spec',
    explain:
      'A collector whose parts want the same port does not start. Sources, health check, own metrics and pages of metrics of one collector need a port each.',
  },
  {
    code: 'telemetry/threshold-below-clock',
    title: 'latency threshold below what is measured',
    exit: 'invalid-spec',
    explain:
      'Traces are told apart by whole milliseconds. A threshold of nothing would keep every trace as a slow one. Thresholds with a part of a millisecond cannot be written; that of an objective is rounded down, so that a slow trace is never dropped.',
  },
  {
    code: 'telemetry/duplicate-log',
    title: 'prediction log of a model given twice',
    exit: 'invalid-spec',
    explain: 'All files of a model are one source: list them under one entry.',
  },
  {
    code: 'telemetry/pii-label',
    title: 'personal data as a label of metrics',
    exit: 'invalid-spec',
    explain:
      'A feature that is marked `pii: true`, or a field under `redact.fields`, would be a label of metrics, where it is kept for as long as they are, is seen by everybody, and makes a series of each person. Taken out on the way, the series of several people would become one, with wrong numbers. Use a coarse group in its place.',
  },
  {
    code: 'telemetry/dropped-label',
    title: 'scrape whose relabelling loses a label that is needed',
    exit: 'invalid-spec',
    explain:
      'Every series of a model is found by the labels of `select`. The collector sets them when it scrapes; a label with such a name that the pipeline takes out would be gone from the series, and no rule would find them.',
  },
  {
    code: 'telemetry/not-in-collector',
    title: 'sink that this collector has no exporter for',
    exit: 'invalid-spec',
    explain:
      'Versions of the collector differ in their exporters. Choose the version that has this one, or send by OTLP to a collector that has it.',
  },
];
