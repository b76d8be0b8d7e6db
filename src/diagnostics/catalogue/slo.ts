import type { CatalogueEntry } from './entry.ts';

/** What is reported about objectives that cannot be measured or alerted on as written. */
export const SLO_CODES: readonly CatalogueEntry[] = [
  {
    code: 'slo/wrong-subject',
    title: 'indicator that this kind of object does not have',
    exit: 'invalid-spec',
    explain:
      'Availability, latency and saturation are measured on a model, by the metrics that it maps. Pipelines and feature sets have freshness. Choose the type that fits, or name the model that serves.',
  },
  {
    code: 'slo/no-events',
    title: 'event budget without events',
    exit: 'invalid-spec',
    explain:
      'Freshness and saturation are states, not events: there is nothing to count as good or bad. Their budget counts time slices. Leave `budgeting` out, or write timeslices.',
  },
  {
    code: 'slo/window',
    title: 'impossible period of an error budget',
    exit: 'invalid-spec',
    explain:
      'The period of an error budget is a number of whole days from 1d to 366d. 28d and 30d are usual: with 28d every period holds the same weekdays.',
  },
  {
    code: 'slo/slice',
    title: 'impossible length of a time slice',
    exit: 'invalid-spec',
    explain:
      'A slice is bad if any evaluation in it was. It must hold at least two evaluations and a whole number of them, and be at most a day. 5m fits most signals.',
  },
  {
    code: 'slo/unreachable-burn-rate',
    title: 'burn rate that can never be exceeded',
    exit: 'invalid-spec',
    explain:
      'An alert fires when the error ratio is above factor × budget. Even a total outage has an error ratio of 100%, so with factor × budget of 100% or more the alert stays silent whatever happens: at an objective of 80% the usual factor 14.4 asks for 288%. Use `burnPolicy: auto`, which lowers factors as far as needed, or write lower ones.',
  },
  {
    code: 'slo/age-or-deadline',
    title: 'freshness that says neither or both of age and deadline',
    exit: 'invalid-spec',
    explain:
      'Data are fresh while they are younger than maxAge, or while the run that was due by the deadline of the day is done. An SLI says exactly one of the two.',
  },
  {
    code: 'slo/policy-budget',
    title: 'step of an error budget policy that this budget does not have',
    exit: 'invalid-spec',
    explain:
      'Budgets of events burn at a rate; budgets of time slices count slices. A policy can look only at what its budget has: remaining and burn, or remaining, slices and consecutive.',
  },
  {
    code: 'slo/burn-rate-lowered',
    title: 'burn rates lowered so that alerts can fire',
    exit: 'finding',
    explain:
      'With this objective the usual burn rates could never, or hardly ever, be exceeded, so `burnPolicy: auto` takes 0.5 / budget instead where that is lower: half of all events failing is then enough. Nothing is to be done unless another sensitivity is wanted; then write the factors.',
  },
  {
    code: 'slo/burn-tier-dropped',
    title: 'burn-rate alert that tells nothing of its own',
    exit: 'finding',
    explain:
      'Of two burn-rate alerts of one severity over the same windows the one with the higher factor never fires alone, and of two with the same factor the one with the longer windows never fires first. It is left out. That happens with short periods, whose windows are raised to at least 5m, and with low objectives, whose factors are lowered.',
  },
  {
    code: 'slo/no-bound',
    title: 'throughput without a bound',
    exit: 'invalid-spec',
    explain:
      'A throughput objective counts the time in which as much comes in as usual. Say how little (`min`) or how much (`max`) is not: as a share of last week, as a share of several weeks (`baseline`), or as a rate.',
  },
  {
    code: 'slo/bounds-differ',
    title: 'bounds of a throughput that are shares of different things',
    exit: 'invalid-spec',
    explain:
      'An objective has one number at each moment that is in bounds or not: the rate, or its share of what is usual. Both bounds are of the same; `compare` says what `baseline` is made of, so it needs a bound that is a share of it.',
  },
  {
    code: 'slo/no-expected-rows',
    title: 'coverage of rows that nobody has counted',
    exit: 'invalid-spec',
    explain:
      'Coverage is the rows that were scored over those that should have been. Say under `serving.expectedRows.typical` of the model how many a normal run scores, or name a gauge role that is a share already.',
  },
];
