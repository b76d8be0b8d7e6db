// src/drift/world/duckdb.ts
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

// src/drift/engine.ts
var EngineError = class extends Error {
  name = "EngineError";
};
var StoppedError = class extends Error {
  name = "StoppedError";
};

// src/drift/world/duckdb.ts
async function openDuckDb({ memoryLimit, threads }) {
  const { DuckDBInstance } = await loadPackage();
  const folder = mkdtempSync(path.join(tmpdir(), "modelwatch-drift-"));
  try {
    const instance = await DuckDBInstance.create(":memory:", {
      memory_limit: memoryLimit,
      temp_directory: folder,
      autoinstall_known_extensions: "false",
      ...threads !== void 0 && { threads: String(threads) }
    });
    const connection = await instance.connect();
    await connection.run("SET TimeZone = 'UTC'").catch(() => void 0);
    return engineOf(connection, () => {
      connection.closeSync();
      instance.closeSync();
      rmSync(folder, { recursive: true, force: true });
    });
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    throw asEngineError(error);
  }
}
async function loadPackage() {
  try {
    return await import("@duckdb/node-api");
  } catch (error) {
    const reason = error instanceof Error ? error.message.split("\n")[0] ?? "" : String(error);
    throw new EngineError(`DuckDB can't be loaded (${reason}); install the package @duckdb/node-api on a platform that it supports`);
  }
}
function engineOf(connection, close) {
  let stopped = false;
  const guarded = async (work) => {
    if (stopped) throw new StoppedError("stopped");
    try {
      return await work();
    } catch (error) {
      if (stopped) throw new StoppedError("stopped");
      throw asEngineError(error);
    }
  };
  return {
    rows: (sql) => guarded(async () => (await connection.runAndReadAll(sql)).getRows()),
    run: (sql) => guarded(async () => void await connection.run(sql)),
    columns: (relation) => guarded(async () => {
      const described = await connection.runAndReadAll(`DESCRIBE SELECT * FROM ${relation}`);
      return described.getRows().map(([name, type]) => ({ name: String(name), type: String(type) }));
    }),
    numbers: (sql) => guarded(() => readNumbers(connection, sql)),
    interrupt: () => {
      stopped = true;
      connection.interrupt();
    },
    close
  };
}
async function readNumbers(connection, sql) {
  const result2 = await connection.stream(sql);
  const growing = Array.from({ length: result2.columnCount }, () => new GrowingArray());
  for (; ; ) {
    const chunk = await result2.fetchChunk();
    if (chunk === null || chunk.rowCount === 0) break;
    for (const [index, into] of growing.entries()) {
      const vector = chunk.getColumnVector(index);
      for (let row = 0; row < chunk.rowCount; row += 1) {
        const value = vector.getItem(row);
        if (value !== null) into.push(Number(value));
      }
    }
  }
  return growing.map((each) => each.whole());
}
var GrowingArray = class {
  #values = new Float64Array(4096);
  #length = 0;
  push(value) {
    if (this.#length === this.#values.length) {
      const larger = new Float64Array(2 * this.#length);
      larger.set(this.#values);
      this.#values = larger;
    }
    this.#values[this.#length] = value;
    this.#length += 1;
  }
  whole() {
    return this.#values.subarray(0, this.#length);
  }
};
function asEngineError(error) {
  if (error instanceof EngineError) return error;
  const text3 = error instanceof Error ? error.message : String(error);
  const [first = text3] = text3.split("\n").filter((line) => line.trim() !== "");
  return new EngineError(first.trim());
}

// src/drift/world/run-job.ts
import { readFileSync } from "node:fs";
import path4 from "node:path";

// src/drift/problem.ts
var DriftProblem = class extends Error {
  name = "DriftProblem";
  /** Stable, such as source/no-files. */
  code;
  hint;
  constructor(code, message, hint) {
    super(message);
    this.code = code;
    this.hint = hint;
  }
};

// src/drift/result.ts
import { z } from "zod";

// src/plan/drift-contract.ts
var DRIFT_PARTS = ["features", "predictions", "labels", "embeddings", "text"];
var VERDICT = { none: 0, warn: 1, alert: 2 };
var TESTED = ["model", "policy", "part", "feature", "test", "segment", "segment_value"];
function gauge(name, unit, labels, help) {
  return { name, type: "gauge", unit, labels, help };
}
var DRIFT_CONTRACT = {
  verdict: gauge(
    "modelwatch_drift_verdict",
    "none",
    TESTED,
    `Verdict of a test: ${VERDICT.none} no drift, ${VERDICT.warn} warn, ${VERDICT.alert} alert; after minimum rows, correction for many tests and confirmation by consecutive runs.`
  ),
  score: gauge(
    "modelwatch_drift_score",
    "none",
    TESTED,
    "Statistic of a test: its distance, or its p-value."
  ),
  threshold: gauge(
    "modelwatch_drift_threshold",
    "none",
    TESTED,
    "What the score was judged by at the alert level, corrected and widened for small segments."
  ),
  samples: gauge(
    "modelwatch_drift_samples",
    "events",
    ["model", "policy"],
    "Rows of the window that the last run compared with the baseline."
  ),
  datasetShare: gauge(
    "modelwatch_drift_dataset_share",
    "ratio",
    ["model", "policy"],
    "Share of the tested features whose verdict is alert, 0 to 1."
  ),
  lastRun: gauge(
    "modelwatch_drift_last_run_timestamp_seconds",
    "unix-seconds",
    ["model", "policy"],
    "Unix time of the last run that came to its end."
  ),
  checkFailed: gauge(
    "modelwatch_data_check_failed",
    "none",
    ["dataset", "feature", "check"],
    "1 while a check of a feature fails, 0 while it holds; `dataset` is the name of the FeatureSet, `check` one of type, range, nulls, values, cardinality, skew."
  ),
  quality: gauge(
    "modelwatch_quality",
    "none",
    ["model", "metric", "segment", "segment_value", "reference"],
    "Metric of the model on matured labels over its window; shares are 0 to 1. `metric` is its name, with its cut where it has one: precision@0.8, ndcg@10. `reference` is absent for the model itself, else the naive forecast that was measured in its place."
  ),
  qualitySamples: gauge(
    "modelwatch_quality_samples",
    "events",
    ["model", "metric", "segment", "segment_value"],
    "Labelled predictions that decide of the metric: predicted positives of a precision, actual positives of a recall, else all."
  ),
  labelsMatured: gauge(
    "modelwatch_quality_labels_matured_ratio",
    "ratio",
    ["model", "metric"],
    "Share of the predictions of the window whose label has arrived, 0 to 1."
  ),
  qualityLastRun: gauge(
    "modelwatch_quality_last_run_timestamp_seconds",
    "unix-seconds",
    ["model"],
    "Unix time of the last evaluation of quality that came to its end."
  ),
  baselineValue: gauge(
    "modelwatch_baseline_value",
    "none",
    ["model", "proxy"],
    "Value of a proxy in the baseline of the model, in the unit of the proxy."
  )
};
var DATA_CHECKS = ["type", "range", "nulls", "values", "cardinality", "skew"];

// src/drift/result.ts
var text = z.string();
var number = z.number().nullable();
var count = z.int().min(0);
var moment = z.string().meta({ description: "Time in UTC, ISO 8601." });
var LEVELS = ["none", "warn", "alert"];
var zLevel = z.enum(LEVELS);
var zWindow = z.strictObject({
  from: moment.nullable().meta({ description: "First moment; null: all that there is." }),
  to: moment.nullable().meta({ description: "First moment after it; null: all that there is." }),
  rows: count
});
var ASPECTS = ["values", "nulls", "unseen", "type"];
var zTestResult = z.strictObject({
  part: z.enum(DRIFT_PARTS),
  feature: text.nullable().meta({ description: "Null for predictions and labels." }),
  aspect: z.enum(ASPECTS),
  test: text.meta({ description: "Name of the test, or of the aspect: nulls, unseen, type." }),
  segment: text.nullable(),
  segmentValue: text.nullable(),
  /** Rows that were compared: without missing values for `values`. */
  rows: count,
  baselineRows: count,
  score: number.meta({ description: "The statistic: a distance, or a p-value." }),
  effect: number.meta({
    description: "What the levels are compared with: the distance beyond chance, in the unit of the levels."
  }),
  levels: z.strictObject({ warn: z.number().nullable(), alert: z.number().nullable() }),
  noise: z.strictObject({ mean: z.number(), q99: z.number() }).nullable().meta({
    description: "What the statistic is without any drift at these rows: on average, and in 99 of 100 runs at most."
  }),
  pValue: number,
  adjustedPValue: number,
  alpha: z.number().nullable(),
  level: zLevel.meta({ description: "Of this run alone." }),
  verdict: zLevel.meta({ description: "After confirmation by earlier runs." }),
  reason: text.meta({ description: "Why, in a sentence." })
});
var zDistribution = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("numeric"),
    /** One more than bins; the outermost bins hold all that is beyond. */
    edges: z.array(z.number()),
    baseline: z.array(z.number()),
    current: z.array(z.number())
  }),
  z.strictObject({
    kind: z.literal("category"),
    /** The most frequent ones, and the rest together; null where values are personal data. */
    labels: z.array(text.nullable()),
    baseline: z.array(z.number()),
    current: z.array(z.number())
  })
]);
var zStatistics = z.strictObject({
  rows: count,
  nulls: count,
  distinct: count.nullable(),
  mean: number,
  std: number,
  min: number,
  max: number
});
var zColumnResult = z.strictObject({
  part: z.enum(DRIFT_PARTS),
  feature: text.nullable(),
  column: text,
  type: text.meta({
    description: 'numeric, category, vector, text, or "unknown" where it could not be read.'
  }),
  importance: text.nullable(),
  verdict: zLevel,
  level: zLevel,
  baseline: zStatistics.nullable(),
  current: zStatistics.nullable(),
  distribution: zDistribution.nullable()
});
var zFinding = z.strictObject({
  code: text.meta({ description: "Stable, such as column/all-null." }),
  severity: z.enum(["error", "warning", "info"]),
  column: text.nullable(),
  message: text,
  hint: text.nullable()
});
var zCheckResult = z.strictObject({
  dataset: text,
  feature: text.nullable().meta({ description: "Null for a check of the dataset as a whole." }),
  check: z.enum(DATA_CHECKS),
  failed: z.boolean(),
  value: number,
  limit: text,
  message: text
});
var zPolicyResult = z.strictObject({
  policy: text,
  title: text,
  model: text,
  profile: text,
  window: zWindow,
  baseline: zWindow.extend({ from: moment.nullable(), description: text, stored: z.boolean() }),
  minSamples: count,
  completed: z.boolean().meta({ description: "False when the data could not be read: nothing was decided." }),
  enough: z.boolean().meta({ description: "Whether there were enough rows to decide." }),
  verdict: zLevel,
  driftedShare: number.meta({ description: "Share of the tested features whose verdict is alert." }),
  weightedShare: number.meta({ description: "The same, features weighted by importance." }),
  shareLevels: z.strictObject({ warn: z.number().nullable(), alert: z.number() }).nullable(),
  shareLevel: zLevel.nullable(),
  tests: z.array(zTestResult),
  columns: z.array(zColumnResult),
  findings: z.array(zFinding),
  advice: z.strictObject({ impact: text.nullable(), runbook: text.nullable(), actions: z.array(text) }),
  previous: z.strictObject({ to: moment, verdict: zLevel, driftedShare: number, changed: z.array(text) }).nullable().meta({ description: "The run before, and which features changed their verdict since." })
});
var zDatasetResult = z.strictObject({
  dataset: text,
  window: zWindow,
  newest: moment.nullable().meta({ description: "Event time of the newest row." }),
  checks: z.array(zCheckResult),
  findings: z.array(zFinding)
});
var RESULT_VERSION = 1;
var zRunResult = z.strictObject({
  version: z.literal(RESULT_VERSION),
  modelwatch: text.meta({ description: "Version of the program." }),
  project: text,
  environment: text,
  endedAt: moment,
  policies: z.array(zPolicyResult),
  datasets: z.array(zDatasetResult)
}).meta({
  title: "Result of a modelwatch drift job",
  description: "What a run of `modelwatch drift run` found."
});

// src/drift/counting/sql.ts
function quoteName(name) {
  return `"${name.replaceAll('"', '""')}"`;
}
function quoteText(text3) {
  return `'${text3.replaceAll("'", "''")}'`;
}
function sqlDouble(value) {
  const text3 = String(value);
  return text3.includes("e") ? text3 : `${text3}e0`;
}
function numberOf({ expression, kind }) {
  if (kind === "float" || kind === "integer") return `${expression}::DOUBLE`;
  return `TRY_CAST(${expression} AS DOUBLE)`;
}
function textOf({ expression, kind }) {
  if (kind === "json") return `(${expression}->>'$')`;
  return kind === "text" ? expression : `${expression}::VARCHAR`;
}
function numericValues(column, index) {
  const value = numberOf(column);
  const finite2 = column.kind === "integer" ? value : `CASE WHEN isfinite(${value}) THEN ${value} END`;
  return [`${value} AS v${index}`, `${finite2} AS f${index}`];
}
function numericExpressions(index, { edges, shift }) {
  const finite2 = `f${index}`;
  const centred = `(${finite2} - ${sqlDouble(shift)})`;
  return [
    `count(v${index})`,
    `count(${finite2})`,
    edges.length === 0 ? "NULL" : `map_values(histogram(${finite2}, [${edges.map(sqlDouble).join(",")}]))`,
    `sum(${centred})`,
    `sum(${centred} * ${centred})`,
    `min(${finite2})`,
    `max(${finite2})`
  ];
}
var NUMERIC_EXPRESSIONS = 7;
function readNumeric(rows2, values, { edges }) {
  const [present, finite2, bins, sum2, squares, min, max] = values;
  const counted = listOf(bins).map(Number);
  const whole = Array.from({ length: edges.length + 1 }, (_, index) => counted[index] ?? 0);
  if (edges.length === 0) whole[0] = Number(finite2);
  return {
    kind: "numeric",
    rows: rows2,
    nulls: rows2 - Number(present),
    nonFinite: Number(present) - Number(finite2),
    bins: whole,
    sum: Number(sum2 ?? 0),
    sumOfSquares: Number(squares ?? 0),
    min: min === null || min === void 0 ? void 0 : Number(min),
    max: max === null || max === void 0 ? void 0 : Number(max)
  };
}
function listOf(value) {
  if (Array.isArray(value)) return value;
  const items = typeof value === "object" && value !== null && "items" in value ? value.items : void 0;
  return Array.isArray(items) ? items : [];
}
function categoryExpression(column, { buckets }) {
  const text3 = textOf(column);
  return buckets === void 0 ? text3 : `('#' || (md5_number_lower(${text3}) % ${buckets})::VARCHAR)`;
}
function readCategory(groups) {
  let [rows2, nulls] = [0, 0];
  const values = /* @__PURE__ */ new Map();
  for (const [value, count3] of groups) {
    rows2 += Number(count3);
    if (value === null || value === void 0) nulls += Number(count3);
    else values.set(String(value), Number(count3));
  }
  return { kind: "category", rows: rows2, nulls, values, rest: 0 };
}

// src/drift/figure.ts
function figure(value) {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? "unknown" : value > 0 ? "infinite" : "-infinite";
  if (value === 0) return "0";
  const size = Math.abs(value);
  if (size >= 1e-4 && size < 1e7) return String(Number(value.toPrecision(3)));
  return value.toExponential(2).replace(/\.?0+e/, "e").replace("e+", "e");
}

// src/drift/windows.ts
import { Temporal } from "temporal-polyfill";
var DAY_SECONDS = 86400;
var FIRST_MONDAY = Temporal.PlainDate.from("1970-01-05");
function lastScheduled(now, { everySeconds, at = "00:00", timezone }) {
  const days = everySeconds / DAY_SECONDS;
  if (days > 1 && !Number.isInteger(days)) return Math.floor(now / 1e3 / everySeconds) * everySeconds * 1e3;
  const time = Temporal.PlainTime.from(at);
  const momentOf = (date3) => date3.toZonedDateTime({ timeZone: timezone, plainTime: time }).epochMilliseconds;
  let date2 = Temporal.Instant.fromEpochMilliseconds(now).toZonedDateTimeISO(timezone).toPlainDate();
  if (momentOf(date2) > now) date2 = date2.subtract({ days: 1 });
  if (days < 1) {
    const begin = momentOf(date2);
    return begin + Math.floor((now - begin) / 1e3 / everySeconds) * everySeconds * 1e3;
  }
  const since = FIRST_MONDAY.until(date2, { largestUnit: "days" }).days;
  return momentOf(date2.subtract({ days: (since % days + days) % days }));
}
function currentWindow(now, policy, delaySeconds = 0) {
  const { schedule, windowSeconds, lagSeconds } = policy;
  const to = before(lastScheduled(now, schedule), lagSeconds + delaySeconds, schedule.timezone);
  return { from: before(to, windowSeconds, schedule.timezone), to };
}
function before(moment2, bySeconds, timezone) {
  const days = Math.floor(bySeconds / DAY_SECONDS);
  const zoned = Temporal.Instant.fromEpochMilliseconds(moment2).toZonedDateTimeISO(timezone);
  return zoned.subtract({ days }).epochMilliseconds - (bySeconds - days * DAY_SECONDS) * 1e3;
}
var DAYS_BACK = { "same-window-last-week": 7, "same-window-last-year": 364 };
function baselineWindow(window, baseline, { timezone }, windowSeconds) {
  if (baseline.kind === "earlier") {
    if (baseline.by === "previous-window") return { from: before(window.from, windowSeconds, timezone), to: window.from };
    const seconds2 = DAYS_BACK[baseline.by] * DAY_SECONDS;
    return { from: before(window.from, seconds2, timezone), to: before(window.to, seconds2, timezone) };
  }
  if (baseline.lastSeconds !== void 0)
    return { from: before(window.from, baseline.lastSeconds, timezone), to: window.from };
  const startOf = (day, plusDays) => Temporal.PlainDate.from(day).add({ days: plusDays }).toZonedDateTime(timezone).epochMilliseconds;
  return {
    ...baseline.from !== void 0 && { from: startOf(baseline.from, 0) },
    ...baseline.to !== void 0 && { to: startOf(baseline.to, 1) }
  };
}
var MOST_DAYS = 4e3;
function daysOf({ from, to }, timezone) {
  if (from === void 0 || to === void 0 || (to - from) / 1e3 > MOST_DAYS * DAY_SECONDS) return void 0;
  const dateOf = (moment2) => Temporal.Instant.fromEpochMilliseconds(moment2).toZonedDateTimeISO(timezone).toPlainDate();
  const last = dateOf(to - 1);
  const days = [];
  for (let day = dateOf(from); Temporal.PlainDate.compare(day, last) <= 0; day = day.add({ days: 1 })) days.push(day.toString());
  return days;
}
function isoMoment(milliseconds) {
  return new Date(milliseconds).toISOString().replace(".000Z", "Z");
}

// src/drift/counting/columns.ts
var KINDS = [
  [/^(?:TINYINT|SMALLINT|INTEGER|BIGINT|HUGEINT|UTINYINT|USMALLINT|UINTEGER|UBIGINT|UHUGEINT)$/, "integer"],
  [/^(?:FLOAT|DOUBLE|DECIMAL\(.*\))$/, "float"],
  [/^(?:VARCHAR|UUID|ENUM\(.*\))$/s, "text"],
  [/^BOOLEAN$/, "boolean"],
  [/^JSON$/, "json"],
  [/^(?:DATE|TIME.*|INTERVAL)$/, "time"],
  [/^(?:FLOAT|DOUBLE|DECIMAL\(.*\)|INTEGER|BIGINT)\[\d*\]$/, "vector"]
];
function physicalKind(type) {
  return KINDS.find(([pattern]) => pattern.test(type))?.[1] ?? "other";
}
var MOST_INTEGER_CATEGORIES = 20;
function comparedAs(declared, kind, distinct) {
  if (kind === "time" || kind === "vector" || kind === "other") return void 0;
  if (declared === "category" || declared === "text") return "category";
  if (declared === "numeric") return kind === "boolean" ? "category" : "numeric";
  if (kind === "float") return "numeric";
  if (kind === "integer") return (distinct ?? 0) > MOST_INTEGER_CATEGORIES ? "numeric" : "category";
  return "category";
}

// src/drift/world/files.ts
import { statSync } from "node:fs";
import path2 from "node:path";
var REMOTE = /^[a-z][a-z0-9+.-]*:\/\//i;
var EXTENSIONS = [
  [/^(?:s3|s3a|gs|gcs|r2|https?):\/\//i, "httpfs"],
  [/^(?:az|azure|abfss?):\/\//i, "azure"]
];
async function findFiles(engine, source, { root, days }) {
  const pattern = source.path ?? "";
  const isRemote = REMOTE.test(pattern);
  const full = isRemote || path2.isAbsolute(pattern) ? pattern : path2.join(root, pattern);
  if (isRemote) await loadFor(engine, source.name, full);
  const patterns = full.includes("{date}") ? (days ?? ["*"]).map((day) => ({ day, glob: full.replaceAll("{date}", day) })) : [{ day: "", glob: full }];
  const files2 = [];
  const missingDays = [];
  for (const { day, glob } of patterns) {
    const found = await engine.rows(`SELECT file FROM glob(${quoteText(glob)}) ORDER BY file`);
    files2.push(...found.map(([file]) => String(file)));
    if (found.length === 0 && day !== "") missingDays.push(day);
  }
  return { files: [...new Set(files2)], missingDays };
}
async function loadFor(engine, source, url) {
  const extension = EXTENSIONS.find(([scheme]) => scheme.test(url))?.[1];
  if (extension === void 0) {
    throw new DriftProblem(
      "source/unknown-scheme",
      `source ${source}: nothing here reads ${url.split(":")[0] ?? ""}://`,
      "Use a local path, s3://, gs://, az:// or https://."
    );
  }
  try {
    await engine.run(`LOAD ${extension}`);
  } catch {
    throw new DriftProblem(
      "source/no-extension",
      `source ${source} needs DuckDB's extension ${extension}, which is not installed`,
      `Where there is network, once: duckdb -c "INSTALL ${extension}" with the same version of DuckDB, or put ${extension}.duckdb_extension into its extension folder.`
    );
  }
}
function fingerprint(files2) {
  return files2.filter((file) => !REMOTE.test(file)).map((file) => {
    try {
      const { size, mtimeMs } = statSync(file);
      return `${file} ${size} ${mtimeMs}`;
    } catch {
      return `${file} gone`;
    }
  }).join("\n");
}

// src/drift/world/relation.ts
var FILE_ROW = "file_row_number";
async function openRelation(engine, request) {
  try {
    return await openFiles(engine, request);
  } catch (error) {
    if (error instanceof DriftProblem || error instanceof StoppedError) throw error;
    if (error instanceof EngineError)
      throw new DriftProblem("source/unreadable", `source ${request.source.name}: ${error.message}`);
    throw error;
  }
}
async function openFiles(engine, request) {
  const { source, window, timezone, root, name } = request;
  if (source.path === void 0)
    throw new DriftProblem(
      "source/unsupported",
      `source ${source.name} is of type ${source.type}, which this job can't read yet`,
      "Export the rows to Parquet, or write a job of your own that writes the metrics of the drift contract."
    );
  const days = daysOf(window, timezone);
  const { files: files2, missingDays } = await findFiles(engine, source, { root, days });
  if (files2.length === 0 && !source.path.includes("{date}"))
    throw new DriftProblem(
      "source/no-files",
      `source ${source.name}: no file is named ${source.path}`,
      `Relative paths begin at ${root}; --root says another folder.`
    );
  const known = files2.length > 0 ? files2 : await anyFile(engine, request);
  const before2 = fingerprint(files2);
  const reader = readerOf(source, known);
  const condition = files2.length === 0 ? "false" : await timeCondition(engine, source, reader, window);
  const from = `FROM ${reader}${condition === void 0 ? "" : ` WHERE ${condition}`}`;
  const isView = source.type === "parquet";
  await engine.run(`CREATE OR REPLACE TEMP ${isView ? "VIEW" : "TABLE"} ${quoteName(name)} AS SELECT * ${from}`);
  const columns = (await engine.columns(quoteName(name))).filter((column) => column.name !== FILE_ROW);
  const { rows: rows2, newest } = await countRows(engine, source, name, columns);
  return {
    name: quoteName(name),
    columns,
    rows: rows2,
    newest,
    rowNumber: isView ? FILE_ROW : "rowid",
    missingDays,
    isUncut: condition === void 0 && !source.path.includes("{date}"),
    hasChanged: () => fingerprint(files2) !== before2
  };
}
async function anyFile(engine, { source, root }) {
  const { files: files2 } = await findFiles(engine, source, { root, days: void 0 });
  const [first] = files2;
  if (first !== void 0) return [first];
  throw new DriftProblem(
    "source/no-files",
    `source ${source.name}: no file of any day is named ${source.path ?? ""}`,
    `Relative paths begin at ${root}; --root says another folder.`
  );
}
function readerOf({ type }, files2) {
  const list = `[${files2.map(quoteText).join(", ")}]`;
  switch (type) {
    case "csv":
      return `read_csv(${list}, header = true, all_varchar = true, union_by_name = true)`;
    case "jsonl":
      return `read_json(${list}, format = 'newline_delimited', union_by_name = true, sample_size = -1, convert_strings_to_integers = false)`;
    default:
      return `read_parquet(${list}, union_by_name = true, ${FILE_ROW} = true)`;
  }
}
async function timeCondition(engine, source, reader, { from, to }) {
  if (source.timestamp === void 0 || from === void 0 && to === void 0) return void 0;
  const columns = await engine.columns(reader);
  const time = await timeOf(engine, source, reader, columns);
  const literal = (moment2) => `TIMESTAMPTZ ${quoteText(isoMoment(moment2).replace("Z", "+00"))}`;
  return [
    ...from === void 0 ? [] : [`${time} >= ${literal(from)}`],
    ...to === void 0 ? [] : [`${time} < ${literal(to)}`]
  ].join(" AND ");
}
async function timeOf(engine, source, relation, columns) {
  const wanted = source.timestamp ?? "";
  const column = await resolveColumn(engine, relation, columns, wanted);
  if (column === void 0)
    throw new DriftProblem(
      "source/no-timestamp",
      `source ${source.name} has no column ${wanted}, by which its windows are cut`,
      `Its columns are ${columns.map(({ name }) => name).join(", ")}.`
    );
  const { expression, kind } = column;
  if (kind === "time") return `${expression}::TIMESTAMPTZ`;
  if (kind === "integer" || kind === "float")
    return `make_timestamptz((CASE WHEN abs(${expression}) < 1e11 THEN ${expression} * 1e6 WHEN abs(${expression}) < 1e14 THEN ${expression} * 1e3 ELSE ${expression} END)::BIGINT)`;
  return `TRY_CAST(${kind === "json" ? `(${expression}->>'$')` : expression} AS TIMESTAMPTZ)`;
}
async function countRows(engine, source, name, columns) {
  const relation = quoteName(name);
  const time = source.timestamp === void 0 ? void 0 : await timeOf(engine, source, relation, columns);
  const [row = []] = await engine.rows(
    `SELECT count(*)${time === void 0 ? "" : `, epoch_ms(max(${time}))`} FROM ${relation}`
  );
  const [rows2, newest] = row;
  return { rows: Number(rows2), newest: newest === null || newest === void 0 ? void 0 : Number(newest) };
}
async function resolveColumn(engine, relation, columns, wanted) {
  const named = (name) => columns.find((column) => column.name === name) ?? columns.find((column) => column.name.toLowerCase() === name.toLowerCase());
  const whole = named(wanted);
  if (whole !== void 0) return { expression: quoteName(whole.name), kind: physicalKind(whole.type) };
  const [head = "", ...fields] = wanted.split(".");
  const outer = named(head);
  if (outer === void 0 || fields.length === 0) return void 0;
  const isJson = outer.type === "JSON";
  const expression = isJson ? `${quoteName(outer.name)}->${quoteText(`$.${fields.join(".")}`)}` : [outer.name, ...fields].map(quoteName).join(".");
  try {
    const [field] = await engine.columns(`(SELECT ${expression} AS field FROM ${relation})`);
    return field && { expression: isJson ? `(${expression})` : expression, kind: physicalKind(field.type) };
  } catch (error) {
    if (error instanceof EngineError) return void 0;
    throw error;
  }
}

// src/drift/run/context.ts
var Findings = class {
  list = [];
  add(severity, code, message, more = {}) {
    this.list.push({ code, severity, column: more.column ?? null, message, hint: more.hint ?? null });
  }
};

// src/support/compare-strings.ts
function compareStrings(a, b) {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

// src/support/sorted-by.ts
function sortedBy(list, key) {
  const elements = [...list];
  if (elements.length < 2) return elements;
  return elements.map((element) => ({ element, key: key(element) })).toSorted(
    (a, b) => typeof a.key === "number" && typeof b.key === "number" ? a.key - b.key : compareStrings(String(a.key), String(b.key))
  ).map(({ element }) => element);
}

// src/drift/counting/edges.ts
var FINE_BINS = 128;
function quantileEdges(sorted, bins = FINE_BINS) {
  if (sorted.length === 0) return [];
  const edges = [];
  const add = (at2) => {
    const below = sorted[at2] ?? 0;
    const above = sorted[at2 + 1];
    if (above === void 0 || above === below) return;
    const edge = between(below, above);
    if (edge !== edges.at(-1)) edges.push(edge);
  };
  const step = sorted.length / bins;
  let last = -1;
  let at = 0;
  while (at < sorted.length) {
    const end = endOfRun(sorted, at);
    if (end - at + 1 >= step && at - 1 > last) {
      add(at - 1);
      last = at - 1;
    }
    if (end - last >= step) {
      add(end);
      last = end;
    }
    at = end + 1;
  }
  return edges;
}
function endOfRun(sorted, from) {
  const value = sorted[from];
  let step = 1;
  let low = from;
  while (low + step < sorted.length && sorted[low + step] === value) {
    low += step;
    step *= 2;
  }
  let high = Math.min(sorted.length, low + step);
  while (low + 1 < high) {
    const middle = low + high >> 1;
    if (sorted[middle] === value) low = middle;
    else high = middle;
  }
  return low;
}
var MOST_DIGITS = 17;
function between(below, above) {
  const middle = below / 2 + above / 2;
  for (let digits = 3; digits < MOST_DIGITS; digits += 1) {
    const rounded2 = Number(middle.toPrecision(digits));
    if (rounded2 > below && rounded2 < above) return rounded2;
  }
  return middle > below && middle < above ? middle : below;
}

// src/drift/baseline.ts
var SAMPLE_ROWS = 16384;
var MANY_DISTINCT = 0.5;
var LONG = 2e5;
var BUCKETS = 256;
async function chooseSchemes(engine, relation, requests) {
  const schemes = /* @__PURE__ */ new Map();
  if (requests.length === 0) return schemes;
  const sample = await takeSample(engine, relation, requests);
  const sampled = inSample(requests);
  const facts = await factsOf(engine, sample, sampled);
  const numeric = [];
  for (const [index, request] of sampled.entries()) {
    const fact = facts[index];
    if (fact === void 0) continue;
    const valueClass = classOf(request.column.kind, fact);
    const kind = request.declared === "auto" && valueClass === "number" && request.column.kind === "text" ? "float" : request.column.kind;
    const as = comparedAs(request.declared, kind, fact.distinct);
    if (as === void 0) continue;
    if (as === "numeric") numeric.push(request);
    const isTooMany = relation.rows > LONG && fact.distinct > MANY_DISTINCT * fact.present;
    schemes.set(request.id, {
      as,
      valueClass,
      scheme: as === "numeric" ? { kind: "numeric", edges: [], shift: 0 } : { kind: "category", ...isTooMany && { buckets: BUCKETS } }
    });
  }
  await addEdges(engine, sample, numeric, schemes);
  return schemes;
}
async function takeSample(engine, relation, requests) {
  const sample = quoteName("modelwatch sample");
  const every = Math.max(1, Math.ceil(relation.rows / SAMPLE_ROWS));
  const expressions = requests.map(({ column }, index) => `${column.expression} AS c${index}`);
  await engine.run(
    `CREATE OR REPLACE TEMP TABLE ${sample} AS SELECT ${expressions.join(", ")} FROM ${relation.name}${every === 1 ? "" : ` WHERE ${relation.rowNumber} % ${every} = 0`}`
  );
  return sample;
}
function inSample(requests) {
  return requests.map((request, index) => ({
    ...request,
    column: { expression: `c${index}`, kind: request.column.kind }
  }));
}
var FACTS = 3;
async function factsOf(engine, sample, requests) {
  const [row = []] = await engine.rows(
    `SELECT ${requests.flatMap(({ column, declared }) => {
      const isText = column.kind === "text" || column.kind === "json";
      const counts = declared === "auto" || column.kind === "text" || column.kind === "json" || declared === "category";
      return [
        `count(${column.expression})`,
        isText ? `count(TRY_CAST(${column.expression} AS DOUBLE))` : `count(${column.expression})`,
        counts ? `count(DISTINCT ${column.expression})` : "0"
      ];
    }).join(", ")} FROM ${sample}`
  );
  return requests.map((_, index) => ({
    present: Number(row[index * FACTS]),
    numbers: Number(row[index * FACTS + 1]),
    distinct: Number(row[index * FACTS + 2])
  }));
}
async function valueClasses(engine, relation, requests) {
  const classes = /* @__PURE__ */ new Map();
  const texts = [];
  for (const request of requests) {
    const { kind } = request.column;
    if (kind === "text" || kind === "json") texts.push(request);
    else classes.set(request.id, classOf(kind, { present: 0, numbers: 0, distinct: 0 }));
  }
  const facts = texts.length === 0 ? [] : await factsOf(engine, await takeSample(engine, relation, texts), inSample(texts));
  for (const [index, request] of texts.entries())
    classes.set(request.id, classOf(request.column.kind, facts[index] ?? { present: 0, numbers: 0, distinct: 0 }));
  return classes;
}
function classOf(kind, { present, numbers }) {
  if (kind === "integer" || kind === "float") return "number";
  if (kind === "text" || kind === "json") return present > 0 && numbers === present ? "number" : "text";
  return kind === "boolean" || kind === "time" ? kind : "other";
}
async function addEdges(engine, sample, requests, schemes) {
  if (requests.length === 0) return;
  const values = await engine.numbers(`SELECT ${requests.map(({ column }) => numberOf(column)).join(", ")} FROM ${sample}`);
  for (const [index, { id }] of requests.entries()) {
    const known = schemes.get(id);
    const sorted = (values[index] ?? new Float64Array()).filter(Number.isFinite).toSorted();
    if (known === void 0) continue;
    const edges = quantileEdges(sorted);
    const shift = edges[edges.length >> 1] ?? sorted[0] ?? 0;
    schemes.set(id, { ...known, scheme: { kind: "numeric", edges, shift } });
  }
}
function singletonRows({ values, rest }) {
  let rows2 = rest;
  for (const count3 of values.values()) if (count3 === 1) rows2 += 1;
  return rows2;
}
function byFrequency(values) {
  return sortedBy(sortedBy([...values], ([value]) => value), ([, count3]) => -count3);
}

// src/drift/counting/count.ts
var BATCH = 40;
async function countColumns(engine, target, columns) {
  const counted = /* @__PURE__ */ new Map();
  const failures = [];
  const numeric = columns.filter(isNumeric);
  for (let from = 0; from < numeric.length; from += BATCH)
    await countNumeric(engine, target, numeric.slice(from, from + BATCH), counted, failures);
  for (const column of columns.filter(isCategory)) await countCategory(engine, target, column, counted, failures);
  return { counted, failures };
}
function isNumeric(column) {
  return column.scheme.kind === "numeric";
}
function isCategory(column) {
  return column.scheme.kind === "category";
}
async function countNumeric(engine, target, columns, counted, failures) {
  const values = columns.flatMap(({ column }, index) => numericValues(column, index));
  const expressions = columns.flatMap(({ scheme }, index) => numericExpressions(index, scheme));
  const from = `(SELECT ${target.group ?? "''"} AS g, ${values.join(", ")} FROM ${target.relation})`;
  try {
    const rows2 = await engine.rows(
      target.group === void 0 ? `SELECT '', count(*), ${expressions.join(", ")} FROM ${from}` : `SELECT g, count(*), ${expressions.join(", ")} FROM ${from} GROUP BY g`
    );
    for (const [index, { id, scheme }] of columns.entries()) {
      const at = 2 + index * NUMERIC_EXPRESSIONS;
      const groups = rows2.map(
        ([name, count3, ...rest]) => [String(name), readNumeric(Number(count3), [name, count3, ...rest].slice(at, at + NUMERIC_EXPRESSIONS), scheme)]
      );
      counted.set(id, new Map(groups));
    }
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    const [only] = columns;
    if (columns.length === 1 && only) {
      failures.push({ id: only.id, message: error.message });
      return;
    }
    const half = Math.ceil(columns.length / 2);
    await countNumeric(engine, target, columns.slice(0, half), counted, failures);
    await countNumeric(engine, target, columns.slice(half), counted, failures);
  }
}
async function countCategory(engine, target, { id, column, scheme }, counted, failures) {
  try {
    const rows2 = await engine.rows(
      `SELECT ${target.group ?? "''"} AS g, ${categoryExpression(column, scheme)} AS v, count(*) FROM ${target.relation} GROUP BY g, v`
    );
    const groups = /* @__PURE__ */ new Map();
    for (const [group, value, count3] of rows2) {
      const key = String(group);
      const list = groups.get(key);
      if (list === void 0) groups.set(key, [[value, count3]]);
      else list.push([value, count3]);
    }
    if (groups.size === 0 && target.group === void 0) groups.set("", []);
    counted.set(id, new Map([...groups].map(([group, values]) => [group, readCategory(values)])));
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    failures.push({ id, message: error.message });
  }
}

// src/spec/kinds/drift/tests.ts
var ANY = ["numeric", "category", "text"];
var NUMERIC = ["numeric"];
var CATEGORY = ["category", "text"];
var distance = (types, most, least) => ({
  judgedBy: "distance",
  types,
  ...most !== void 0 && { most },
  ...least !== void 0 && { least }
});
var significance = (types) => ({ judgedBy: "p-value", types });
var DRIFT_TESTS = {
  psi: distance(ANY),
  kl: distance(ANY),
  "jensen-shannon": distance(ANY, Math.sqrt(Math.LN2)),
  hellinger: distance(ANY, 1),
  tvd: distance(ANY, 1),
  "l-infinity": distance(ANY, 1),
  wasserstein: distance(NUMERIC),
  energy: distance(NUMERIC),
  "cramers-v": distance(CATEGORY, 1),
  mmd: distance(["numeric", "vector"]),
  "domain-classifier": distance(["numeric", "category", "vector", "text"], 1, 0.5),
  ks: significance(NUMERIC),
  "chi-square": significance(CATEGORY),
  g: significance(CATEGORY),
  z: significance(["category"]),
  t: significance(NUMERIC),
  "mann-whitney": significance(NUMERIC),
  "anderson-darling": significance(NUMERIC),
  "cramer-von-mises": significance(NUMERIC)
};
var DRIFT_TEST_NAMES = Object.keys(DRIFT_TESTS);
function driftTest(name) {
  return DRIFT_TESTS[name];
}

// src/statistics/multiple-testing.ts
var FACTORS = {
  none: () => 1,
  bonferroni: (_, count3) => count3,
  holm: (rank, count3) => count3 - rank + 1,
  "benjamini-hochberg": (rank, count3) => count3 / rank
};
function adjustPValues(pValues, correction) {
  const adjusted = [...pValues];
  const ascending = pValues.flatMap((p2, index) => p2 === null || Number.isNaN(p2) ? [] : [{ p: p2, index }]).toSorted((a, b) => a.p - b.p || a.index - b.index);
  const wrong = ascending.find(({ p: p2 }) => !(p2 >= 0 && p2 <= 1));
  if (wrong !== void 0) throw new RangeError(`${wrong.p} is no p-value`);
  const factor = FACTORS[correction];
  const raised = ascending.map(({ p: p2 }, index) => Math.min(1, p2 * factor(index + 1, ascending.length)));
  const monotonous = correction === "benjamini-hochberg" ? leastFromHere(raised) : mostUpToHere(raised);
  ascending.forEach(({ index }, rank) => {
    adjusted[index] = monotonous[rank] ?? 1;
  });
  return adjusted;
}
function mostUpToHere(values) {
  let most = 0;
  return values.map((each) => {
    most = Math.max(most, each);
    return most;
  });
}
function leastFromHere(values) {
  let least = 1;
  return values.toReversed().map((each) => {
    least = Math.min(least, each);
    return least;
  }).toReversed();
}

// src/support/group-by.ts
function groupBy(items, keyOf) {
  const groups = /* @__PURE__ */ new Map();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group === void 0) groups.set(key, [item]);
    else group.push(item);
  }
  return groups;
}

// src/drift/decide.ts
function judge(candidates, rules) {
  const adjusted = /* @__PURE__ */ new Map();
  const isTested = ({ score }) => isEnough(score, rules) && !Number.isNaN(score?.pValue);
  for (const family of groupBy(candidates.filter(isTested), ({ aspect }) => aspect).values()) {
    const corrected = adjustPValues(
      family.map(({ score }) => score?.pValue ?? 1),
      rules.correction
    );
    for (const [index, candidate] of family.entries()) adjusted.set(candidate, corrected[index] ?? 1);
  }
  return candidates.map((candidate) => judged(candidate, rules, adjusted.get(candidate)));
}
function isEnough(score, { minSamples }) {
  return score !== void 0 && Math.min(score.rows, score.baselineRows) >= minSamples;
}
function judged(candidate, rules, adjustedPValue) {
  const { part, feature, aspect, test, segment, score, alpha } = candidate;
  const levels = effectiveLevels(candidate);
  const level = levelOf(candidate, levels, rules, adjustedPValue);
  return {
    part,
    feature,
    aspect,
    test,
    segment: segment?.name ?? null,
    segmentValue: segment?.value ?? null,
    rows: score?.rows ?? 0,
    baselineRows: score?.baselineRows ?? 0,
    score: finite(score?.score),
    effect: finite(score?.effect),
    levels: { warn: levels.warn ?? null, alert: levels.alert ?? null },
    noise: score?.noise && Number.isFinite(score.noise.mean) ? rounded(score.noise) : null,
    pValue: finite(score?.pValue),
    adjustedPValue: finite(adjustedPValue),
    alpha,
    level,
    reason: reasonOf(candidate, levels, level, rules, adjustedPValue)
  };
}
function effectiveLevels({ aspect, test, levels }) {
  const isBare = levels.warn === void 0 && levels.alert === void 0;
  const isSignificance = aspect === "values" && driftTest(test).judgedBy === "p-value";
  return isBare && isSignificance ? { alert: 0 } : levels;
}
function levelOf({ aspect, score, alpha }, levels, rules, adjustedPValue) {
  if (score === void 0) return "none";
  if (aspect !== "type" && (!isEnough(score, rules) || adjustedPValue === void 0 || adjustedPValue > alpha)) return "none";
  if (levels.alert !== void 0 && score.effect >= levels.alert) return "alert";
  return levels.warn !== void 0 && score.effect >= levels.warn ? "warn" : "none";
}
function reasonOf({ score, unknown, alpha, aspect }, levels, level, rules, adjustedPValue) {
  if (score === void 0) return unknown ?? "not calculated";
  if (aspect === "type") return unknown ?? (level === "none" ? "of the same type" : "of another type");
  if (!isEnough(score, rules))
    return `not decided: ${Math.min(score.rows, score.baselineRows)} rows, ${rules.minSamples} are needed`;
  if (adjustedPValue === void 0) return "not decided: no p-value";
  const size = `${figure(score.effect)} beyond chance`;
  if (level !== "none") return `${size}, at least ${figure(levels[level] ?? 0)}; adjusted p ${figure(adjustedPValue)} \u2264 ${figure(alpha)}`;
  const least = levels.warn ?? levels.alert;
  if (least !== void 0 && score.effect >= least)
    return `${size}, but it may be chance: adjusted p ${figure(adjustedPValue)} > ${figure(alpha)}`;
  return least === void 0 ? size : `${size}, below ${figure(least)}`;
}
var DIGITS = 10;
function finite(value) {
  return value === void 0 || !Number.isFinite(value) ? null : Number(value.toPrecision(DIGITS));
}
function rounded({ mean: mean2, q99 }) {
  return { mean: finite(mean2) ?? 0, q99: finite(q99) ?? 0 };
}
var RANKS = ["none", "warn", "alert"];
function rankOf(level) {
  return RANKS.indexOf(level);
}
function worst(levels) {
  let most = "none";
  for (const level of levels) if (rankOf(level) > rankOf(most)) most = level;
  return most;
}
function confirmed(level, earlier, last, consecutive) {
  const runs = [level, ...earlier].slice(0, consecutive);
  if (runs.length < consecutive) return last;
  const ranks = runs.map(rankOf);
  const [least, most] = [Math.min(...ranks), Math.max(...ranks)];
  if (least > rankOf(last)) return RANKS[least] ?? last;
  return most < rankOf(last) ? RANKS[most] ?? last : last;
}

// src/drift/scoring/pooled.ts
var LEAST_EXPECTED = 5;
function pooledTable(baseline, current) {
  const [m, n] = [total(baseline), total(current)];
  const [left, right] = [[], []];
  let [otherLeft, otherRight] = [baseline.rest, current.rest];
  const least = LEAST_EXPECTED * (m + n) / Math.min(m, n);
  const union = new Map(baseline.values);
  for (const [value, count3] of current.values) union.set(value, (union.get(value) ?? 0) + count3);
  for (const [value, both] of byFrequency(union)) {
    const a = baseline.values.get(value) ?? 0;
    const b = current.values.get(value) ?? 0;
    if (both >= least) {
      left.push(a);
      right.push(b);
    } else {
      otherLeft += a;
      otherRight += b;
    }
  }
  if (otherLeft + otherRight > 0) {
    left.push(otherLeft);
    right.push(otherRight);
  }
  return { baseline: left, current: right, rows: n, baselineRows: m };
}
function total({ rows: rows2, nulls }) {
  return rows2 - nulls;
}
function coarseTable(baseline, current, most) {
  const [m, n] = [sum(baseline), sum(current)];
  const bins = Math.max(1, Math.min(most, Math.floor(Math.min(m, n) / LEAST_EXPECTED)));
  const [left, right] = [[], []];
  let [a, b] = [0, 0];
  const flush = () => {
    left.push(a);
    right.push(b);
    [a, b] = [0, 0];
  };
  for (const [index, count3] of baseline.entries()) {
    if (a > 0 && a + count3 / 2 >= m / bins) flush();
    a += count3;
    b += current[index] ?? 0;
  }
  if (a + b > 0) flush();
  return { baseline: left, current: right, rows: n, baselineRows: m };
}
function sum(values) {
  return values.reduce((all, each) => all + each, 0);
}

// src/statistics/binned-distances.ts
var ZERO_FILL = 1e-4;
var BINNED_DISTANCES = {
  psi: (reference2, current) => {
    const [r, c] = filled(reference2, current);
    return summed(r, c, (a, b) => (a - b) * Math.log(a / b));
  },
  kl: (reference2, current) => {
    const [r, c] = filled(reference2, current).map(shares);
    return summed(r ?? [], c ?? [], (a, b) => a * Math.log(a / b));
  },
  "jensen-shannon": (reference2, current) => {
    const divergence = summed(shares(reference2), shares(current), (a, b) => {
      const middle = (a + b) / 2;
      return entropy(a, middle) + entropy(b, middle);
    });
    return Math.sqrt(Math.max(0, divergence) / 2);
  },
  hellinger: (reference2, current) => {
    const overlap = summed(shares(reference2), shares(current), (a, b) => Math.sqrt(a * b));
    return Math.sqrt(Math.max(0, 1 - overlap));
  },
  tvd: (reference2, current) => summed(shares(reference2), shares(current), (a, b) => Math.abs(a - b)) / 2
};
function entropy(share2, middle) {
  return share2 === 0 ? 0 : share2 * Math.log(share2 / middle);
}
function filled(reference2, current) {
  const isSeen = (_, index) => (reference2[index] ?? 0) > 0 || (current[index] ?? 0) > 0;
  return [withoutZeros(shares(reference2).filter(isSeen)), withoutZeros(shares(current).filter(isSeen))];
}
function withoutZeros(values) {
  const smallest = values.reduce((least, each) => each > 0 && each < least ? each : least, 1);
  const fill = smallest <= ZERO_FILL ? smallest / 1e6 : ZERO_FILL;
  return values.map((each) => each === 0 ? fill : each);
}
function shares(counts) {
  const total2 = counts.reduce((sum2, each) => sum2 + each, 0);
  return counts.map((each) => each / total2);
}
function summed(a, b, term) {
  let sum2 = 0;
  for (let index = 0; index < a.length; index += 1) sum2 += term(a[index] ?? 0, b[index] ?? 0);
  return sum2;
}

// src/statistics/gamma.ts
var LANCZOS = [
  0.9999999999998099,
  676.5203681218851,
  -1259.1392167224028,
  771.3234287776531,
  -176.6150291621406,
  12.507343278686905,
  -0.13857109526572012,
  9984369578019572e-21,
  15056327351493116e-23
];
var MOST_TERMS = 1e5;
var TINY = 1e-300;
var PRECISION = 1e-16;
function logGamma(x) {
  if (!(x > 0)) return Number.NaN;
  if (x < 0.5) return Math.log(Math.PI / Math.sin(Math.PI * x)) - logGamma(1 - x);
  const shifted2 = x - 1;
  const t = shifted2 + 7.5;
  const sum2 = LANCZOS.reduce(
    (total2, coefficient, index) => total2 + (index === 0 ? coefficient : coefficient / (shifted2 + index)),
    0
  );
  return 0.5 * Math.log(2 * Math.PI) + (shifted2 + 0.5) * Math.log(t) - t + Math.log(sum2);
}
function incompleteGamma(a, x) {
  if (!(a > 0) || !(x >= 0)) return { lower: Number.NaN, upper: Number.NaN };
  if (x === 0) return { lower: 0, upper: 1 };
  if (x === Number.POSITIVE_INFINITY) return { lower: 1, upper: 0 };
  const front = Math.exp(a * Math.log(x) - x - logGamma(a));
  if (x < a + 1) {
    const lower = Math.min(1, front * lowerSeries(a, x));
    return { lower, upper: 1 - lower };
  }
  const upper = Math.min(1, front * upperFraction(a, x));
  return { lower: 1 - upper, upper };
}
function lowerSeries(a, x) {
  let term = 1 / a;
  let sum2 = term;
  for (let n = 1; n < MOST_TERMS && term > sum2 * PRECISION; n += 1) {
    term *= x / (a + n);
    sum2 += term;
  }
  return sum2;
}
function upperFraction(a, x) {
  let b = x + 1 - a;
  let c = 1 / TINY;
  let d = 1 / b;
  let value = d;
  for (let n = 1; n < MOST_TERMS; n += 1) {
    const numerator = -n * (n - a);
    b += 2;
    d = 1 / nonZero(numerator * d + b);
    c = nonZero(b + numerator / c);
    value *= d * c;
    if (Math.abs(d * c - 1) <= PRECISION) break;
  }
  return value;
}
function nonZero(value) {
  return Math.abs(value) < TINY ? TINY : value;
}

// src/statistics/normal.ts
function normalTail(z19) {
  const { lower, upper } = incompleteGamma(0.5, z19 * z19 / 2);
  return z19 > 0 ? upper / 2 : 0.5 + lower / 2;
}
function normalQuantile(p2) {
  if (!(p2 >= 0 && p2 <= 1)) return Number.NaN;
  if (p2 > 0.5) return -normalQuantile(1 - p2);
  if (p2 === 0) return Number.NEGATIVE_INFINITY;
  const t = Math.sqrt(-2 * Math.log(p2));
  let upper = t - (2.515517 + t * (0.802853 + t * 0.010328)) / (1 + t * (1.432788 + t * (0.189269 + t * 1308e-6)));
  for (let step = 0; step < 3; step += 1) {
    const density = Math.exp(-upper * upper / 2) / Math.sqrt(2 * Math.PI);
    const error = (normalTail(upper) - p2) / density;
    upper += error / (1 - upper * error / 2);
  }
  return -upper;
}

// src/statistics/chi-squared.ts
function chiSquaredTail(x, degrees) {
  return x <= 0 ? 1 : incompleteGamma(degrees / 2, x / 2).upper;
}
function chiSquaredQuantile(p2, degrees) {
  if (!(p2 >= 0 && p2 <= 1)) return Number.NaN;
  if (p2 === 0) return 0;
  if (p2 === 1) return Number.POSITIVE_INFINITY;
  const spread = 2 / (9 * degrees);
  const cube = 1 - spread + normalQuantile(p2) * Math.sqrt(spread);
  let x = Math.max(degrees * cube * cube * cube, 1e-10);
  let low = 0;
  let high = Number.POSITIVE_INFINITY;
  for (let step = 0; step < 200; step += 1) {
    const { lower } = incompleteGamma(degrees / 2, x / 2);
    if (lower < p2) low = x;
    else high = x;
    const newton = x - (lower - p2) / chiSquaredDensity(x, degrees);
    const next = newton > low && newton < high ? newton : high === Number.POSITIVE_INFINITY ? 2 * x : (low + high) / 2;
    if (Math.abs(next - x) <= 1e-13 * x) return next;
    x = next;
  }
  return x;
}
function meanOfRoot(degrees) {
  return Math.SQRT2 * Math.exp(logGamma((degrees + 1) / 2) - logGamma(degrees / 2));
}
function chiSquaredDensity(x, degrees) {
  const half = degrees / 2;
  return Math.exp((half - 1) * Math.log(x) - x / 2 - half * Math.LN2 - logGamma(half));
}

// src/statistics/noise-floor.ts
import { mean, quantileSorted } from "simple-statistics";

// src/statistics/cached.ts
var MOST_KEPT = 2e3;
function cached(compute) {
  const known = /* @__PURE__ */ new Map();
  return (input) => {
    const key = JSON.stringify(input);
    const before2 = known.get(key);
    if (before2 !== void 0) return before2;
    const output = compute(input);
    const [oldest] = known.keys();
    if (known.size >= MOST_KEPT && oldest !== void 0) known.delete(oldest);
    known.set(key, output);
    return output;
  };
}

// src/statistics/kolmogorov.ts
var SWITCH = 1.18;
var LIMIT_MEAN = Math.sqrt(Math.PI / 2) * Math.LN2;
function kolmogorovTail(d, n, m) {
  return limitTail(d * scale(n, m));
}
function kolmogorovQuantile(p2, n, m) {
  let low = 0;
  let high = 10;
  for (let step = 0; step < 60; step += 1) {
    const middle = (low + high) / 2;
    if (limitTail(middle) > 1 - p2) low = middle;
    else high = middle;
  }
  return Math.min(1, high / scale(n, m));
}
function kolmogorovMean(n, m) {
  return Math.min(1, LIMIT_MEAN / scale(n, m));
}
function scale(n, m) {
  const root = Math.sqrt(1 / (1 / n + 1 / m));
  return root + 0.12 + 0.11 / root;
}
function limitTail(x) {
  if (x <= 0) return 1;
  if (x < SWITCH) {
    const exponent = -(Math.PI * Math.PI) / (8 * x * x);
    const terms = [1, 9, 25, 49].reduce((sum2, odd) => sum2 + Math.exp(odd * exponent), 0);
    return 1 - Math.sqrt(2 * Math.PI) / x * terms;
  }
  const term = (j) => Math.exp(-2 * j * j * x * x);
  return Math.max(0, 2 * (term(1) - term(2) + term(3) - term(4)));
}

// src/statistics/random.ts
var INVERSION_BELOW = 10;
function createRandom(seed) {
  const nextBits = bitsFrom(seed);
  const uniform = () => nextBits() / 2 ** 32;
  let spare;
  const normal = () => {
    if (spare !== void 0) {
      const value = spare;
      spare = void 0;
      return value;
    }
    for (; ; ) {
      const x = 2 * uniform() - 1;
      const y = 2 * uniform() - 1;
      const square = x * x + y * y;
      if (square >= 1 || square === 0) continue;
      const scale2 = Math.sqrt(-2 * Math.log(square) / square);
      spare = y * scale2;
      return x * scale2;
    }
  };
  const binomial = (trials, share2) => {
    if (share2 <= 0 || trials <= 0) return 0;
    if (share2 >= 1) return trials;
    if (share2 > 0.5) return trials - binomial(trials, 1 - share2);
    return trials * share2 < INVERSION_BELOW ? byInversion(trials, share2, uniform) : byRejection(trials, share2, uniform);
  };
  const multinomial = (total2, shares2) => {
    let left = total2;
    let rest = 1;
    return shares2.map((share2, index) => {
      const drawn2 = index === shares2.length - 1 ? left : binomial(left, Math.min(1, share2 / rest));
      left -= drawn2;
      rest = Math.max(rest - share2, Number.MIN_VALUE);
      return drawn2;
    });
  };
  return { uniform, normal, binomial, multinomial };
}
function bitsFrom(seed) {
  let weyl = seed >>> 0;
  const word = () => {
    weyl = weyl + 2654435769 >>> 0;
    let mixed = Math.imul(weyl ^ weyl >>> 16, 2246822507);
    mixed = Math.imul(mixed ^ mixed >>> 13, 3266489909);
    return (mixed ^ mixed >>> 16) >>> 0;
  };
  let a = word();
  let b = word();
  let c = word();
  let d = word();
  return () => {
    const result2 = Math.imul(rotated(Math.imul(b, 5), 7), 9) >>> 0;
    const shifted2 = b << 9;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= shifted2;
    d = rotated(d, 11);
    return result2;
  };
}
function rotated(bits, by) {
  return bits << by | bits >>> 32 - by;
}
function byInversion(trials, share2, uniform) {
  const odds = share2 / (1 - share2);
  let probability = Math.exp(trials * Math.log1p(-share2));
  let below = probability;
  const wanted = uniform();
  let successes = 0;
  while (below < wanted && successes < trials) {
    successes += 1;
    probability *= odds * (trials - successes + 1) / successes;
    if (probability === 0) break;
    below += probability;
  }
  return successes;
}
function byRejection(trials, share2, uniform) {
  const deviation = Math.sqrt(trials * share2 * (1 - share2));
  const b = 1.15 + 2.53 * deviation;
  const a = -0.0873 + 0.0248 * b + 0.01 * share2;
  const c = trials * share2 + 0.5;
  const squeeze = 0.92 - 4.2 / b;
  const alpha = (2.83 + 5.1 / b) * deviation;
  const logOdds = Math.log(share2 / (1 - share2));
  const mode = Math.floor((trials + 1) * share2);
  const atMode = logFactorial(mode) + logFactorial(trials - mode);
  for (; ; ) {
    const u = uniform() - 0.5;
    const v = uniform();
    const us = 0.5 - Math.abs(u);
    const successes = Math.floor((2 * a / us + b) * u + c);
    if (us >= 0.07 && v <= squeeze) return successes;
    if (successes < 0 || successes > trials) continue;
    const bound = Math.log(v * alpha / (a / (us * us) + b));
    const logRatio = atMode - logFactorial(successes) - logFactorial(trials - successes) + (successes - mode) * logOdds;
    if (bound <= logRatio) return successes;
  }
}
var SMALL_FACTORIALS = Array.from(
  { length: 10 },
  (_, n) => Math.log(
    Array.from({ length: n }, (_unused, index) => index + 1).reduce((product, each) => product * each, 1)
  )
);
function logFactorial(n) {
  const known = SMALL_FACTORIALS[n];
  if (known !== void 0) return known;
  const x = n + 1;
  const inverse = 1 / x;
  const square = inverse * inverse;
  return (x - 0.5) * Math.log(x) - x + 0.5 * Math.log(2 * Math.PI) + inverse * (1 / 12 - square * (1 / 360 - square * (1 / 1260 - square / 1680)));
}

// src/statistics/shares.ts
function binShares(bins) {
  if (typeof bins === "number") {
    if (!(Number.isInteger(bins) && bins >= 1)) throw new RangeError(`${bins} is no number of bins`);
    return Array.from({ length: bins }, () => 1 / bins);
  }
  const total2 = bins.reduce((sum2, each) => sum2 + each, 0);
  if (bins.length === 0 || !bins.every((each) => each > 0 && Number.isFinite(each)))
    throw new RangeError("every bin needs a share above 0");
  return bins.map((each) => each / total2);
}
function smallestShare(bins) {
  return Math.min(1, ...typeof bins === "number" ? [1 / bins] : binShares(bins));
}
function binCount(bins) {
  return typeof bins === "number" ? bins : bins.length;
}

// src/statistics/wasserstein.ts
var LIMIT = [
  { p: 1e-3, value: 0.525 },
  { p: 0.01, value: 0.623 },
  { p: 0.05, value: 0.735 },
  { p: 0.1, value: 0.808 },
  { p: 0.25, value: 0.965 },
  { p: 0.5, value: 1.199 },
  { p: 0.75, value: 1.515 },
  { p: 0.9, value: 1.886 },
  { p: 0.95, value: 2.146 },
  { p: 0.99, value: 2.693 },
  { p: 0.999, value: 3.362 }
];
var LIMIT_MEAN2 = 1.2884;
var SCORES = LIMIT.map(({ p: p2 }) => normalQuantile(p2));
var LOGARITHMS = LIMIT.map(({ value }) => Math.log(value));
function wassersteinQuantile(p2, n, m) {
  return Math.exp(interpolated(normalQuantile(p2), SCORES, LOGARITHMS)) * Math.sqrt(1 / n + 1 / m);
}
function wassersteinTail(distance2, n, m) {
  if (!(distance2 > 0)) return 1;
  const value = distance2 / Math.sqrt(1 / n + 1 / m);
  return normalTail(interpolated(Math.log(value), LOGARITHMS, SCORES));
}
function wassersteinMean(n, m) {
  return LIMIT_MEAN2 * Math.sqrt(1 / n + 1 / m);
}
function interpolated(x, xs, ys) {
  if (!Number.isFinite(x)) return x;
  const after = xs.findIndex((each) => each >= x);
  const right = after === -1 ? xs.length - 1 : Math.max(1, after);
  const [x0 = 0, x1 = 0] = xs.slice(right - 1, right + 1);
  const [y0 = 0, y1 = 0] = ys.slice(right - 1, right + 1);
  return y0 + (x - x0) / (x1 - x0) * (y1 - y0);
}

// src/statistics/noise-floor.ts
var LEAST_EXPECTED2 = 5;
var DEFAULT_BINS = 10;
var SEED = 20260101;
var MOST_REPEATS = 4e3;
var LEAST_REPEATS = 250;
var CELLS = 1e6;
function noiseFloor({ test, n, m, bins = DEFAULT_BINS }) {
  if (!(n >= 1 && m >= 1)) throw new RangeError(`a sample of ${n} and one of ${m} rows can't be compared`);
  if (test === "ks") {
    return {
      mean: kolmogorovMean(n, m),
      quantile: (p2) => kolmogorovQuantile(p2, n, m),
      exceedance: (threshold) => kolmogorovTail(threshold, n, m),
      method: "limit"
    };
  }
  if (test === "wasserstein") {
    return {
      mean: wassersteinMean(n, m),
      quantile: (p2) => wassersteinQuantile(p2, n, m),
      exceedance: (threshold) => wassersteinTail(threshold, n, m),
      method: "limit"
    };
  }
  if (Math.min(n, m) * smallestShare(bins) < LEAST_EXPECTED2)
    return drawn(sampledDistances({ test, n, m: String(m), bins }));
  if (test === "tvd") {
    const scale2 = Math.sqrt(1 / n + 1 / m);
    return scaled(drawn(limitOfVariation(bins), "limit"), scale2);
  }
  return chiSquaredFloor(test, 1 / n + 1 / m, binCount(bins) - 1);
}
function chiSquaredFloor(test, variance, degrees) {
  if (degrees === 0)
    return { mean: 0, quantile: () => 0, exceedance: (t) => t <= 0 ? 1 : 0, method: "limit" };
  const factor = { psi: variance, kl: variance / 2, "jensen-shannon": variance / 8, hellinger: variance / 8 }[test];
  const isRoot = test === "jensen-shannon" || test === "hellinger";
  return {
    mean: isRoot ? Math.sqrt(factor) * meanOfRoot(degrees) : factor * degrees,
    quantile: (p2) => {
      const value = factor * chiSquaredQuantile(p2, degrees);
      return isRoot ? Math.sqrt(value) : value;
    },
    exceedance: (threshold) => {
      if (threshold <= 0) return 1;
      return chiSquaredTail((isRoot ? threshold * threshold : threshold) / factor, degrees);
    },
    method: "limit"
  };
}
function drawn(sorted, method = "simulation") {
  return {
    mean: mean([...sorted]),
    quantile: (p2) => quantileSorted([...sorted], p2),
    exceedance: (threshold) => shareFrom(sorted, threshold),
    method
  };
}
function scaled(floor, scale2) {
  return {
    mean: floor.mean * scale2,
    quantile: (p2) => floor.quantile(p2) * scale2,
    exceedance: (threshold) => floor.exceedance(threshold / scale2),
    method: floor.method
  };
}
function shareFrom(sorted, threshold) {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = low + high >> 1;
    if ((sorted[middle] ?? 0) < threshold) low = middle + 1;
    else high = middle;
  }
  return (sorted.length - low) / sorted.length;
}
function repeatsFor(bins) {
  return Math.max(LEAST_REPEATS, Math.min(MOST_REPEATS, Math.round(CELLS / binCount(bins))));
}
var sampledDistances = cached(
  ({ test, n, m, bins }) => {
    const random = createRandom(SEED);
    const shares2 = binShares(bins);
    const distance2 = BINNED_DISTANCES[test];
    const rows2 = Number(m);
    return Array.from({ length: repeatsFor(bins) }, () => {
      const reference2 = rows2 === Number.POSITIVE_INFINITY ? shares2 : random.multinomial(rows2, shares2);
      return distance2(reference2, random.multinomial(n, shares2));
    }).toSorted((a, b) => a - b);
  }
);
var limitOfVariation = cached((bins) => {
  const random = createRandom(SEED);
  const roots = binShares(bins).map(Math.sqrt);
  return Array.from({ length: repeatsFor(bins) }, () => {
    const raw = roots.map(() => random.normal());
    const projection = roots.reduce((sum2, root, index) => sum2 + root * (raw[index] ?? 0), 0);
    return roots.reduce((sum2, root, index) => sum2 + Math.abs(root * ((raw[index] ?? 0) - root * projection)), 0) / 2;
  }).toSorted((a, b) => a - b);
});

// src/drift/scoring/score.ts
function beyondChance(distance2, chance, isSquare) {
  return isSquare ? Math.max(0, distance2 - chance) : Math.sqrt(Math.max(0, distance2 * distance2 - chance * chance));
}

// src/drift/scoring/table.ts
var TABLE_TESTS = [
  "psi",
  "kl",
  "jensen-shannon",
  "hellinger",
  "tvd",
  "l-infinity",
  "cramers-v",
  "chi-square",
  "g",
  "z"
];
function isTableTest(test) {
  return TABLE_TESTS.some((each) => each === test);
}
function scoreTable(test, table2) {
  const { rows: n, baselineRows: m } = table2;
  const bins = table2.baseline.length;
  const variance = 1 / n + 1 / m;
  const statistic = chiSquare(table2);
  const pValue = bins < 2 ? 1 : chiSquaredTail(statistic, bins - 1);
  const common3 = { rows: n, baselineRows: m, pValue };
  switch (test) {
    case "psi":
    case "kl":
    case "jensen-shannon":
    case "hellinger":
    case "tvd": {
      const score = BINNED_DISTANCES[test](table2.baseline, table2.current);
      const floor = noiseFloor({ test, n, m, bins });
      const chance = test === "psi" || test === "kl" ? floor.mean : rootOfMeanSquare(test, bins, variance, floor.mean);
      const effect = beyondChance(score, chance, test === "psi" || test === "kl");
      return { ...common3, score, effect, noise: { mean: floor.mean, q99: floor.quantile(0.99) } };
    }
    case "l-infinity": {
      const score = largestDifference(table2);
      const deviation = Math.sqrt(largestVariance(table2) * variance);
      return {
        ...common3,
        score,
        effect: beyondChance(score, deviation, false),
        noise: { mean: deviation * Math.sqrt(2 / Math.PI), q99: deviation * Math.sqrt(2 * Math.log(100 * bins)) }
      };
    }
    case "cramers-v":
    case "chi-square": {
      const { effect, score, noise } = cramersV(table2, variance);
      return test === "cramers-v" ? { ...common3, score, effect, noise } : { ...common3, score: pValue, effect };
    }
    case "g": {
      const p2 = bins < 2 ? 1 : chiSquaredTail(likelihoodRatio(table2), bins - 1);
      return { ...common3, pValue: p2, score: p2, effect: cramersV(table2, variance).effect };
    }
    case "z": {
      const [a = 0, b = 0] = [table2.baseline[0], table2.current[0]];
      const pooled2 = (a + b) / (m + n);
      const difference = Math.abs(a / m - b / n);
      const p2 = pooled2 === 0 || pooled2 === 1 ? 1 : chiSquaredTail(difference ** 2 / (pooled2 * (1 - pooled2) * variance), 1);
      return {
        ...common3,
        pValue: p2,
        score: p2,
        effect: beyondChance(difference, Math.sqrt(pooled2 * (1 - pooled2) * variance), false)
      };
    }
  }
}
function rootOfMeanSquare(test, bins, variance, mean2) {
  return test === "tvd" ? mean2 : Math.sqrt((bins - 1) / 8 * variance);
}
function chiSquare({ baseline, current, rows: n, baselineRows: m }) {
  let sum2 = 0;
  for (const [index, a] of baseline.entries()) {
    const b = current[index] ?? 0;
    if (a + b > 0) sum2 += (a * n - b * m) ** 2 / (a + b) / (n * m);
  }
  return sum2;
}
function likelihoodRatio({ baseline, current, rows: n, baselineRows: m }) {
  const term = (count3, expected) => count3 === 0 ? 0 : count3 * Math.log(count3 / expected);
  let sum2 = 0;
  for (const [index, a] of baseline.entries()) {
    const b = current[index] ?? 0;
    sum2 += term(a, (a + b) * m / (n + m)) + term(b, (a + b) * n / (n + m));
  }
  return 2 * Math.max(0, sum2);
}
function cramersV({ baseline, current, rows: n, baselineRows: m }, variance) {
  let square = 0;
  for (const [index, a] of baseline.entries()) {
    const [p2, q] = [a / m, (current[index] ?? 0) / n];
    if (p2 + q > 0) square += (p2 - q) ** 2 / (p2 + q) / 2;
  }
  const bins = baseline.length;
  const chance = (bins - 1) * variance / 4;
  const score = Math.sqrt(square);
  const floor = noiseFloor({ test: "hellinger", n, m, bins });
  const noise = { mean: floor.mean * Math.SQRT2, q99: floor.quantile(0.99) * Math.SQRT2 };
  return { score, effect: Math.sqrt(Math.max(0, square - chance)), noise };
}
function largestDifference({ baseline, current, rows: n, baselineRows: m }) {
  return baseline.reduce((most, a, index) => Math.max(most, Math.abs(a / m - (current[index] ?? 0) / n)), 0);
}
function largestVariance({ baseline, current, rows: n, baselineRows: m }) {
  return baseline.reduce((most, a, index) => {
    const pooled2 = (a + (current[index] ?? 0)) / (m + n);
    return Math.max(most, pooled2 * (1 - pooled2));
  }, 0);
}

// src/drift/run/skew.ts
var BINS = 10;
async function skewOf(context, dataset, offline, feature, column, findings) {
  const most = feature.maxSkew;
  if (most === void 0) return void 0;
  const source = dataset.online === void 0 ? void 0 : context.sources.get(dataset.online);
  if (source === void 0) {
    findings.add("warning", "dataset/no-served-values", `${feature.name}: nothing says where its values are as they were served`, {
      column: feature.name,
      hint: "served: a DataSource, on the FeatureSet."
    });
    return void 0;
  }
  const { timezone, windowSeconds, lagSeconds } = dataset;
  const window = currentWindow(context.now, { schedule: { everySeconds: windowSeconds, timezone }, windowSeconds, lagSeconds });
  const online = await openRelation(context.engine, { source, window, timezone, root: context.root, name: `served ${dataset.name}` });
  const served = await resolveColumn(context.engine, online.name, online.columns, feature.name);
  const limit = `Jensen-Shannon at most ${figure(most)}`;
  if (served === void 0) return { value: null, limit, failed: true, message: `${feature.name} is not among the served values` };
  const declared = feature.type === "float" || feature.type === "int" ? "numeric" : "category";
  const id = feature.name;
  const scheme = (await chooseSchemes(context.engine, offline, [{ id, column, declared }])).get(id)?.scheme;
  if (scheme === void 0) return void 0;
  const count3 = async (relation, sql) => (await countColumns(context.engine, { relation: relation.name }, [{ id, column: sql, scheme }])).counted.get(id)?.get("");
  const [a, b] = [await count3(offline, column), await count3(online, served)];
  if (a === void 0 || b === void 0 || a.rows === a.nulls || b.rows === b.nulls)
    return { value: null, limit, failed: false, message: "not decided: one side has no values" };
  const table2 = a.kind === "numeric" && b.kind === "numeric" ? coarseTable(a.bins, b.bins, BINS) : a.kind === "category" && b.kind === "category" ? pooledTable(a, b) : void 0;
  if (table2 === void 0) return void 0;
  const { effect } = scoreTable("jensen-shannon", table2);
  return { value: finite(effect), limit, failed: effect > most, message: `served values are ${figure(effect)} away beyond chance` };
}

// src/drift/run/dataset.ts
async function runDataset(context, dataset) {
  const findings = new Findings();
  const { timezone, windowSeconds } = dataset;
  const schedule = { everySeconds: windowSeconds, timezone };
  const window = currentWindow(context.now, { schedule, windowSeconds, lagSeconds: dataset.lagSeconds });
  const result2 = { dataset: dataset.name, window: { from: isoMoment(window.from), to: isoMoment(window.to), rows: 0 }, newest: null };
  try {
    const source = context.sources.get(dataset.source);
    if (source === void 0) throw new DriftProblem("source/unknown", `the plan has no source ${dataset.source}`, "Compile it anew.");
    context.progress(`checking ${dataset.name}`);
    const relation = await openRelation(context.engine, { source, window, timezone, root: context.root, name: `dataset ${dataset.name}` });
    const checks = await checkRelation(context, dataset, relation, window.to, findings);
    const newest = relation.newest === void 0 ? null : isoMoment(relation.newest);
    return { ...result2, window: { ...result2.window, rows: relation.rows }, newest, checks, findings: findings.list };
  } catch (error) {
    if (!(error instanceof DriftProblem)) throw error;
    findings.add("error", error.code, error.message, { hint: error.hint });
    return { ...result2, checks: [], findings: findings.list };
  }
}
async function checkRelation(context, dataset, relation, windowEnd, findings) {
  const checks = [...datasetChecks(dataset, relation, windowEnd), ...await duplicates(context, dataset, relation, findings)];
  const missing = [];
  for (const feature of dataset.features) {
    const column = await resolveColumn(context.engine, relation.name, relation.columns, feature.name);
    if (column === void 0) {
      missing.push(feature.name);
      checks.push(result(dataset, feature.name, "type", { value: null, limit: feature.type, failed: true, message: `there is no column ${feature.name}` }));
      continue;
    }
    checks.push(...await featureChecks(context, dataset, relation, feature, column, findings));
  }
  const known = /* @__PURE__ */ new Set([...dataset.features.map(({ name }) => name.split(".")[0]?.toLowerCase()), ...(dataset.key ?? []).map((name) => name.toLowerCase())]);
  const extra = relation.columns.filter(({ name }) => !known.has(name.toLowerCase()));
  if (extra.length > 0)
    findings.add("info", "dataset/extra-columns", `${dataset.name} has columns that its specs do not name: ${extra.slice(0, 10).map(({ name }) => name).join(", ")}${extra.length > 10 ? " \u2026" : ""}`);
  checks.push(
    result(dataset, null, "schema", {
      value: missing.length,
      limit: `${dataset.features.length} columns`,
      failed: missing.length > 0,
      message: missing.length > 0 ? `missing: ${missing.join(", ")}` : "every column is there"
    })
  );
  return checks;
}
function result(dataset, feature, check, rest) {
  return { dataset: dataset.name, feature, check, ...rest };
}
function datasetChecks(dataset, relation, windowEnd) {
  const checks = [];
  if (dataset.rows !== void 0) {
    const { typical, tolerance } = dataset.rows;
    const [least, most] = [Math.ceil(typical * (1 - tolerance)), Math.floor(typical * (1 + tolerance))];
    const failed = relation.rows < least || relation.rows > most;
    checks.push(result(dataset, null, "rows", { value: relation.rows, limit: `${least} to ${most} rows`, failed, message: `${relation.rows} rows, ${typical} are usual` }));
  }
  if (dataset.maxAgeSeconds !== void 0) {
    const age = relation.newest === void 0 ? null : Math.max(0, (windowEnd - relation.newest) / 1e3);
    const failed = age === null || age > dataset.maxAgeSeconds;
    const message = age === null ? "there is no row with a time" : `the newest row is ${figure(age)} s older than the end of the window`;
    checks.push(result(dataset, null, "freshness", { value: age, limit: `at most ${dataset.maxAgeSeconds} s`, failed, message }));
  }
  return checks;
}
async function duplicates(context, dataset, relation, findings) {
  const { key } = dataset;
  if (key === void 0 || key.length === 0) return [];
  const columns = [];
  for (const name of key) columns.push(await resolveColumn(context.engine, relation.name, relation.columns, name));
  const expressions = columns.flatMap((column) => column === void 0 ? [] : [column.expression]);
  if (expressions.length < key.length) {
    findings.add("error", "dataset/no-key", `${dataset.name} lacks a column of its key ${key.join(", ")}`);
    return [];
  }
  const [row = []] = await context.engine.rows(
    `SELECT coalesce(sum(c - 1), 0) FROM (SELECT count(*) AS c FROM ${relation.name} GROUP BY ${expressions.join(", ")} HAVING c > 1)`
  );
  const repeated = Number(row[0]);
  const message = repeated === 0 ? "no two rows have the same key" : `${repeated} rows repeat the key ${key.join(", ")} of another`;
  return [result(dataset, null, "duplicates", { value: repeated, limit: "none", failed: repeated > 0, message })];
}
async function featureChecks(context, dataset, relation, feature, column, findings) {
  const expectations = expectationsOf(feature, column);
  const checks = [];
  try {
    const [row = []] = await context.engine.rows(
      `SELECT ${expectations.map(({ sql }) => sql).join(", ")} FROM ${relation.name}`
    );
    for (const [index, { check, limit, judge: judge2 }] of expectations.entries()) {
      const value = Number(row[index]);
      checks.push(result(dataset, feature.name, check, { value, limit, ...judge2(value, relation.rows) }));
    }
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    findings.add("error", "column/failed", `${feature.name}: it could not be checked (${error.message})`, { column: feature.name });
    checks.push(result(dataset, feature.name, "type", { value: null, limit: feature.type, failed: true, message: "it could not be read" }));
  }
  const skew = await skewOf(context, dataset, relation, feature, column, findings);
  return skew === void 0 ? checks : [...checks, result(dataset, feature.name, "skew", skew)];
}
function expectationsOf(feature, column) {
  const { expression } = column;
  const [number2, text3] = [numberOf(column), textOf(column)];
  const none = (of) => (value) => ({
    failed: value > 0,
    message: value === 0 ? `no value is ${of}` : `${value} values are ${of}`
  });
  const expectations = [
    { check: "type", sql: wrongType(feature, column), limit: feature.type, judge: none(`not of type ${feature.type}`) }
  ];
  if (feature.range !== void 0) {
    const [least, most] = feature.range;
    const sql = `count_if(${number2} < ${least} OR ${number2} > ${most})`;
    expectations.push({ check: "range", sql, limit: `${least} to ${most}`, judge: none(`outside of ${least} to ${most}`) });
  }
  if (feature.maxNulls !== void 0) {
    const most = feature.maxNulls;
    expectations.push({
      check: "nulls",
      sql: `count(*) - count(${expression})`,
      limit: `at most ${figure(100 * most)} %`,
      judge: (value, rows2) => {
        const share2 = rows2 === 0 ? 0 : value / rows2;
        return { failed: share2 > most, message: `${figure(100 * share2)} % of the values are missing` };
      }
    });
  }
  if (feature.values !== void 0) {
    const list = feature.values.map((value) => quoteText(String(value))).join(", ");
    expectations.push({ check: "values", sql: `count_if(${text3} NOT IN (${list}))`, limit: `one of ${feature.values.length} values`, judge: none("not among those that there are") });
  }
  if (feature.maxCardinality !== void 0) {
    const most = feature.maxCardinality;
    expectations.push({
      check: "cardinality",
      sql: `count(DISTINCT ${expression})`,
      limit: `at most ${most}`,
      judge: (value) => ({ failed: value > most, message: `${value} distinct values` })
    });
  }
  return expectations;
}
function wrongType({ type }, column) {
  const { expression, kind } = column;
  const all = `count(${expression})`;
  switch (type) {
    case "float":
      return kind === "boolean" || kind === "time" || kind === "vector" ? all : `${all} - count(${numberOf(column)})`;
    case "int":
      if (kind === "integer") return "0";
      if (kind === "boolean" || kind === "time" || kind === "vector") return all;
      return `count_if(${expression} IS NOT NULL AND (${numberOf(column)} IS NULL OR ${numberOf(column)} <> round(${numberOf(column)})))`;
    case "bool":
      return kind === "boolean" ? "0" : `${all} - count(TRY_CAST(${textOf(column)} AS BOOLEAN))`;
    case "timestamp":
      return kind === "time" ? "0" : kind === "integer" ? "0" : `${all} - count(TRY_CAST(${textOf(column)} AS TIMESTAMPTZ))`;
    case "vector":
      return kind === "vector" ? "0" : all;
    case "category":
    case "string":
      return kind === "vector" || kind === "other" ? all : "0";
  }
}

// src/drift/counting/counts.ts
function finiteRows(counts) {
  return counts.rows - counts.nulls - counts.nonFinite;
}
function valueRows(counts) {
  return counts.kind === "numeric" ? finiteRows(counts) : counts.rows - counts.nulls;
}
function moments(counts, { shift }) {
  const n = finiteRows(counts);
  if (n === 0) return { mean: Number.NaN, std: Number.NaN };
  const centre = counts.sum / n;
  return { mean: shift + centre, std: Math.sqrt(Math.max(0, counts.sumOfSquares / n - centre * centre)) };
}

// src/drift/scoring/numeric.ts
var DECILES = 10;
function scoreNumericCounts(test, pair) {
  const { baseline, current, scheme } = pair;
  const [n, m] = [finiteRows(current), finiteRows(baseline)];
  if (isTableTest(test.test)) return scoreTable(test.test, coarseTable(baseline.bins, current.bins, DECILES));
  switch (test.test) {
    case "ks": {
      const distance2 = kolmogorovDistance(baseline.bins, current.bins, m, n);
      const pValue = kolmogorovTail(distance2, n, m);
      const effect = beyondChance(distance2, kolmogorovMean(n, m), false);
      return { score: pValue, effect, pValue, rows: n, baselineRows: m };
    }
    case "wasserstein": {
      const { distance: distance2, std } = wasserstein(scheme.edges, baseline.bins, current.bins, m, n);
      const scale2 = test.normalise === "baseline-std" ? std : 1;
      const floor = noiseFloor({ test: "wasserstein", n, m });
      const unit = std / (scale2 === 0 ? 1 : scale2);
      const score = scale2 === 0 ? distance2 === 0 ? 0 : Number.POSITIVE_INFINITY : distance2 / scale2;
      return {
        score,
        effect: beyondChance(score, floor.mean * unit, false),
        pValue: kolmogorovTail(kolmogorovDistance(baseline.bins, current.bins, m, n), n, m),
        noise: { mean: floor.mean * unit, q99: floor.quantile(0.99) * unit },
        rows: n,
        baselineRows: m
      };
    }
    case "t":
      return welch(pair, n, m);
    default:
      return void 0;
  }
}
function kolmogorovDistance(baseline, current, m, n) {
  let [a, b, most] = [0, 0, 0];
  for (const [index, count3] of baseline.entries()) {
    a += count3;
    b += current[index] ?? 0;
    most = Math.max(most, Math.abs(a / m - b / n));
  }
  return most;
}
function wasserstein(edges, baseline, current, m, n) {
  let distance2 = 0;
  let [below, last] = [(baseline[0] ?? 0) / m - (current[0] ?? 0) / n, edges[0] ?? 0];
  let [mean2, square] = [(baseline[0] ?? 0) / m * last, (baseline[0] ?? 0) / m * last * last];
  for (let index = 1; index < edges.length; index += 1) {
    const edge = edges[index] ?? last;
    const share2 = (baseline[index] ?? 0) / m;
    const above = below + share2 - (current[index] ?? 0) / n;
    distance2 += (edge - last) * meanOfAbsolute(below, above);
    const middle = last / 2 + edge / 2;
    mean2 += share2 * middle;
    square += share2 * (middle * middle + (edge - last) ** 2 / 12);
    [below, last] = [above, edge];
  }
  const beyond = (baseline[edges.length] ?? 0) / m;
  mean2 += beyond * last;
  square += beyond * last * last;
  return { distance: distance2, std: Math.sqrt(Math.max(0, square - mean2 * mean2)) };
}
function meanOfAbsolute(a, b) {
  return a * b >= 0 ? Math.abs(a + b) / 2 : (a * a + b * b) / (2 * (Math.abs(a) + Math.abs(b)));
}
function welch({ baseline, current, scheme }, n, m) {
  const [a, b] = [moments(baseline, scheme), moments(current, scheme)];
  const difference = b.mean - a.mean;
  const deviation = Math.sqrt((a.std ** 2 * m + b.std ** 2 * n) / (m + n));
  const error2 = a.std ** 2 / (m - 1) + b.std ** 2 / (n - 1);
  const same = difference === 0 ? 1 : 0;
  const pValue = error2 > 0 ? chiSquaredTail(difference ** 2 / error2, 1) : same;
  const size = deviation > 0 ? Math.abs(difference) / deviation : same === 1 ? 0 : Number.POSITIVE_INFINITY;
  return {
    score: pValue,
    effect: beyondChance(size, Math.sqrt(1 / n + 1 / m), false),
    pValue,
    rows: n,
    baselineRows: m
  };
}

// src/drift/scoring/noise.ts
function noiseOfShare(pooled2, n, m) {
  const deviation = Math.sqrt(pooled2 * (1 - pooled2) * (1 / n + 1 / m));
  return { deviation, floor: { mean: deviation * Math.sqrt(2 / Math.PI), q99: deviation * normalQuantile(0.995) } };
}

// src/drift/scoring/shares.ts
var LEAST_EXPECTED3 = 5;
function scoreDifference({ baseline, current }) {
  const [m, n] = [baseline.rows, current.rows];
  const score = Math.abs(current.hits / n - baseline.hits / m);
  const pooled2 = (baseline.hits + current.hits) / (m + n);
  const noise = noiseOfShare(pooled2, n, m);
  return {
    score,
    effect: beyondChance(score, noise.deviation, false),
    pValue: differenceP(baseline.hits, current.hits, m, n),
    noise: noise.floor,
    rows: n,
    baselineRows: m
  };
}
function differenceP(a, b, m, n) {
  const pooled2 = (a + b) / (m + n);
  if (pooled2 === 0 || pooled2 === 1) return 1;
  if (Math.min(pooled2, 1 - pooled2) * Math.min(m, n) >= LEAST_EXPECTED3) {
    const z22 = (a / m - b / n) ** 2 / (pooled2 * (1 - pooled2) * (1 / m + 1 / n));
    return chiSquaredTail(z22, 1);
  }
  const [rareA, rareB] = pooled2 <= 0.5 ? [a, b] : [m - a, n - b];
  const upper = binomialTail(rareB, rareA + rareB, n / (m + n));
  const lower = binomialTail(rareA, rareA + rareB, m / (m + n));
  return Math.min(1, 2 * Math.min(upper, lower));
}
function scoreExcess({ baseline, current }) {
  const [m, n] = [baseline.rows, current.rows];
  const score = current.hits / n;
  const expected = baseline.hits / m;
  const noise = noiseOfShare((baseline.hits + current.hits) / (m + n), n, m);
  return {
    score,
    effect: Math.max(0, beyondChance(Math.max(0, score - expected), noise.deviation, false)),
    pValue: current.hits === 0 ? 1 : binomialTail(current.hits, baseline.hits + current.hits, n / (m + n)),
    noise: { mean: expected, q99: expected + noise.floor.q99 },
    rows: n,
    baselineRows: m
  };
}
function binomialTail(k, trials, share2) {
  if (k <= 0) return 1;
  if (k > trials) return 0;
  const mean2 = trials * share2;
  if (k < mean2) return 1 - lowerTail(k - 1, trials, share2);
  let term = Math.exp(logProbability(k, trials, share2));
  let sum2 = term;
  for (let x = k + 1; x <= trials && term > sum2 * 1e-17; x += 1) {
    term *= (trials - x + 1) / x * (share2 / (1 - share2));
    sum2 += term;
  }
  return Math.min(1, sum2);
}
function lowerTail(k, trials, share2) {
  let term = Math.exp(logProbability(k, trials, share2));
  let sum2 = term;
  for (let x = k; x > 0 && term > sum2 * 1e-17; x -= 1) {
    term *= x / (trials - x + 1) * ((1 - share2) / share2);
    sum2 += term;
  }
  return Math.min(1, sum2);
}
function logProbability(k, trials, share2) {
  return logGamma(trials + 1) - logGamma(k + 1) - logGamma(trials - k + 1) + k * Math.log(share2) + (trials - k) * Math.log1p(-share2);
}

// src/spec/kinds/model/segments.ts
import { z as z6 } from "zod";

// src/spec/expectation.ts
import { z as z2 } from "zod";
var MARK = "";
function encodeExpectation(expectation) {
  return MARK + JSON.stringify(expectation);
}
function expects(expected, hint) {
  return { error: (issue) => encodeExpectation({ expected, ...hint?.(issue.input) }) };
}
function strictObject(shape2, refusedKeys) {
  const knownKeys = Object.keys(shape2);
  return z2.strictObject(shape2, {
    error: (issue) => encodeExpectation(
      issue.code === "unrecognized_keys" ? { expected: keysPhrase(knownKeys), knownKeys, refusedKeys } : { expected: `a map with ${listKeys(knownKeys)}` }
    )
  });
}
function keysPhrase(keys) {
  if (keys.length === 0) return "a map without keys";
  return keys.length === 1 ? listKeys(keys) : `one of ${listKeys(keys)}`;
}
function listKeys(keys) {
  return keys.length === 0 ? "no keys" : keys.join(", ");
}
function oneOf(words) {
  return z2.enum(words, {
    error: () => encodeExpectation({ expected: `one of ${words.join(", ")}`, knownKeys: words })
  });
}

// src/spec/names.ts
import { z as z3 } from "zod";

// src/support/look-alike.ts
var LOOK_ALIKES = new Map(
  [
    // Cyrillic
    ["\u0430\u0432\u0435\u043A\u043C\u043D\u043E\u0440\u0441\u0442\u0443\u0445\u0456\u0458\u0455\u04BB\u0501\u051B\u051D\u04CF\u0491", "abekmhopctyxijshdqwlr"],
    ["\u0410\u0412\u0415\u041A\u041C\u041D\u041E\u0420\u0421\u0422\u0423\u0425\u0406\u0408\u0405", "ABEKMHOPCTYXIJS"],
    // Greek
    ["\u03B1\u03B9\u03BA\u03BD\u03BF\u03C1\u03C4\u03C5\u03C7\u03B3", "aikvoptuxy"],
    ["\u0391\u0392\u0395\u0396\u0397\u0399\u039A\u039C\u039D\u039F\u03A1\u03A4\u03A5\u03A7", "ABEZHIKMNOPTYX"],
    // Latin beyond ASCII
    ["\u0131\u0237\u0251\u0261\u017F", "ijags"],
    // Dashes, minus and quotes
    ["\u2010\u2011\u2012\u2013\u2014\u2212\uFE58", "-------"],
    ["\u2018\u2019\u201A\u2032\u201C\u201D\u201E\u2033", `''''""""`]
  ].flatMap(([from = "", to = ""]) => Array.from(from, (letter, at) => [letter, to.charAt(at)]))
);
var INVISIBLE = /[\u00ad\u200b-\u200d\u2060\ufeff]/g;
function skeleton(text3) {
  const plain = Array.from(text3.replace(INVISIBLE, ""), (letter) => LOOK_ALIKES.get(letter) ?? letter);
  return Array.from(plain.join("").normalize("NFKC"), (letter) => LOOK_ALIKES.get(letter) ?? letter).join("").trim();
}
function lookAlikeNote(word) {
  if (!/[A-Za-z0-9]/.test(word)) return void 0;
  const notes = [];
  for (const letter of word) {
    const seen = skeleton(letter);
    const name = `U+${(letter.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}`;
    if (letter === " ") continue;
    if (seen === "") notes.push(`${name} in it is invisible`);
    else if (seen !== letter && /^[\x21-\x7e]+$/.test(seen))
      notes.push(`the "${letter}" is ${name}, not "${seen}"`);
  }
  return notes.length === 0 ? void 0 : [...new Set(notes)].join("; ");
}

// src/support/sentence.ts
function asSentence(phrase) {
  const capital = phrase.charAt(0).toUpperCase() + phrase.slice(1);
  return /[.?!…]$/.test(capital) ? capital : `${capital}.`;
}

// src/spec/names.ts
var NAME_PATTERN = "^[a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?$";
var zName = z3.string(expects("a name")).regex(
  new RegExp(NAME_PATTERN),
  expects('a name of lower-case letters, digits and "-", at most 63 characters (RFC 1123)', nameHint)
);
function zRef(kind) {
  return z3.string(expects(`the name of a ${kind}`)).regex(new RegExp(NAME_PATTERN), expects(`the name of a ${kind}`, nameHint)).meta({ description: `Name of a ${kind}.` });
}
var zNameGlob = z3.string(expects('a name, or a glob such as "*-latency"')).regex(/^[-a-z0-9*?]{1,256}$/, expects('a name, or a glob such as "*-latency"', globHint));
var LABEL_NAME_PATTERN = "^[a-zA-Z_][a-zA-Z0-9_]*$";
var zLabelName = z3.string(expects("a label name")).regex(
  new RegExp(LABEL_NAME_PATTERN.replace("^", "^(?!__)")),
  expects('a label name: letters, digits and "_", not starting with a digit or "__"')
);
var zLabelValue = z3.string(
  expects(
    "a string",
    (input) => typeof input === "number" || typeof input === "boolean" ? { hint: `Label values are strings: write "${input}" in quotes.` } : void 0
  )
);
var zLabels = z3.record(zLabelName, zLabelValue, expects("a map of label names to strings"));
var zMetadataLabels = z3.record(
  z3.string().regex(
    /^[A-Za-z0-9][-A-Za-z0-9_./]{0,62}$/,
    expects('a label key: letters, digits, "-", "_", "." and "/"')
  ),
  zLabelValue,
  expects("a map of label keys to strings")
);
function globHint(input) {
  if (typeof input !== "string" || !/[[\]{}!,]/.test(input)) return void 0;
  return { hint: "* stands for any characters and ? for one; for two patterns write two entries." };
}
function nameHint(input) {
  if (typeof input !== "string") return void 0;
  const plain = skeleton(input).toLowerCase().replace(/[^a-z0-9]+/g, "-").replace(/^-+|-+$/g, "").slice(0, 63);
  const note = lookAlikeNote(input);
  const why = note === void 0 ? "" : `${asSentence(note)} `;
  return plain ? { hint: `${why}Did you mean "${plain}"?` } : void 0;
}

// src/spec/kinds/sli/quality.ts
import { z as z5 } from "zod";

// src/units/decimal.ts
function toDecimal(value) {
  const known = decimals.get(value);
  if (known !== void 0) return known;
  const decimal = readDecimal(value);
  if (decimals.size < MOST_KNOWN) decimals.set(value, decimal);
  return decimal;
}
var decimals = /* @__PURE__ */ new Map();
var MOST_KNOWN = 1e3;
function readDecimal(value) {
  if (!Number.isFinite(value)) throw new RangeError(`not a finite number: ${value}`);
  const [mantissa = "", exponent = "0"] = String(value).split("e");
  const [whole = "", fraction = ""] = mantissa.split(".");
  const scale2 = fraction.length - Number(exponent);
  const digits = BigInt(whole + fraction);
  return scale2 >= 0 ? { digits, scale: scale2 } : { digits: digits * 10n ** BigInt(-scale2), scale: 0 };
}
function printDecimal({ digits, scale: scale2 }) {
  const sign = digits < 0n ? "-" : "";
  const text3 = (digits < 0n ? -digits : digits).toString().padStart(scale2 + 1, "0");
  const whole = text3.slice(0, text3.length - scale2);
  const fraction = text3.slice(text3.length - scale2).replace(/0+$/, "");
  return fraction === "" ? sign + whole : `${sign}${whole}.${fraction}`;
}
function printNumber(value) {
  return printDecimal(toDecimal(value));
}
function shiftDecimal(value, places) {
  const { digits, scale: scale2 } = toDecimal(value);
  return Number(`${digits}e${places - scale2}`);
}

// src/units/parse-result.ts
function accept(value) {
  return { ok: true, value };
}
function refuse(expected, hint) {
  return hint === void 0 ? { ok: false, expected } : { ok: false, expected, hint };
}

// src/units/bytes.ts
var UNITS = /* @__PURE__ */ new Map([
  ["B", 1],
  ["kB", 1e3],
  ["MB", 1e6],
  ["GB", 1e9],
  ["TB", 1e12],
  ["Ki", 2 ** 10],
  ["Mi", 2 ** 20],
  ["Gi", 2 ** 30],
  ["Ti", 2 ** 40]
]);
var BYTES_PATTERN = String.raw`^(?:[0-9]{1,12}B|[0-9]{1,4}(?:\.[0-9]{1,3})?(?:[kMGT]B|[KMGT]i))$`;
var bytes = new RegExp(BYTES_PATTERN);

// src/units/duration.ts
var UNITS2 = [
  { unit: "w", milliseconds: 6048e5, maxDigits: 3 },
  { unit: "d", milliseconds: 864e5, maxDigits: 4 },
  { unit: "h", milliseconds: 36e5, maxDigits: 5 },
  { unit: "m", milliseconds: 6e4, maxDigits: 7 },
  { unit: "s", milliseconds: 1e3, maxDigits: 9 },
  { unit: "ms", milliseconds: 1, maxDigits: 12 }
];
function partsPattern(units) {
  return units.map(({ unit, maxDigits }) => `(?:[0-9]{1,${maxDigits}}${unit})?`).join("");
}
var DURATION_PATTERN = `^(?:${UNITS2.map(
  ({ unit, maxDigits }, index) => `[0-9]{1,${maxDigits}}${unit}${partsPattern(UNITS2.slice(index + 1))}`
).join("|")})$`;
var DURATION_EXPECTED = "a duration such as 250ms, 15m or 1h30m";
var duration = new RegExp(DURATION_PATTERN);
function parseDuration(input) {
  if (typeof input === "number") return refuse(DURATION_EXPECTED, hintForNumber(input));
  if (typeof input !== "string") return refuse(DURATION_EXPECTED);
  if (!duration.test(input)) return refuse(DURATION_EXPECTED, hintForText(input));
  let milliseconds = 0;
  for (const [, amount = "", name = ""] of input.matchAll(/([0-9]+)(ms|[wdhms])/g)) {
    const unit = UNITS2.find((candidate) => candidate.unit === name);
    milliseconds += Number(amount) * (unit?.milliseconds ?? 0);
  }
  return accept(milliseconds / 1e3);
}
function hintForNumber(value) {
  if (value < 0) return "a duration is not negative";
  if (value === 0) return "write 0s";
  if (!Number.isInteger(value)) return "write it with a unit and whole numbers, such as 500ms";
  return value >= 100 ? `did you mean ${value}ms or ${value}s?` : `did you mean ${value}s, ${value}m or ${value}d?`;
}
var WORDS = [
  [/^(?:ms|millis|msecs?|milliseconds?)$/i, "ms"],
  [/^(?:s|secs?|seconds?)$/i, "s"],
  [/^(?:m|mins?|minutes?)$/i, "m"],
  [/^(?:h|hrs?|hours?)$/i, "h"],
  [/^(?:d|days?)$/i, "d"],
  [/^(?:w|wks?|weeks?)$/i, "w"]
];
function hintForText(input) {
  const text3 = input.trim();
  if (text3.startsWith("-")) return "a duration is not negative";
  if (/^\+?\d+$/.test(text3)) return hintForNumber(Number(text3));
  const [, amount = "", unit = ""] = /^(\d+(?:\.\d+)?)\s*([a-zµ]+)$/i.exec(text3) ?? [];
  if (unit === "M" || /^mo(?:n|nths?)?$/i.test(unit)) {
    return `a month has no fixed length: use 30d (Prometheus has no months)${unit === "M" ? `; a minute is ${amount}m` : ""}`;
  }
  if (/^(?:y|yrs?|years?)$/i.test(unit)) return "a year has no fixed length: use 365d";
  if (/^(?:us|µs|ns)$/i.test(unit)) return "the smallest unit is ms";
  const known = WORDS.find(([pattern]) => pattern.test(unit))?.[1];
  if (known !== void 0 && amount.includes(".")) {
    const size = UNITS2.find((candidate) => candidate.unit === known)?.milliseconds ?? 0;
    const milliseconds = Number(amount) * size;
    return Number.isInteger(milliseconds) && milliseconds < 4e12 ? `write whole numbers: ${printDuration(milliseconds / 1e3)}` : "write whole numbers, such as 1h30m";
  }
  if (known !== void 0 && duration.test(`${amount}${known}`)) return `write ${amount}${known}`;
  if (known !== void 0) return "a duration of more than 9999d is not accepted";
  if (/^P/i.test(text3)) return "write it without P and T, such as 1h30m";
  if (/\s/.test(input) && duration.test(input.replace(/\s+/g, ""))) {
    return `write it without spaces: ${input.replace(/\s+/g, "")}`;
  }
  if (/^(?:\d+(?:ms|[wdhms]))+$/.test(text3)) {
    return "write each unit once, largest first (w d h m s ms), such as 1h30m";
  }
  return void 0;
}
function printDuration(seconds2) {
  let rest = Math.round(Math.abs(seconds2) * 1e3);
  if (rest === 0) return "0s";
  let text3 = seconds2 < 0 ? "-" : "";
  for (const { unit, milliseconds } of UNITS2.slice(1)) {
    const amount = Math.floor(rest / milliseconds);
    rest -= amount * milliseconds;
    if (amount > 0) text3 += `${amount}${unit}`;
  }
  return text3;
}

// src/units/rate.ts
var PERIOD_SECONDS = { s: 1, min: 60, h: 3600, day: 86400, week: 604800 };
var RATE_PATTERN = String.raw`^[0-9]{1,12}(?:\.[0-9]{1,6})?/(?:s|min|h|day|week)$`;
var RATE_EXPECTED = "a rate such as 50/s, 100/min or 3/week";
var rate = new RegExp(RATE_PATTERN);
function parseRate(input) {
  if (typeof input === "number") return refuse(RATE_EXPECTED, hintForNumber2(input));
  if (typeof input !== "string") return refuse(RATE_EXPECTED);
  if (!rate.test(input)) return refuse(RATE_EXPECTED, hintForText2(input));
  const [amountText = "", period = ""] = input.split("/");
  const amount = Number(amountText);
  const periodSeconds = PERIOD_SECONDS[period];
  return accept({ amount, period, periodSeconds, perSecond: amount / periodSeconds });
}
function hintForNumber2(value) {
  if (value < 0) return "a rate is not negative";
  return Number.isFinite(value) ? `per what? Did you mean ${printNumber(value)}/s?` : void 0;
}
var WORDS2 = [
  [/^(?:s|secs?|seconds?)$/i, "s"],
  [/^(?:m|mins?|minutes?)$/i, "min"],
  [/^(?:h|hrs?|hours?)$/i, "h"],
  [/^(?:d|days?)$/i, "day"],
  [/^(?:w|wks?|weeks?)$/i, "week"]
];
function hintForText2(input) {
  const text3 = input.trim();
  if (text3.startsWith("-")) return "a rate is not negative";
  if (/^\d+(?:\.\d+)?$/.test(text3)) return hintForNumber2(Number(text3));
  const [, amount = "", unit = ""] = /^(\d+(?:\.\d+)?)\s*(?:\/|per|a|an)\s*([a-z]+)$/i.exec(text3) ?? [];
  if (/^(?:mo|months?|y|years?)$/i.test(unit)) return "the longest period is a week";
  const known = WORDS2.find(([pattern]) => pattern.test(unit))?.[1];
  if (known !== void 0 && rate.test(`${amount}/${known}`)) return `write ${amount}/${known}`;
  if (/^(?:rps|qps|hz)$/i.test(text3.replace(/^[\d.\s]+/, ""))) return "write requests per second as 50/s";
  return void 0;
}

// src/units/money.ts
var AMOUNT = String.raw`[0-9]{1,12}(?:\.[0-9]{1,12})?`;
var MONEY_PATTERN = `^${AMOUNT} [A-Z]{3}$`;
var MONEY_RATE_PATTERN = `^${AMOUNT} [A-Z]{3}/(?:s|min|h|day|week)$`;
var MONEY_EXPECTED = "an amount with its currency, such as 0.000003 USD";
var MONEY_RATE_EXPECTED = "an amount with its currency and time, such as 900 USD/day";
var money = new RegExp(MONEY_PATTERN);
var moneyRate = new RegExp(MONEY_RATE_PATTERN);
function parseMoney(input) {
  if (typeof input !== "string" || !money.test(input))
    return refuse(MONEY_EXPECTED, hintFor(input, "", "USD"));
  const [amount = "", currency = ""] = input.split(" ");
  return accept({ amount: Number(amount), currency });
}
function parseMoneyRate(input) {
  if (typeof input !== "string" || !moneyRate.test(input))
    return refuse(MONEY_RATE_EXPECTED, hintFor(input, "/day", "USD/day"));
  const [whole = "", period = ""] = input.split("/");
  const [amount = "", currency = ""] = whole.split(" ");
  const rate2 = parseRate(`1/${period}`);
  if (!rate2.ok) throw new Error(`pattern and parser disagree on ${JSON.stringify(input)}`);
  return accept({
    amount: Number(amount),
    currency,
    period: rate2.value.period,
    perSecond: Number(amount) / rate2.value.periodSeconds
  });
}
var SIGNS = { $: "USD", "\u20AC": "EUR", "\xA3": "GBP" };
function hintFor(input, ending, unit) {
  if (typeof input === "number")
    return input < 0 || !Number.isFinite(input) ? void 0 : `of which currency? Write ${printNumber(input)} ${unit}`;
  if (typeof input !== "string") return void 0;
  const text3 = input.trim();
  if (text3.startsWith("-")) return "a price or a budget is not negative";
  const [, before2 = "", amount = "", after = "", per = ""] = /^([$€£])?\s*([0-9]+(?:\.[0-9]+)?)\s*([$€£]|[A-Za-z]{3})?\s*(\/\s*[a-z]+)?$/u.exec(text3) ?? [];
  if (amount === "") return void 0;
  const sign = before2 === "" ? after : before2;
  const currency = SIGNS[sign] ?? (sign === "" ? "USD" : sign.toUpperCase());
  if (ending === "" && per !== "") return "this is an amount once, not per time";
  const known = /^\/\s*(?:s|min|h|day|week)$/.test(per) ? per.replace(/\s/g, "") : ending;
  return `write ${amount} ${currency}${known}`;
}

// src/units/ratio.ts
var FRACTION = String.raw`0\.0{0,11}[1-9][0-9]{0,11}`;
var PERCENT = String.raw`(?:[1-9][0-9]?(?:\.[0-9]{1,10})?|0\.0{0,9}[1-9][0-9]{0,11})%`;
var RATIO_PATTERN = String.raw`^(?:${PERCENT}|${FRACTION}|0(?:\.0{1,12})?%?|1(?:\.0{1,12})?|100(?:\.0{1,10})?%)$`;
var OBJECTIVE_PATTERN = `^(?:${PERCENT}|${FRACTION})$`;
var RATIO_EXPECTED = "a ratio such as 99.9% or 0.999";
var OBJECTIVE_EXPECTED = "an objective above 0% and below 100%, such as 99.9% or 0.999";
var ratio = new RegExp(RATIO_PATTERN);
var objective = new RegExp(OBJECTIVE_PATTERN);
function parseRatio(input) {
  if (typeof input === "number") {
    if (input >= 0 && input <= 1) return accept(input === 0 ? 0 : input);
    return refuse(RATIO_EXPECTED, hintForNumber3(input));
  }
  if (typeof input !== "string") return refuse(RATIO_EXPECTED);
  if (!ratio.test(input)) return refuse(RATIO_EXPECTED, hintForText3(input));
  return accept(readShare(input));
}
function parseObjective(input) {
  const parsed2 = parseRatio(input);
  if (!parsed2.ok) return refuse(OBJECTIVE_EXPECTED, parsed2.hint);
  if (parsed2.value === 1) {
    return refuse(
      OBJECTIVE_EXPECTED,
      "an objective of 100% has no error budget: a single failure breaks it for good; write what is good enough, such as 99.9%"
    );
  }
  if (parsed2.value === 0) return refuse(OBJECTIVE_EXPECTED, "an objective of 0% promises nothing");
  return typeof input === "string" && !objective.test(input) ? refuse(OBJECTIVE_EXPECTED) : parsed2;
}
function readShare(text3) {
  return text3.endsWith("%") ? shiftDecimal(Number(text3.slice(0, -1)), -2) : Number(text3);
}
function hintForNumber3(value) {
  if (Number.isNaN(value)) return void 0;
  if (value < 0) return "a ratio is not negative";
  return value <= 100 ? `a ratio is 0\u20131; write ${printNumber(value)}%` : "a ratio is 0\u20131, or 0%\u2013100%";
}
function hintForText3(input) {
  const text3 = input.trim();
  if (/^\d+(?:\.\d+)?$/.test(text3) && Number(text3) > 1) return hintForNumber3(Number(text3));
  if (text3.startsWith("-")) return "a ratio is not negative";
  if (/^\d+(?:\.\d+)?%$/.test(text3) && Number(text3.slice(0, -1)) > 100) return "a ratio is at most 100%";
  const tidy = text3.replace(",", ".").replace(/\s+%/, "%").replace(/^\./, "0.").replace(/^0+(?=\d)/, "");
  if (ratio.test(tidy)) return `write ${tidy}`;
  if (/^[\d.]+%?$/.test(text3)) return "write at most 12 digits";
  return void 0;
}

// src/units/time.ts
var MOMENT = "(?:[01][0-9]|2[0-3]):[0-5][0-9]";
var TIME_OF_DAY_PATTERN = `^(?:${MOMENT}|24:00)$`;
var MOMENT_OF_DAY_PATTERN = `^${MOMENT}$`;
var DAYS_OF_MONTHS = [
  "(?:0[13578]|1[02])-(?:0[1-9]|[12][0-9]|3[01])",
  "(?:0[469]|11)-(?:0[1-9]|[12][0-9]|30)",
  "02-(?:0[1-9]|1[0-9]|2[0-8])"
].join("|");
var LEAP_YEARS = "(?:19(?:7[26]|8[048]|9[26])|20(?:[02468][048]|[13579][26]))";
var DATE = `(?:(?:19[7-9]|20[0-9])[0-9]-(?:${DAYS_OF_MONTHS})|${LEAP_YEARS}-02-29)`;
var DATE_PATTERN = `^${DATE}$`;
var INSTANT_PATTERN = String.raw`^${DATE}T${MOMENT}(?::[0-5][0-9])?(?:Z|[+-](?:0[0-9]|1[0-4]):[0-5][0-9])$`;
var TIME_OF_DAY_EXPECTED = 'a time of day such as "09:00" or "17:30"';
var DATE_EXPECTED = "a date such as 2026-12-25";
var INSTANT_EXPECTED = "a date and time with its zone, such as 2026-12-25T06:00Z or 2026-12-25T06:00+01:00";
var timeOfDay = new RegExp(TIME_OF_DAY_PATTERN);
var date = new RegExp(DATE_PATTERN);
var instant = new RegExp(INSTANT_PATTERN);
function parseTimeOfDay(input) {
  if (typeof input === "number") return refuse(TIME_OF_DAY_EXPECTED, hintForNumber4(input));
  if (typeof input !== "string") return refuse(TIME_OF_DAY_EXPECTED);
  if (!timeOfDay.test(input)) return refuse(TIME_OF_DAY_EXPECTED, hintForTime(input));
  return accept(Number(input.slice(0, 2)) * 60 + Number(input.slice(3)));
}
function parseMomentOfDay(input) {
  const parsed2 = parseTimeOfDay(input);
  if (parsed2.ok && parsed2.value === 1440) {
    return refuse(TIME_OF_DAY_EXPECTED, "24:00 is only an end; midnight is 00:00");
  }
  return parsed2;
}
function hintForNumber4(value) {
  const hours = Math.floor(value / 60);
  return Number.isInteger(value) && value >= 60 && value <= 1440 ? `write it in quotes: "${pad(hours)}:${pad(value % 60)}"` : 'write hours and minutes in quotes, such as "09:00"';
}
function hintForTime(input) {
  const text3 = input.trim();
  const twelve = /^(\d{1,2})(?:[:.](\d\d))?\s*([ap])\.?m\.?$/i.exec(text3);
  if (twelve !== null) {
    const hour = Number(twelve[1]) % 12 + (/p/i.test(twelve[3] ?? "") ? 12 : 0);
    return suggestTime(`${pad(hour)}:${twelve[2] ?? "00"}`);
  }
  const loose = /^(\d{1,2})[:.h](\d\d)(?::00)?$/.exec(text3);
  if (loose !== null) return suggestTime(`${pad(Number(loose[1]))}:${loose[2] ?? ""}`);
  return void 0;
}
function suggestTime(text3) {
  return timeOfDay.test(text3) ? `write "${text3}"` : "the day ends at 24:00";
}
function pad(value) {
  return String(value).padStart(2, "0");
}
function parseDate(input) {
  if (typeof input !== "string") return refuse(DATE_EXPECTED);
  return date.test(input) ? accept(input) : refuse(DATE_EXPECTED, hintForDate(input));
}
function hintForDate(input) {
  const text3 = input.trim();
  const [, year, month = "", day = ""] = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})$/.exec(text3) ?? [];
  if (year !== void 0) {
    const tidy = `${year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}`;
    if (date.test(tidy)) return `write ${tidy}`;
    return Number(year) < 1970 || Number(year) > 2099 ? "years from 1970 to 2099 are accepted" : `there is no ${tidy} in the calendar`;
  }
  if (/^\d{1,2}[-/.]\d{1,2}[-/.]\d{4}$/.test(text3)) return "write the year first: YYYY-MM-DD";
  if (/^\d{4}-\d\d-\d\dT/.test(text3)) return "write the date alone";
  return void 0;
}
function parseInstant(input) {
  if (typeof input !== "string") return refuse(INSTANT_EXPECTED);
  if (!instant.test(input)) return refuse(INSTANT_EXPECTED, hintForInstant(input));
  return accept(Date.parse(input) / 1e3);
}
function hintForInstant(input) {
  const text3 = input.trim();
  if (date.test(text3)) return `write the time and the zone too: ${text3}T00:00Z`;
  const tidy = text3.toUpperCase().replace(/^(\d{4}-\d\d-\d\d)[ T]+/, "$1T").replace(/\.\d+/, "").replace(/ +/g, "");
  const zoned = tidy.replace(/([+-]\d\d)(\d\d)$/, "$1:$2").replace(/(T[\d:]+[+-]\d\d)$/, "$1:00");
  if (instant.test(zoned)) return `write ${zoned}`;
  if (instant.test(`${tidy}Z`)) return `in which zone? Add Z for UTC or an offset: ${tidy}Z`;
  const day = tidy.slice(0, 10);
  return /^\d{4}-\d\d-\d\dT/.test(tidy) && !date.test(day) ? hintForDate(day) : void 0;
}

// src/units/relative.ts
var RELATIVE_BASES = ["same-time-last-week", "baseline", "records"];
var SHARE = String.raw`[0-9]{1,4}(?:\.[0-9]{1,10})?%`;
function relativePattern(bases) {
  return `^${SHARE} of (?:${bases.join("|")})$`;
}
var RELATIVE_PATTERN = relativePattern(RELATIVE_BASES);
function relativeExpected(bases) {
  return `a share of something, such as ${examples("10", bases)}`;
}
function examples(percent, bases) {
  return bases.map((base) => `${percent}% of ${base}`).join(" or ");
}
function parseRelative(input, bases = RELATIVE_BASES) {
  const expected = relativeExpected(bases);
  if (typeof input !== "string") {
    return refuse(
      expected,
      typeof input === "number" ? `of what? Write ${examples("10", bases)}` : void 0
    );
  }
  if (new RegExp(relativePattern(bases)).test(input)) {
    const share2 = input.slice(0, input.indexOf(" "));
    const of = bases.find((base) => input.endsWith(` of ${base}`));
    if (of !== void 0) return accept({ ratio: readShare(share2), of });
  }
  return refuse(expected, hintForText4(input, bases));
}
function hintForText4(input, bases) {
  const text3 = input.trim().replace(/\s+/g, " ").replace(" %", "%");
  const bare = /^(\d+(?:\.\d+)?)%$/.exec(text3)?.[1];
  if (bare !== void 0) {
    return `${bare}% of what? Write ${examples(bare, bases)}`;
  }
  if (text3.startsWith("-")) return "a share is not negative";
  if (new RegExp(relativePattern(bases)).test(text3)) return `write ${text3}`;
  const base = /^[\d.]+%? of (.*)$/.exec(text3)?.[1];
  if (base === void 0) return void 0;
  if (!bases.some((known) => known === base)) return `a share can be of ${bases.join(", ")} here`;
  return "write the share in percent, such as 10%";
}

// src/units/zone.ts
import { Temporal as Temporal2 } from "temporal-polyfill";
var ZONE_PATTERN = "^(?:UTC|[A-Z][A-Za-z_]{1,30}(?:/[A-Z][A-Za-z0-9_+-]{0,30}){1,2})$";
var ZONE_EXPECTED = "an IANA time zone such as Europe/London or UTC";
var shape = new RegExp(ZONE_PATTERN);
var PLACES = /* @__PURE__ */ new Map([
  ["BST", "Europe/London"],
  ["CDT", "America/Chicago"],
  ["CEST", "Europe/Berlin"],
  ["CET", "Europe/Berlin"],
  ["CST", "America/Chicago"],
  ["CST6CDT", "America/Chicago"],
  ["EDT", "America/New_York"],
  ["EET", "Europe/Helsinki"],
  ["EST", "America/New_York"],
  ["EST5EDT", "America/New_York"],
  ["IST", "Asia/Kolkata"],
  ["JST", "Asia/Tokyo"],
  ["MDT", "America/Denver"],
  ["MET", "Europe/Berlin"],
  ["MST", "America/Denver"],
  ["MST7MDT", "America/Denver"],
  ["PDT", "America/Los_Angeles"],
  ["PST", "America/Los_Angeles"],
  ["PST8PDT", "America/Los_Angeles"],
  ["WET", "Europe/Lisbon"]
]);
function isTimeZone(name) {
  return shape.test(name) && databaseSpelling(name) === name;
}
function databaseSpelling(name) {
  if (name === "UTC") return name;
  try {
    return new Temporal2.ZonedDateTime(0n, name).timeZoneId;
  } catch {
    return void 0;
  }
}
function parseZoneShape(input) {
  if (typeof input !== "string") return refuse(ZONE_EXPECTED);
  return shape.test(input) ? accept(input) : refuse(ZONE_EXPECTED, hintForZone(input));
}
function hintForZone(input) {
  const text3 = input.trim();
  if (/^(?:Z|GMT|UCT|Zulu|Etc\/UTC|UTC|[+-]00:?00)$/i.test(text3)) return "write UTC";
  const place = PLACES.get(text3.toUpperCase());
  if (place !== void 0) {
    return `an abbreviation does not say when clocks change; name a place, such as ${place}`;
  }
  if (/^(?:UTC|GMT)?[+-]\d/i.test(text3)) {
    return "an offset does not say when clocks change; name a place, such as Europe/Paris, or UTC";
  }
  const spelled = databaseSpelling(text3.replace(/ /g, "_"));
  if (spelled !== void 0 && isTimeZone(spelled)) return `write ${spelled}`;
  if (spelled !== void 0) return "name a place, such as Europe/London";
  return void 0;
}

// src/spec/fields.ts
import { z as z4 } from "zod";
var zDuration = unitString(
  "unit/duration",
  DURATION_PATTERN,
  parseDuration,
  (seconds2, text3) => ({ seconds: seconds2, text: text3 })
).meta({
  description: "A duration with its unit: 200ms, 15m, 1h30m, 28d, 4w."
});
var zRate = unitString(
  "unit/rate",
  RATE_PATTERN,
  parseRate,
  (rate2, text3) => ({ perSecond: rate2.perSecond, text: text3 })
).meta({
  description: "A rate with its unit: 50/s, 3/week."
});
var zTimeOfDay = unitString(
  "unit/time-of-day",
  TIME_OF_DAY_PATTERN,
  parseTimeOfDay,
  (minuteOfDay, text3) => ({ minuteOfDay, text: text3 })
).meta({
  description: "A time of day, 24 hours: 09:00."
});
var zMomentOfDay = unitString(
  "unit/time-of-day",
  MOMENT_OF_DAY_PATTERN,
  parseMomentOfDay,
  (minuteOfDay, text3) => ({ minuteOfDay, text: text3 })
).meta({
  description: "A time of day, 24 hours: 09:00."
});
var zDate = unitString("unit/date", DATE_PATTERN, parseDate, (date2) => date2).meta({
  description: "A date: 2027-12-31."
});
var zInstant = unitString("unit/instant", INSTANT_PATTERN, parseInstant, (unixSeconds, text3) => ({
  unixSeconds,
  text: text3
})).meta({
  description: "An instant with its offset: 2026-03-08T03:00:00+00:00."
});
var zRelative = unitString("unit/relative", RELATIVE_PATTERN, parseRelative, (relative, text3) => ({
  ...relative,
  text: text3
})).meta({
  description: "A share of something named: 60% of same-time-last-week, 0.1% of records."
});
var zMoney = unitString("unit/money", MONEY_PATTERN, parseMoney, (money2, text3) => ({
  ...money2,
  text: text3
})).meta({ description: "An amount with its currency: 0.000003 USD." });
var zMoneyRate = unitString("unit/money", MONEY_RATE_PATTERN, parseMoneyRate, (rate2, text3) => ({
  ...rate2,
  text: text3
})).meta({ description: "An amount of money per time: 900 USD/day." });
var zRatio = unitStringOrNumber(
  "unit/ratio",
  RATIO_PATTERN,
  (error) => z4.number(error).gte(0, error).lte(1, error),
  parseRatio,
  (ratio2, text3) => ({ ratio: ratio2, text: text3 })
).meta({
  description: "A share: 99.9% or 0.999."
});
var zObjective = unitStringOrNumber(
  "unit/objective",
  OBJECTIVE_PATTERN,
  (error) => z4.number(error).gt(0, error).lt(1, error),
  parseObjective,
  (ratio2, text3) => ({ ratio: ratio2, text: text3 })
).meta({
  description: "Share of good events, below 100%: 99.9% or 0.999."
});
var zTimeZone = unitString("unit/timezone", ZONE_PATTERN, parseZoneShape, (zone) => zone).meta({
  description: "An IANA time zone: Europe/London, UTC."
});
var SECRET_REF_PATTERN = "^(?:env:[A-Za-z_][A-Za-z0-9_]*|(?:file:)?(?!env:|file:)(?!.*://)(?!xox[a-z]-)(?![A-Za-z0-9_+=-]{20,}$)[^\\s:\\u0000]+)$";
var zSecretRef = z4.string(expects("a file path, or env:NAME", secretHint)).regex(
  new RegExp(SECRET_REF_PATTERN),
  expects("a file path such as secrets/slack-url, or env:NAME", secretHint)
).transform(
  (text3) => text3.startsWith("env:") ? { from: "env", variable: text3.slice(4), text: text3 } : { from: "file", path: text3.replace(/^file:/, ""), text: text3 }
).meta({
  description: "Where the secret is at run time: a file path, or env:NAME. Never the secret itself."
});
function secretHint(input) {
  if (typeof input !== "string" && typeof input !== "number") return void 0;
  return {
    code: "secret/plain-text",
    hint: "Specs hold references to secrets, never secrets: put the value in a file or an environment variable, and name that here. If this is the name of a file, write it with its folder: ./name."
  };
}
var zUrl = z4.string(expects("an http(s) URL")).regex(
  /^https?:\/\/[^\s/@?#]+(?:[/?#]\S*)?$/,
  expects(
    "an http(s) URL without user or password",
    (input) => typeof input === "string" && /^https?:\/\/[^/?#]*@/.test(input) ? { code: "secret/plain-text", hint: "A user or password must not stand in a URL; use auth.secretRef." } : void 0
  )
);
var zProjectPath = z4.string(expects("a path relative to the project")).regex(
  /^(?!\/)(?!(?:.*\/)?\.\.(?:\/|$))[^\u0000\\]+$/,
  expects('a path inside the project, relative to its folder, without ".."', () => ({ code: "schema/path" }))
);
function unitString(code, pattern, parse, wrap) {
  const error = unitError(code, parse);
  return z4.string(error).regex(new RegExp(pattern, "u"), error).transform((text3) => wrap(parsed(parse, text3), text3));
}
function unitStringOrNumber(code, pattern, number2, parse, wrap) {
  const error = unitError(code, parse);
  return z4.union([z4.string(error).regex(new RegExp(pattern, "u"), error), number2(error)], error).transform((input) => wrap(parsed(parse, input), String(input)));
}
function unitError(code, parse) {
  const whatItWants = parse(void 0);
  const expected = whatItWants.ok ? "" : whatItWants.expected;
  return expects(expected, (input) => {
    const result2 = parse(input);
    if (result2.ok) return { expected };
    return { code, expected: result2.expected, hint: result2.hint && asSentence(result2.hint) };
  });
}
function parsed(parse, input) {
  const result2 = parse(input);
  if (!result2.ok) throw new Error(`pattern and parser disagree on ${JSON.stringify(input)}`);
  return result2.value;
}

// src/spec/kinds/sli/quality.ts
var VALUE = "a number, or a share such as 85%";
var zQualityValue = z5.union([z5.number(), z5.string().regex(new RegExp(RATIO_PATTERN, "u"))], expects(VALUE)).transform((input) => {
  const parsed2 = typeof input === "number" ? void 0 : parseRatio(input);
  return { value: parsed2?.ok ? parsed2.value : Number(input), text: String(input) };
}).meta({ description: "A number in the unit of the metric, or a share: 0.85, 85%, 120." });
var zQualityMetric = z5.string(expects("the name of a quality metric such as precision")).regex(
  /^[a-z][a-z0-9]*(?:[-_][a-z0-9]+)*$/,
  expects("the name of a quality metric in lower case such as precision or log-loss")
).meta({
  description: "precision, recall, f1, accuracy, auc, log-loss, rmse, mae, wape, ndcg \u2026 or a metric of the judge in groundTruth.metrics."
});
var zAtThreshold = z5.number(expects("a score")).gte(0, expects("a score of 0 to 1")).lte(1, expects("a score of 0 to 1")).meta({ description: "Score from which a prediction counts as positive." });
var NAIVE_PATTERN = /^(?:last-value|seasonal-[1-9]\d{0,2}[hdw])$/;
var zSamples = z5.int(expects("a whole number")).min(1, expects("a whole number of at least 1"));
var qualitySli = strictObject({
  type: z5.literal("quality").meta({ description: "The share of evaluations in which a metric on matured labels is good enough." }),
  metric: zQualityMetric,
  atThreshold: zAtThreshold.optional(),
  at: z5.int(expects("a number of ranks")).min(1, expects("a number of ranks of at least 1")).max(1e4, expects("at most 10000 ranks")).optional().meta({ description: "Ranks that count, for ndcg, map, mrr and hit-rate." }),
  min: zQualityValue.optional().meta({ description: "Less is bad; for metrics of which more is better." }),
  max: zQualityValue.optional().meta({ description: "More is bad; for errors and losses." }),
  typical: zQualityValue.optional().meta({ description: "The usual value; with it each segment of the model has an alert of its own." }),
  evaluate: strictObject({
    by: oneOf(["event-time", "label-arrival"]).default("label-arrival").meta({ description: "Whether a window holds predictions by when they were made or labelled." }),
    every: zDuration.prefault("1d").meta({ description: "How often it is evaluated." }),
    over: zDuration.prefault("1d").meta({ description: "Length of the window that is evaluated." }),
    offset: zDuration.prefault("0s").meta({ description: "How long ago the window ends, so that its labels have come in." })
  }).prefault({}).meta({ description: "On what, and how often." }),
  minSamples: zSamples.default(100).meta({ description: "Labelled predictions without which the value means nothing." }),
  minMatured: zRatio.prefault("90%").meta({ description: "Share of the labels that must have come in, else it is told." }),
  vs: strictObject({
    naive: z5.string(expects("a naive forecast such as seasonal-7d")).regex(NAIVE_PATTERN, expects("last-value, or a season ago such as seasonal-7d")).meta({ description: "The naive forecast: last-value, or the value of a season ago: seasonal-7d." }),
    mustBeatBy: zRatio.prefault("0%").meta({ description: "How much better it must at least be." })
  }).optional().meta({ description: "Bad also while it is no better than a naive forecast." })
});

// src/spec/kinds/model/segments.ts
var zCount = (least, most) => z6.int(expects("a whole number")).min(least, expects(`a whole number from ${least} to ${most}`)).max(most, expects(`a whole number from ${least} to ${most}`));
var MOST_DISCOVERED = 50;
var zSegment = strictObject({
  name: zName.meta({ description: "Its name; it is the label `segment`." }),
  label: zLabelName.meta({ description: "Label of the metrics and column of the data that tells it." }),
  values: z6.array(z6.string(expects("a value in quotes")).min(1, expects("a value that is not empty"))).min(1, expects("at least one value")).optional().meta({ description: 'Its values; others are counted together as "other".' }),
  top: zCount(1, 1e3).optional().meta({ description: "Only the most frequent values, so many of them." }),
  discover: oneOf(["label"]).optional().meta({ description: `label: whatever values there are, the ${MOST_DISCOVERED} most frequent of them.` }),
  protected: z6.boolean(expects("true or false")).default(false).meta({
    description: "An attribute that people are protected by: no text of an alert names its values."
  }),
  fairness: strictObject({
    metric: zQualityMetric,
    atThreshold: zAtThreshold.optional(),
    maxRatio: z6.number(expects("a ratio such as 1.25")).gt(1, expects("a ratio above 1: largest over smallest value")).meta({ description: "Largest over smallest value of the segment that is still fair." }),
    minSamples: zCount(1, 1e9).default(1e3).meta({ description: "Samples that a value must have to be compared." })
  }).optional().meta({ description: "How far apart a metric may be among its values." })
});
var zSegments = z6.array(zSegment, expects("a list of segments")).default([]);

// src/drift/run/segments.ts
var OTHER = "other";
async function segmentValuesOf(engine, segment, column, relation) {
  if (segment.values !== void 0) return { name: segment.name, values: segment.values };
  const rows2 = await engine.rows(
    `SELECT ${textOf(column)} AS v, count(*) AS c FROM ${relation.name} WHERE v IS NOT NULL GROUP BY v ORDER BY c DESC, v LIMIT ${segment.top ?? MOST_DISCOVERED}`
  );
  return { name: segment.name, values: rows2.map(([value]) => String(value)) };
}
function segmentExpression({ name, values }, column) {
  const text3 = textOf(column);
  const known = values.length === 0 ? "false" : `${text3} IN (${values.map(quoteText).join(", ")})`;
  return `${quoteText(`${name}=`)} || (CASE WHEN ${known} THEN ${text3} ELSE ${quoteText(OTHER)} END)`;
}
function splitGroup(group) {
  if (group === "") return null;
  const at = group.indexOf("=");
  return { name: group.slice(0, at), value: group.slice(at + 1) };
}

// src/drift/run/candidates.ts
function candidatesOf(compared, policy) {
  const { baseline, current } = compared;
  return [...baseline.groups].flatMap(([group, before2]) => {
    const after = current.get(group) ?? emptyLike(before2);
    return [
      valuesCandidate(compared, group, before2, after),
      nullsCandidate(compared, group, before2, after, policy),
      ...unseenCandidate(compared, group, before2, after)
    ];
  });
}
function common({ column }, group) {
  return { part: column.part, feature: column.feature ?? null, segment: splitGroup(group), alpha: column.test.alpha };
}
function valuesCandidate(compared, group, before2, after) {
  const { test } = compared.column;
  const candidate = { ...common(compared, group), aspect: "values", test: test.test, levels: test.levels };
  if (valueRows(before2) === 0 || valueRows(after) === 0) {
    const side = valueRows(before2) === 0 ? "the baseline" : "the current data";
    return { ...candidate, unknown: `not decided: ${side} has no values` };
  }
  const score = compared.exact.get(group) ?? countedScore(compared, before2, after);
  return score === void 0 ? { ...candidate, unknown: `not decided: ${test.test} does not fit these values` } : { ...candidate, score };
}
function countedScore({ column, baseline }, before2, after) {
  const { test } = column;
  if (before2.kind === "numeric" && after.kind === "numeric" && baseline.scheme.kind === "numeric")
    return scoreNumericCounts(test, { scheme: baseline.scheme, baseline: before2, current: after });
  if (before2.kind === "category" && after.kind === "category")
    return isTableTest(test.test) ? scoreTable(test.test, pooledTable(before2, comparable(after, before2))) : void 0;
  return void 0;
}
function comparable(after, before2) {
  if (before2.rest === 0) return after;
  let rest = after.rest;
  const values = /* @__PURE__ */ new Map();
  for (const [value, count3] of after.values) {
    if (before2.values.has(value)) values.set(value, count3);
    else rest += count3;
  }
  return { ...after, values, rest };
}
function nullsCandidate(compared, group, before2, after, { minSamples }) {
  const candidate = { ...common(compared, group), aspect: "nulls", test: "nulls", levels: compared.column.nulls };
  if (Math.min(before2.rows, after.rows) === 0)
    return { ...candidate, unknown: `not decided: 0 rows, ${minSamples} are needed` };
  const side = (counts) => ({ hits: counts.nulls + (counts.kind === "numeric" ? counts.nonFinite : 0), rows: counts.rows });
  return { ...candidate, score: scoreDifference({ baseline: side(before2), current: side(after) }) };
}
function unseenCandidate(compared, group, before2, after) {
  const { baseline, column } = compared;
  if (before2.kind !== "category" || after.kind !== "category") return [];
  if (baseline.scheme.kind === "category" && baseline.scheme.buckets !== void 0) return [];
  const candidate = { ...common(compared, group), aspect: "unseen", test: "unseen", levels: column.unseen };
  if (valueRows(before2) === 0 || valueRows(after) === 0) return [];
  let unseen = after.rest;
  for (const [value, count3] of after.values) if (!before2.values.has(value)) unseen += count3;
  return [
    {
      ...candidate,
      score: scoreExcess({
        baseline: { hits: singletonRows(before2), rows: valueRows(before2) },
        current: { hits: unseen, rows: valueRows(after) }
      })
    }
  ];
}
function emptyLike(counts) {
  return counts.kind === "numeric" ? { kind: "numeric", rows: 0, nulls: 0, nonFinite: 0, bins: counts.bins.map(() => 0), sum: 0, sumOfSquares: 0, min: void 0, max: void 0 } : { kind: "category", rows: 0, nulls: 0, values: /* @__PURE__ */ new Map(), rest: 0 };
}

// src/drift/snapshot.ts
import { z as z7 } from "zod";
var count2 = z7.int().min(0);
var zNumericCounts = z7.strictObject({
  kind: z7.literal("numeric"),
  rows: count2,
  nulls: count2,
  nonFinite: count2,
  bins: z7.array(count2),
  sum: z7.number(),
  sumOfSquares: z7.number()
});
var zCategoryCounts = z7.strictObject({
  kind: z7.literal("category"),
  rows: count2,
  nulls: count2,
  values: z7.array(z7.tuple([z7.string(), count2])),
  rest: count2.meta({ description: "Rows with values that are not listed: rare ones." })
});
var zCounts = z7.discriminatedUnion("kind", [zNumericCounts, zCategoryCounts]);
var zScheme = z7.discriminatedUnion("kind", [
  z7.strictObject({ kind: z7.literal("numeric"), edges: z7.array(z7.number()), shift: z7.number() }),
  z7.strictObject({ kind: z7.literal("category"), buckets: z7.int().min(2).optional() })
]);
var SNAPSHOT_VERSION = 1;
var zSnapshot = z7.strictObject({
  version: z7.literal(SNAPSHOT_VERSION),
  model: z7.string(),
  from: z7.string().nullable(),
  to: z7.string().nullable(),
  rows: count2,
  columns: z7.record(
    z7.string(),
    z7.strictObject({
      as: z7.enum(["numeric", "category"]),
      valueClass: z7.enum(["number", "text", "boolean", "time", "other"]),
      scheme: zScheme,
      groups: z7.record(z7.string(), zCounts).meta({ description: "By segment, as segment=value; the empty name is all rows." })
    })
  )
}).meta({ title: "Stored baseline of a modelwatch drift job", description: "Counts of the baseline by bin and category." });
function readColumn({ as, valueClass, scheme, groups }) {
  const { buckets, ...category } = scheme.kind === "category" ? scheme : { buckets: void 0, kind: "category" };
  return {
    as,
    valueClass,
    scheme: scheme.kind === "numeric" ? scheme : { ...category, ...buckets !== void 0 && { buckets } },
    groups: new Map(Object.entries(groups).map(([name, counts]) => [name, readCounts(counts)]))
  };
}
function readCounts(counts) {
  if (counts.kind === "numeric") return { ...counts, min: void 0, max: void 0 };
  return { ...counts, values: new Map(counts.values) };
}

// src/drift/run/compare.ts
function columnId({ part, column, descriptor }) {
  return [part, column, ...descriptor === void 0 ? [] : [descriptor]].join("/");
}
async function findColumns(context, relation, columns) {
  const found = /* @__PURE__ */ new Map();
  for (const column of columns) {
    const sql = await resolveColumn(context.engine, relation.name, relation.columns, column.column);
    if (sql !== void 0) found.set(columnId(column), { column, sql });
  }
  return found;
}
function requestsOf(found) {
  return [...found].map(([id, { column, sql }]) => ({ id, column: sql, declared: column.type }));
}
async function findSegments(context, policy, relation, findings) {
  const found = [];
  for (const segment of policy.segments) {
    const sql = await resolveColumn(context.engine, relation.name, relation.columns, segment.column);
    if (sql === void 0) {
      findings.add("warning", "segment/missing", `segment ${segment.name} is left out: there is no column ${segment.column}`, {
        column: segment.column
      });
      continue;
    }
    found.push({ segment: await segmentValuesOf(context.engine, segment, sql, relation), sql });
  }
  return found;
}
async function countBaseline(context, policy, relation, found, findings) {
  const requests = requestsOf(found);
  context.progress(`choosing bins of ${requests.length} columns`);
  const schemes = await chooseSchemes(context.engine, relation, requests);
  const counted = /* @__PURE__ */ new Map();
  for (const [id, { column, sql }] of found) {
    const scheme = schemes.get(id);
    if (scheme === void 0) {
      findings.add("error", "column/unsupported-type", `${column.column}: values of this type can't be compared`, {
        column: column.column,
        hint: "Numbers, texts and booleans can. Cast it in a view, or leave it out with monitor: none."
      });
      continue;
    }
    counted.set(id, { id, column: sql, scheme: schemeFor(column, scheme) });
  }
  context.progress(`counting the baseline: ${relation.rows} rows`);
  const segments = await findSegments(context, policy, relation, findings);
  const groups = await countGroups(context, relation, [...counted.values()], segments, findings, "baseline");
  const columns = /* @__PURE__ */ new Map();
  for (const [id, { scheme }] of counted) {
    const known = schemes.get(id);
    const ofColumn = groups.get(id);
    if (known && ofColumn) columns.set(id, { as: known.as, valueClass: known.valueClass, scheme, groups: ofColumn });
  }
  return columns;
}
function schemeFor({ pii }, { scheme }) {
  return pii && scheme.kind === "category" ? { kind: "category", buckets: BUCKETS } : scheme;
}
async function countGroups(context, relation, columns, segments, findings, side) {
  const all = /* @__PURE__ */ new Map();
  const groups = [void 0, ...segments.map(({ segment, sql }) => segmentExpression(segment, sql))];
  for (const group of groups) {
    const { counted, failures } = await countColumns(
      context.engine,
      { relation: relation.name, ...group !== void 0 && { group } },
      columns
    );
    for (const [id, ofGroups] of counted) {
      const known = all.get(id) ?? /* @__PURE__ */ new Map();
      for (const [name, counts] of ofGroups) known.set(name, counts);
      all.set(id, known);
    }
    for (const { id, message } of group === void 0 ? failures : [])
      findings.add("error", "column/failed", `${id}: it could not be counted in the ${side} (${message})`, { column: id });
  }
  return all;
}
function storedSegments(snapshot) {
  const values = /* @__PURE__ */ new Map();
  for (const { groups } of Object.values(snapshot.columns)) {
    for (const group of Object.keys(groups)) {
      const at = group.indexOf("=");
      if (at < 0) continue;
      const name = group.slice(0, at);
      values.set(name, (values.get(name) ?? /* @__PURE__ */ new Set()).add(group.slice(at + 1)));
    }
  }
  return [...values].map(([name, some]) => ({ name, values: [...some].filter((value) => value !== "other").toSorted() }));
}
function storedColumns(snapshot, columns) {
  const known = /* @__PURE__ */ new Map();
  for (const column of columns) {
    const stored = snapshot.columns[columnId(column)];
    if (stored !== void 0) known.set(columnId(column), readColumn(stored));
  }
  return known;
}

// src/drift/run/describe.ts
var BARS = 24;
var NAMED = 12;
function describeColumn(column, baseline, current) {
  const [before2, after] = [baseline?.groups.get(""), current?.get("")];
  const scheme = baseline?.scheme;
  const side = (counts) => counts && scheme ? statisticsOf(counts, scheme, column.pii) : null;
  return {
    part: column.part,
    feature: column.feature ?? null,
    column: column.column,
    type: baseline?.as ?? "unknown",
    importance: column.importance ?? null,
    baseline: side(before2),
    current: side(after),
    distribution: before2 && after && scheme ? distributionOf(before2, after, scheme, column.pii) : null
  };
}
function statisticsOf(counts, scheme, pii) {
  const { rows: rows2, nulls } = counts;
  if (counts.kind === "category" || scheme.kind === "category")
    return { rows: rows2, nulls, distinct: counts.kind === "category" ? counts.values.size : null, mean: null, std: null, min: null, max: null };
  const { mean: mean2, std } = moments(counts, scheme);
  return {
    rows: rows2,
    nulls,
    distinct: null,
    mean: pii ? null : finite(mean2),
    std: pii ? null : finite(std),
    min: pii ? null : finite(counts.min),
    max: pii ? null : finite(counts.max)
  };
}
function distributionOf(before2, after, scheme, pii) {
  if (before2.kind === "numeric" && after.kind === "numeric" && scheme.kind === "numeric")
    return pii ? null : numericDistribution(before2, after, scheme);
  if (before2.kind === "category" && after.kind === "category") return categoryDistribution(before2, after, pii);
  return null;
}
function numericDistribution(before2, after, { edges }) {
  const [first, last] = [edges[0], edges.at(-1)];
  if (first === void 0 || last === void 0 || first === last) return null;
  const width = (last - first) / BARS;
  const bars = Array.from({ length: BARS + 1 }, (_, index) => Number((first + index * width).toPrecision(6)));
  if (new Set(bars).size < bars.length || !Number.isFinite(width)) return null;
  return { kind: "numeric", edges: bars, baseline: bySteps(before2, edges, bars), current: bySteps(after, edges, bars) };
}
function bySteps(counts, edges, bars) {
  const total2 = Math.max(1, finiteRows(counts));
  const cumulated = [];
  let sum2 = 0;
  for (const count3 of counts.bins) cumulated.push(sum2 += count3);
  let at = 0;
  const below = (value) => {
    while (at < edges.length - 1 && (edges[at + 1] ?? 0) <= value) at += 1;
    const [left = 0, right = left] = [edges[at], edges[at + 1]];
    const [a = 0, b = a] = [cumulated[at], cumulated[at + 1]];
    return right > left ? a + (b - a) * Math.min(1, Math.max(0, (value - left) / (right - left))) : a;
  };
  let previous = 0;
  return bars.slice(1).map((bar, index) => {
    const upTo = index === bars.length - 2 ? total2 : below(bar);
    const share2 = (upTo - previous) / total2;
    previous = upTo;
    return Number(Math.max(0, share2).toPrecision(4));
  });
}
function categoryDistribution(before2, after, pii) {
  const union = new Map(before2.values);
  for (const [value, count3] of after.values) union.set(value, (union.get(value) ?? 0) + count3);
  const named = byFrequency(union).slice(0, NAMED).map(([value]) => value);
  const shares2 = (counts) => {
    const total2 = Math.max(1, counts.rows - counts.nulls);
    const of = named.map((value) => (counts.values.get(value) ?? 0) / total2);
    const rest = 1 - of.reduce((sum2, each) => sum2 + each, 0);
    const all = union.size > NAMED || before2.rest + after.rest > 0 ? [...of, Math.max(0, rest)] : of;
    return all.map((share2) => Number(share2.toPrecision(4)));
  };
  const labels = union.size > NAMED || before2.rest + after.rest > 0 ? [...named, OTHER] : named;
  return { kind: "category", labels: pii ? labels.map(() => null) : labels, baseline: shares2(before2), current: shares2(after) };
}

// src/statistics/two-sample/result.ts
var UNDEFINED_RESULT = { statistic: Number.NaN, pValue: Number.NaN };

// src/statistics/two-sample/anderson-darling.ts
var CRITICAL = [
  [0.675, -0.245, -0.105, 0.25],
  [1.281, 0.25, -0.305, 0.1],
  [1.645, 0.678, -0.362, 0.05],
  [1.96, 1.149, -0.391, 0.025],
  [2.326, 1.822, -0.396, 0.01],
  [2.573, 2.364, -0.345, 5e-3],
  [3.085, 3.615, -0.154, 1e-3]
].map(([b0 = 0, b1 = 0, b2 = 0, level = 0]) => ({ at: b0 + b1 + b2, level }));
var LOWEST = CRITICAL[0];
var HIGHEST = CRITICAL[CRITICAL.length - 1];
var logPValue = parabola(CRITICAL.map(({ at, level }) => ({ x: at, y: Math.log(level) })));
function andersonDarling(samples) {
  const { referenceSize: n, currentSize: m, values } = samples;
  if (n === 0 || m === 0 || values.length < 2 || n + m < 4) return { ...UNDEFINED_RESULT, isClipped: false };
  const statistic = (midrankSum(samples) - 1) / Math.sqrt(varianceOf(n, m));
  return { statistic, ...pValueOf(statistic) };
}
function pValueOf(statistic) {
  if (statistic < (LOWEST?.at ?? 0)) return { pValue: LOWEST?.level ?? 1, isClipped: true };
  if (statistic > (HIGHEST?.at ?? 0)) return { pValue: HIGHEST?.level ?? 0, isClipped: true };
  return { pValue: Math.exp(logPValue(statistic)), isClipped: false };
}
function midrankSum(samples) {
  const { values, referenceAtMost, currentAtMost, referenceSize: n, currentSize: m } = samples;
  const size = n + m;
  let [ofReference, ofCurrent, referenceBefore, currentBefore] = [0, 0, 0, 0];
  for (let i = 0; i < values.length; i += 1) {
    const [reference2, current] = [referenceAtMost[i] ?? 0, currentAtMost[i] ?? 0];
    const times = reference2 - referenceBefore + current - currentBefore;
    const middle = referenceBefore + currentBefore + times / 2;
    const weight = times / size / (middle * (size - middle) - size * times / 4);
    const referenceOff = size * (reference2 + referenceBefore) / 2 - middle * n;
    const currentOff = size * (current + currentBefore) / 2 - middle * m;
    ofReference += weight * referenceOff * referenceOff;
    ofCurrent += weight * currentOff * currentOff;
    [referenceBefore, currentBefore] = [reference2, current];
  }
  return (ofReference / n + ofCurrent / m) * (size - 1) / size;
}
function varianceOf(n, m) {
  const size = n + m;
  const inverseSizes = 1 / n + 1 / m;
  let [harmonic, nested] = [0, 0];
  for (let i = 1; i <= size - 2; i += 1) {
    harmonic += 1 / (size - i);
    nested += harmonic / (i + 1);
  }
  const [h, g] = [harmonic + 1, nested];
  const a = 4 * g - 6 + (10 - 6 * g) * inverseSizes;
  const b = 4 * (2 * g - 4) + 16 * h + (2 * g - 14 * h - 4) * inverseSizes - 8 * h + 4 * g - 6;
  const c = 4 * (6 * h + 2 * g - 2) + 2 * (4 * h - 4 * g + 6) + (2 * h - 6) * inverseSizes + 4 * h;
  const d = 4 * (2 * h + 6) - 8 * h;
  return (a * size ** 3 + b * size ** 2 + c * size + d) / ((size - 1) * (size - 2) * (size - 3));
}
function parabola(points) {
  const summed2 = (term) => points.reduce((sum2, { x, y }) => sum2 + term(x, y), 0);
  const middle = summed2((x) => x) / points.length;
  const line = (x) => x - middle;
  const lineSquare = summed2((x) => line(x) ** 2);
  const bend = summed2((x) => x * line(x) ** 2) / lineSquare;
  const lift = lineSquare / points.length;
  const curve = (x) => (x - bend) * line(x) - lift;
  const inOne = summed2((_, y) => y) / points.length;
  const inLine = summed2((x, y) => line(x) * y) / lineSquare;
  const inCurve = summed2((x, y) => curve(x) * y) / summed2((x) => curve(x) ** 2);
  return (x) => inOne + inLine * line(x) + inCurve * curve(x);
}

// src/statistics/bessel.ts
var NEGLIGIBLE = 45;
function scaledBesselK(order, x) {
  const step = Math.min(0.125, 0.6 / Math.sqrt(x));
  const end = 2 * Math.asinh(Math.sqrt(NEGLIGIBLE / (2 * x)));
  let sum2 = 0.5;
  for (let i = 1; i * step <= end; i += 1) {
    const t = i * step;
    const half = Math.sinh(t / 2);
    sum2 += Math.exp(-2 * x * half * half) * Math.cosh(order * t);
  }
  return sum2 * step;
}

// src/statistics/stirling.ts
var SERIES = [1 / 12, -1 / 360, 1 / 1260, -1 / 1680, 1 / 1188, -691 / 360360, 1 / 156];
var SERIES_FROM = 15;
function stirlingError(x) {
  let sum2 = 0;
  let at = x;
  while (at < SERIES_FROM) {
    sum2 += (at + 0.5) * Math.log1p(1 / at) - 1;
    at += 1;
  }
  const inverse = 1 / at;
  const square = inverse * inverse;
  return sum2 + inverse * SERIES.reduceRight((total2, coefficient) => total2 * square + coefficient, 0);
}

// src/statistics/two-sample/cramer-von-mises-orders.ts
var NONE = { values: [], counts: [] };
function exactOrders(n, m, excess) {
  const common3 = leastCommonMultiple(n, m);
  const [a, b] = [common3 / n, common3 / m];
  const least = floorOfRatio(common3 * common3 * (n + m) * excess, 6 * n * n * m * m);
  let column = [{ values: [0], counts: [1] }, ...Array.from({ length: n }, () => NONE)];
  for (let u = 0; u <= m; u += 1) {
    let before2 = NONE;
    column = column.map((left, v) => {
      before2 = shifted(merged(before2, left), (a * v - b * u) ** 2);
      return before2;
    });
  }
  const { values, counts } = column[n] ?? NONE;
  let [above, total2] = [0, 0];
  values.forEach((value, index) => {
    const count3 = counts[index] ?? 0;
    total2 += count3;
    if (value >= least) above += count3;
  });
  return above / total2;
}
function merged(one, other) {
  const values = [];
  const counts = [];
  let [i, j] = [0, 0];
  while (i < one.values.length || j < other.values.length) {
    const left = one.values[i] ?? Number.POSITIVE_INFINITY;
    const right = other.values[j] ?? Number.POSITIVE_INFINITY;
    let count3 = 0;
    if (left <= right) {
      count3 += one.counts[i] ?? 0;
      i += 1;
    }
    if (right <= left) {
      count3 += other.counts[j] ?? 0;
      j += 1;
    }
    values.push(Math.min(left, right));
    counts.push(count3);
  }
  return { values, counts };
}
function shifted({ values, counts }, by) {
  return { values: values.map((each) => each + by), counts };
}
function floorOfRatio(a, b) {
  const remainder = a % b;
  return (a - remainder) / b - (remainder < 0 ? 1 : 0);
}
function leastCommonMultiple(n, m) {
  let [a, b] = [n, m];
  while (b !== 0) [a, b] = [b, a % b];
  return n / a * m;
}

// src/statistics/two-sample/cramer-von-mises.ts
var LARGEST_EXACT = 20;
var LEAST = 3e-3;
var LAST_TERM = 1e-7;
var FLUSH = 2 ** 51;
function cramerVonMises(samples) {
  const { referenceSize: n, currentSize: m } = samples;
  if (n < 2 || m < 2) return UNDEFINED_RESULT;
  const fourU = BigInt(n) * squaredOffsets(samples, "reference") + BigInt(m) * squaredOffsets(samples, "current");
  const product = n * m;
  const excess = 6n * fourU - 4n * BigInt(product) * (4n * BigInt(product) - 1n);
  const statistic = Number(excess) / (24 * product * (n + m));
  const pValue = Math.max(n, m) <= LARGEST_EXACT ? exactOrders(n, m, Number(excess) / 4) : limitTail2(normalized(statistic, n, m));
  return { statistic, pValue };
}
function squaredOffsets(samples, side) {
  const { values, referenceAtMost, currentAtMost } = samples;
  const own = side === "reference" ? referenceAtMost : currentAtMost;
  let whole = 0n;
  let [sum2, ownBefore, allBefore] = [0, 0, 0];
  for (let k = 0; k < values.length; k += 1) {
    const all = (referenceAtMost[k] ?? 0) + (currentAtMost[k] ?? 0);
    const doubledRank = allBefore + all + 1;
    const ownHere = own[k] ?? 0;
    for (let i = ownBefore + 1; i <= ownHere; i += 1) {
      sum2 += (doubledRank - 2 * i) ** 2;
      if (sum2 < FLUSH) continue;
      whole += BigInt(sum2);
      sum2 = 0;
    }
    [ownBefore, allBefore] = [ownHere, all];
  }
  return whole + BigInt(sum2);
}
function normalized(statistic, n, m) {
  const size = n + m;
  const product = n * m;
  const mean2 = (1 + 1 / size) / 6;
  const spread = (size + 1) * (4 * product * size - 3 * (n * n + m * m) - 2 * product);
  const variance = spread / (45 * size * size * 4 * product);
  return 1 / 6 + (statistic - mean2) / Math.sqrt(45 * variance);
}
function limitTail2(x) {
  if (!(x >= LEAST)) return 1;
  let below = 0;
  for (let k = 0; ; k += 1) {
    const y = 4 * k + 1;
    const q = y * y / (16 * x);
    const front = gammaRatio(k) / (Math.PI ** 1.5 * Math.sqrt(x));
    const term = front * Math.sqrt(y) * Math.exp(-2 * q) * scaledBesselK(0.25, q);
    below += term;
    if (term < LAST_TERM) return Math.min(1, Math.max(0, 1 - below));
  }
}
function gammaRatio(k) {
  if (k === 0) return Math.sqrt(Math.PI);
  const half = k - 0.5;
  const logarithm = stirlingError(half) - stirlingError(k) + k * Math.log1p(-0.5 / k) - 0.5 * Math.log(k) + 0.5;
  return Math.exp(logarithm);
}

// src/statistics/two-sample/distances.ts
function wassersteinDistance(samples) {
  return cdfIntegral(samples, Math.abs);
}
function energyDistance(samples) {
  return Math.SQRT2 * Math.sqrt(cdfIntegral(samples, (difference) => difference * difference));
}
function cdfIntegral(samples, weight) {
  const { values, referenceAtMost, currentAtMost, referenceSize, currentSize } = samples;
  if (referenceSize === 0 || currentSize === 0) return Number.NaN;
  let sum2 = 0;
  for (let i = 0; i + 1 < values.length; i += 1) {
    const difference = (referenceAtMost[i] ?? 0) / referenceSize - (currentAtMost[i] ?? 0) / currentSize;
    if (difference !== 0) sum2 += weight(difference) * ((values[i + 1] ?? 0) - (values[i] ?? 0));
  }
  return sum2;
}

// src/statistics/kolmogorov-finite/durbin.ts
var SCALE_BITS = 128;
var SCALE = 2 ** SCALE_BITS;
function durbinBelow(n, d) {
  const nd = n * d;
  const k = Math.ceil(nd);
  const size = 2 * k - 1;
  let power = matrixOf(size, k - nd);
  let powerBits = 0;
  let product;
  let productBits = 0;
  for (let left = n; left > 0; left = Math.floor(left / 2)) {
    if (left % 2 === 1) {
      product = product === void 0 ? power : multiplied(product, power, size);
      productBits += powerBits;
    }
    power = multiplied(power, power, size);
    powerBits *= 2;
    if ((power[(k - 1) * size + k - 1] ?? 0) > SCALE) {
      power = power.map((each) => each / SCALE);
      powerBits += SCALE_BITS;
    }
  }
  let probability = product?.[(k - 1) * size + k - 1] ?? 0;
  for (let i = 1; i <= n; i += 1) {
    probability = probability * i / n;
    if (probability < 1 / SCALE) {
      probability *= SCALE;
      productBits -= SCALE_BITS;
    }
  }
  return Math.min(1, probability * 2 ** productBits);
}
function matrixOf(size, h) {
  const matrix = new Float64Array(size * size);
  const inverse = new Float64Array(size + 1);
  inverse[0] = 1;
  for (let i = 1; i <= size; i += 1) inverse[i] = (inverse[i - 1] ?? 0) / i;
  for (let i = 0; i < size; i += 1) {
    for (let j = 0; j < size && j <= i + 1; j += 1) matrix[i * size + j] = inverse[i - j + 1] ?? 0;
  }
  for (let i = 0; i < size; i += 1) {
    const edge = (1 - h ** (i + 1)) * (inverse[i + 1] ?? 0);
    matrix[i * size] = edge;
    matrix[(size - 1) * size + size - 1 - i] = edge;
  }
  const corner = 1 - 2 * h ** size + Math.max(2 * h - 1, 0) ** size;
  matrix[(size - 1) * size] = corner * (inverse[size] ?? 0);
  return matrix;
}
function multiplied(a, b, size) {
  const product = new Float64Array(size * size);
  for (let i = 0; i < size; i += 1) {
    for (let k = 0; k < size; k += 1) {
      const factor = a[i * size + k] ?? 0;
      if (factor === 0) continue;
      for (let j = 0; j < size; j += 1) {
        product[i * size + j] = (product[i * size + j] ?? 0) + factor * (b[k * size + j] ?? 0);
      }
    }
  }
  return product;
}

// src/statistics/kolmogorov-finite/pelz-good.ts
var PI2 = Math.PI * Math.PI;
var PI4 = PI2 * PI2;
var PI6 = PI4 * PI2;
var ROOT_2PI = Math.sqrt(2 * Math.PI);
var LOG_MIN = -708;
function pelzGoodBelow(n, x) {
  const z19 = Math.sqrt(n) * x;
  const z22 = z19 * z19;
  const exponent = -PI2 / (8 * z22);
  if (exponent < LOG_MIN) return 0;
  const [z42, z62, z82] = [z22 * z22, z22 ** 3, z22 ** 4];
  let [k0, k1, k2, k3] = [0, 0, 0, 0];
  let [extra2, extra3] = [0, 0];
  for (let k = Math.ceil(16 * z19 / Math.PI); k >= 1; k -= 1) {
    const m2 = (2 * k - 1) ** 2;
    const odd = Math.exp(exponent * m2);
    k0 += odd;
    k1 += odd * (PI2 / 4 * m2 - z22);
    k2 += odd * (6 * z62 + 2 * z42 + (2 * z42 - 5 * z22) * PI2 * m2 / 4 + (1 - 2 * z22) * PI4 * m2 * m2 / 16);
    k3 += odd * (-30 * z62 - 90 * z82 + (135 * z42 - 96 * z62) * PI2 * m2 / 4 + (212 * z42 - 60 * z22) * PI4 * m2 * m2 / 16 + (5 - 30 * z22) * PI6 * m2 ** 3 / 64);
    const square = k * k;
    const every = square * Math.exp(4 * exponent * square);
    extra2 += every;
    extra3 += every * (3 * z22 - PI2 * square);
  }
  const first = ROOT_2PI / z19 * k0;
  const second = ROOT_2PI / (6 * z42) * k1;
  const third = ROOT_2PI / (72 * z62 * z19) * k2 - PI2 * ROOT_2PI / (36 * z22 * z19) * extra2;
  const fourth = ROOT_2PI / (6480 * z62 * z42) * k3 + PI2 * ROOT_2PI / (216 * z62) * extra3;
  return Math.min(1, Math.max(0, first + second / Math.sqrt(n) + third / n + fourth / n ** 1.5));
}

// src/statistics/kolmogorov-finite/pomeranz.ts
function pomeranzBelow(n, x) {
  const rows2 = rowsOf(n, n * x);
  let before2 = new Float64Array(n + 2);
  before2[1] = 1;
  for (let i = 1; i < rows2.length; i += 1) {
    const [from, to] = [rows2[i - 1], rows2[i]];
    if (from === void 0 || to === void 0) break;
    before2 = convolved(before2, from, to, (to.at - from.at) / n);
  }
  let probability = before2[n + 1] ?? 0;
  for (let i = 2; i <= n; i += 1) probability *= i;
  return Math.min(1, probability);
}
function convolved(before2, from, to, step) {
  const next = new Float64Array(before2.length);
  for (let j = to.first; j <= to.last; j += 1) {
    let sum2 = 0;
    let power = 1;
    for (let k = j; k >= from.first; k -= 1) {
      if (k <= from.last) sum2 += (before2[k] ?? 0) * power;
      power *= step / (j - k + 1);
    }
    next[j] = sum2;
  }
  return next;
}
function rowsOf(n, t) {
  const whole = Math.floor(t);
  const fraction = t - whole;
  const some = fraction > 0 ? 1 : 0;
  const near = Math.min(fraction, 1 - fraction);
  const bounded = (at, floor, ceiling) => ({
    at,
    first: Math.max(1, floor + 2),
    last: Math.min(n + 1, ceiling)
  });
  const end = (at) => bounded(at, at - whole - some, at + whole + some);
  const atFraction = (a) => bounded(a + fraction, a - whole, a + whole + Math.ceil(2 * fraction));
  const atRest = (a) => bounded(a + 1 - fraction, a + 1 - whole - Math.ceil(2 * fraction), a + 1 + whole);
  const rows2 = [end(0)];
  for (let a = 0; a < n; a += 1) {
    if (near === fraction) rows2.push(atFraction(a), atRest(a));
    else rows2.push(atRest(a), atFraction(a));
  }
  rows2.push(end(n));
  return rows2;
}

// src/statistics/kolmogorov-finite/smirnov.ts
var MOST_SUMMED = 1e6;
var LOG_MIN2 = -708.396418532264;
function smirnovTail(n, x) {
  if (-2 * n * x * x < LOG_MIN2) return 0;
  if (n > MOST_SUMMED) return Math.exp(-((6 * n * x + 1) ** 2) / (18 * n));
  const shift = n * x;
  const atN = stirlingError(n);
  let sum2 = Math.exp(n * Math.log1p(-x));
  for (let j = 1; n - j > shift; j += 1) {
    const rest = n - j;
    const exponent = atN - stirlingError(j) - stirlingError(rest) + j * Math.log1p(shift / j) + rest * Math.log1p(-shift / rest);
    sum2 += shift / (shift + j) * Math.sqrt(n / (2 * Math.PI * j * rest)) * Math.exp(exponent);
  }
  return Math.min(1, sum2);
}

// src/statistics/kolmogorov-finite/tail.ts
var SMALL_N = 140;
function kolmogorovFiniteTail(n, x) {
  if (!(n >= 1) || Number.isNaN(x)) return Number.NaN;
  const t = n * x;
  if (x >= 1) return 0;
  if (t <= 0.5) return 1;
  if (t <= 1) return 1 - rubenGambino(n, t);
  if (t >= n - 1) return Math.min(1, 2 * Math.exp(n * Math.log1p(-x)));
  if (x >= 0.5) return Math.min(1, 2 * smirnovTail(n, x));
  const scaled2 = t * x;
  if (n <= SMALL_N) {
    if (scaled2 <= 0.754693) return 1 - durbinBelow(n, x);
    if (scaled2 <= 4) return 1 - pomeranzBelow(n, x);
    return Math.min(1, 2 * smirnovTail(n, x));
  }
  if (scaled2 >= 370) return 0;
  if (scaled2 >= 2.2) return Math.min(1, 2 * smirnovTail(n, x));
  return n <= 1e5 && n * x ** 1.5 <= 1.4 ? 1 - durbinBelow(n, x) : 1 - pelzGoodBelow(n, x);
}
function rubenGambino(n, t) {
  return Math.exp(0.5 * Math.log(2 * Math.PI * n) - n + stirlingError(n) + n * Math.log(2 * t - 1));
}

// src/statistics/two-sample/lattice-paths.ts
function tailOfEqualSizes(n, steps) {
  let probability = 0;
  for (let k = Math.floor(n / steps); k >= 0; k -= 1) {
    let ratio2 = 1;
    for (let j = 0; j < steps; j += 1) ratio2 = ratio2 * (n - k * steps - j) / (n + k * steps + j + 1);
    probability = ratio2 * (1 - probability);
  }
  return 2 * probability;
}
function tailOfUnequalSizes(n, m, common3, steps) {
  const [long, short] = n > m ? [n, m] : [m, n];
  const [longStep, shortStep] = [long / common3, short / common3];
  const left = new Float64Array(short + 1).fill(1);
  left.fill(0, 0, Math.min(Math.ceil(steps / longStep), short + 1));
  for (let i = 1; i <= long; i += 1) {
    const from = Math.max(Math.floor((shortStep * i - steps) / longStep) + 1, 0);
    const to = Math.min(Math.ceil((shortStep * i + steps) / longStep), short + 1);
    if (to <= from) return 1;
    let share2 = from === 0 ? 0 : 1;
    if (from > 0) left[from - 1] = 1;
    for (let j = from; j < to; j += 1) {
      share2 = ((left[j] ?? 1) * i + share2 * j) / (i + j);
      left[j] = share2;
    }
  }
  return left[short] ?? 1;
}

// src/statistics/two-sample/kolmogorov-smirnov.ts
var LARGEST_EXACT2 = 1e4;
function kolmogorovSmirnov(samples) {
  const { referenceSize: n, currentSize: m } = samples;
  if (n === 0 || m === 0) return UNDEFINED_RESULT;
  const largest = largestDifference2(samples);
  if (Math.max(n, m) <= LARGEST_EXACT2) {
    const common3 = n / gcd(n, m) * m;
    const steps = Math.round(largest * common3);
    const pValue = steps === 0 ? 1 : exactTail(n, m, steps);
    if (pValue >= 0 && pValue <= 1) return { statistic: steps / common3, pValue };
  }
  const effective = roundedHalfToEven(n * (m / (n + m)));
  return { statistic: largest, pValue: kolmogorovFiniteTail(effective, largest) };
}
function largestDifference2(samples) {
  const { referenceAtMost, currentAtMost, referenceSize, currentSize, values } = samples;
  let largest = 0;
  for (let i = 0; i < values.length; i += 1) {
    const difference = Math.abs(
      (referenceAtMost[i] ?? 0) / referenceSize - (currentAtMost[i] ?? 0) / currentSize
    );
    if (difference > largest) largest = difference;
  }
  return largest;
}
function exactTail(n, m, steps) {
  return n === m ? tailOfEqualSizes(n, steps) : tailOfUnequalSizes(n, m, gcd(n, m), steps);
}
function gcd(a, b) {
  return b === 0 ? a : gcd(b, a % b);
}
function roundedHalfToEven(value) {
  const below = Math.floor(value);
  if (value - below !== 0.5) return Math.round(value);
  return below % 2 === 0 ? below : below + 1;
}

// src/statistics/two-sample/mann-whitney.ts
var LARGEST_EXACT3 = 8;
var MOST_COUNTED = 4e7;
function mannWhitney(samples, alternative = "two-sided") {
  const { referenceSize: n, currentSize: m, values } = samples;
  if (n === 0 || m === 0) return UNDEFINED_RESULT;
  const { u, tieTerm } = ranked(samples);
  const other = n * m - u;
  const larger = alternative === "less" ? other : Math.max(u, other);
  const sides = alternative === "less" ? 1 : 2;
  const hasTies = values.length < n + m;
  const isExact = Math.min(n, m) <= LARGEST_EXACT3 && !hasTies && n * m <= MOST_COUNTED;
  const tail = isExact ? exactTail2(n, m, larger) : normalizedTail(samples, larger, tieTerm);
  return { statistic: u, pValue: Math.min(1, Math.max(0, sides * tail)) };
}
function ranked(samples) {
  const { values, referenceAtMost, currentAtMost } = samples;
  let [u, tieTerm, referenceBefore, currentBefore] = [0, 0, 0, 0];
  for (let i = 0; i < values.length; i += 1) {
    const [reference2, current] = [referenceAtMost[i] ?? 0, currentAtMost[i] ?? 0];
    const [here, there] = [reference2 - referenceBefore, current - currentBefore];
    const times = here + there;
    u += here * (currentBefore + there / 2);
    tieTerm += times * (times * times - 1);
    [referenceBefore, currentBefore] = [reference2, current];
  }
  return { u, tieTerm };
}
function normalizedTail(samples, u, tieTerm) {
  const { referenceSize: n, currentSize: m, values } = samples;
  const size = n + m;
  if (values.length === 1) return 1;
  const deviation = Math.sqrt(n * m / 12 * (size + 1 - tieTerm / (size * (size - 1))));
  return normalTail((u - n * m / 2 - 0.5) / deviation);
}
function exactTail2(n, m, u) {
  const [small, large] = n < m ? [n, m] : [m, n];
  const mirrored = n * m - u;
  const last = Math.min(u, mirrored);
  const counts = orderCounts(small, large, last);
  let total2 = 1;
  for (let i = 1; i <= small; i += 1) total2 *= (large + i) / i;
  let atMost = 0;
  for (const count3 of counts) atMost += count3 / total2;
  return mirrored <= u ? atMost : 1 - atMost + (counts[last] ?? 0) / total2;
}
function orderCounts(small, large, last) {
  const counts = new Float64Array(last + 1);
  counts[0] = 1;
  for (let i = 1; i <= small; i += 1) {
    for (let u = last; u >= large + i; u -= 1) counts[u] = (counts[u] ?? 0) - (counts[u - large - i] ?? 0);
    for (let u = i; u <= last; u += 1) counts[u] = (counts[u] ?? 0) + (counts[u - i] ?? 0);
  }
  return counts;
}

// src/statistics/two-sample/moments.ts
var LARGE = 2 ** 500;
var SMALL = 2 ** -400;
function moments2(values) {
  const largest = values.reduce((most, each) => Math.max(most, Math.abs(each)), 0);
  if (largest > LARGE) return scaledBy(values, 2 ** -600);
  return largest > 0 && largest < SMALL ? scaledBy(values, 2 ** 600) : twoPasses(values);
}
function compensatedSum(values) {
  let [sum2, rest] = [0, 0];
  for (const value of values) {
    const next = sum2 + value;
    rest += Math.abs(sum2) >= Math.abs(value) ? sum2 - next + value : value - next + sum2;
    sum2 = next;
  }
  return { sum: sum2, rest };
}
function scaledBy(values, factor) {
  const { count: count3, mean: mean2, meanRest, std0, std1 } = twoPasses(values.map((each) => each * factor));
  const back = 1 / factor;
  return { count: count3, mean: mean2 * back, meanRest: meanRest * back, std0: std0 * back, std1: std1 * back };
}
function twoPasses(values) {
  const count3 = values.length;
  const { sum: sum2, rest } = compensatedSum(values);
  const mean2 = (sum2 + rest) / count3;
  let [first, firstRest, second, secondRest] = [0, 0, 0, 0];
  for (const value of values) {
    const deviation = value - mean2;
    const nextFirst = first + deviation;
    firstRest += Math.abs(first) >= Math.abs(deviation) ? first - nextFirst + deviation : deviation - nextFirst + first;
    first = nextFirst;
    const square = deviation * deviation;
    const nextSecond = second + square;
    secondRest += second >= square ? second - nextSecond + square : square - nextSecond + second;
    second = nextSecond;
  }
  const meanRest = (first + firstRest) / count3;
  const squares = Math.max(0, second + secondRest - meanRest * meanRest * count3);
  return {
    count: count3,
    mean: mean2,
    meanRest,
    std0: Math.sqrt(squares / count3),
    std1: count3 > 1 ? Math.sqrt(squares / (count3 - 1)) : Number.NaN
  };
}

// src/statistics/two-sample/pooled.ts
function pooled(reference2, current) {
  const most = reference2.length + current.length;
  const values = new Float64Array(most);
  const referenceAtMost = new Float64Array(most);
  const currentAtMost = new Float64Array(most);
  let [i, j, distinct] = [0, 0, 0];
  let before2 = Number.NEGATIVE_INFINITY;
  while (i < reference2.length || j < current.length) {
    const value = Math.min(reference2[i] ?? Number.POSITIVE_INFINITY, current[j] ?? Number.POSITIVE_INFINITY);
    if (!(value > before2 && value < Number.POSITIVE_INFINITY)) throw unsorted();
    while (reference2[i] === value) i += 1;
    while (current[j] === value) j += 1;
    values[distinct] = value;
    referenceAtMost[distinct] = i;
    currentAtMost[distinct] = j;
    distinct += 1;
    before2 = value;
  }
  return {
    values: values.subarray(0, distinct),
    referenceAtMost: referenceAtMost.subarray(0, distinct),
    currentAtMost: currentAtMost.subarray(0, distinct),
    referenceSize: reference2.length,
    currentSize: current.length
  };
}
function unsorted() {
  return new RangeError("a sample must be sorted ascending and finite");
}

// src/drift/run/exact.ts
var ALL_VALUES = ["energy", "mann-whitney", "anderson-darling", "cramer-von-mises"];
var EITHER = ["ks", "wasserstein"];
function wantsValues({ test }, exact) {
  return ALL_VALUES.some((each) => each === test) || exact && EITHER.some((each) => each === test);
}
async function sortedValues(engine, relation, column, group) {
  const value = numberOf(column);
  const where = group === void 0 ? "" : ` AND (${group.expression}) = '${group.name.replaceAll("'", "''")}'`;
  const [values = new Float64Array()] = await engine.numbers(
    `SELECT ${value} FROM ${relation.name} WHERE isfinite(${value})${where}`
  );
  return values.sort();
}
function scoreValues({ test, normalise }, baseline, current) {
  const samples = pooled(baseline, current);
  const [n, m] = [current.length, baseline.length];
  const common3 = { rows: n, baselineRows: m };
  const ks2 = kolmogorovSmirnov(samples);
  const variance = 1 / n + 1 / m;
  const distanceEffect = beyondChance(ks2.statistic, kolmogorovMean(n, m), false);
  switch (test) {
    case "ks":
      return { ...common3, score: ks2.pValue, pValue: ks2.pValue, effect: distanceEffect };
    case "anderson-darling":
    case "cramer-von-mises": {
      const { pValue } = test === "anderson-darling" ? andersonDarling(samples) : cramerVonMises(samples);
      return { ...common3, score: pValue, pValue, effect: distanceEffect };
    }
    case "mann-whitney": {
      const { statistic, pValue } = mannWhitney(samples);
      const rank = Math.abs(2 * statistic / (n * m) - 1);
      const chance = Math.sqrt((n + m + 1) / (3 * n * m));
      return { ...common3, score: pValue, pValue, effect: beyondChance(rank, chance, false) };
    }
    case "wasserstein":
    case "energy": {
      const { std0 } = moments2(baseline);
      const scale2 = normalise === "baseline-std" ? std0 > 0 ? std0 : 1 : 1;
      const score = (test === "wasserstein" ? wassersteinDistance(samples) : energyDistance(samples)) / unitOf(test, scale2);
      const noise = test === "wasserstein" ? wassersteinNoise(n, m, std0 / scale2) : energyNoise(baseline, variance, scale2);
      return { ...common3, score, pValue: ks2.pValue, effect: beyondChance(score, noise.mean, false), noise };
    }
    default:
      return void 0;
  }
}
function unitOf(test, scale2) {
  return test === "energy" ? Math.sqrt(scale2) : scale2;
}
function wassersteinNoise(n, m, unit) {
  const floor = noiseFloor({ test: "wasserstein", n, m });
  return { mean: floor.mean * unit, q99: floor.quantile(0.99) * unit };
}
function energyNoise(sorted, variance, scale2) {
  let sum2 = 0;
  for (const [index, value] of sorted.entries()) sum2 += (2 * (index + 1) - sorted.length - 1) * value;
  const difference = 2 * sum2 / (sorted.length * sorted.length);
  const mean2 = Math.sqrt(variance * difference / scale2);
  return { mean: mean2, q99: mean2 * Math.sqrt(chiSquaredQuantile(0.99, 1)) };
}

// src/drift/run/sides.ts
async function openSides(context, policy, findings, needsBaseline) {
  const groups = [...groupBy(policy.columns, ({ source, delaySeconds }) => `${delaySeconds} ${source}`).values()];
  const opened = [];
  for (const [index, columns] of groups.entries()) {
    const [first] = columns;
    if (first === void 0) continue;
    const window = currentWindow(context.now, policy, first.delaySeconds);
    const current = await openSide(context, policy, first.source, window, `current ${index}`);
    tell(findings, first.source, current, "current");
    const baseline = columns.some(needsBaseline) ? await openBaseline(context, policy, first.source, window, index) : void 0;
    if (baseline) tell(findings, first.source, baseline, "baseline");
    opened.push({ columns, current, baseline });
  }
  return opened;
}
async function openBaseline(context, policy, source, window, index) {
  const { baseline, schedule, windowSeconds } = policy;
  const from = baseline.kind === "dataset" ? baseline.source : source;
  const side = await openSide(
    context,
    policy,
    from,
    baselineWindow(window, baseline, schedule, windowSeconds),
    `baseline ${index}`
  );
  if (side.relation.isUncut && baseline.kind === "earlier") {
    throw new DriftProblem(
      "source/no-times",
      `source ${from} has no timestamp and no {date}: what was earlier can't be told from what is now`,
      "Give the DataSource a timestamp, or the policy a baseline of its own."
    );
  }
  return side;
}
async function openSide(context, policy, name, window, as) {
  const source = context.sources.get(name);
  if (source === void 0) throw new DriftProblem("source/unknown", `the plan has no source ${name}`, "Compile it anew.");
  context.progress(`reading ${name}`);
  const relation = await openRelation(context.engine, {
    source,
    window,
    timezone: policy.schedule.timezone,
    root: context.root,
    name: `${policy.name} ${as}`
  });
  return { relation, window };
}
function tell(findings, source, { relation }, side) {
  const { missingDays, rows: rows2, isUncut } = relation;
  if (missingDays.length > 0) {
    const some = missingDays.slice(0, 3).join(", ");
    findings.add(
      "warning",
      "source/missing-days",
      `source ${source} has no file of ${missingDays.length === 1 ? some : `${missingDays.length} days (${some}${missingDays.length > 3 ? " \u2026" : ""})`} of the ${side} window`
    );
  }
  if (rows2 === 0) findings.add("warning", "source/empty-window", `source ${source} has no rows in the ${side} window`);
  if (isUncut && side === "current")
    findings.add("info", "source/uncut", `source ${source} has no timestamp and no {date}: all its rows are the current window`);
}

// src/drift/run/types.ts
var NO_SCORE = { pValue: Number.NaN, rows: 0, baselineRows: 0 };
function typeCandidate(relation, column, { baseline, here, inBaseline }, findings) {
  const candidate = {
    part: column.part,
    feature: column.feature ?? null,
    aspect: "type",
    test: "type",
    segment: null,
    levels: { alert: 1 },
    alpha: column.test.alpha
  };
  const changed = (code, message) => {
    findings.add("error", code, message, { column: column.column });
    return { ...candidate, score: { ...NO_SCORE, score: 1, effect: 1 }, unknown: message };
  };
  if (here === void 0 && !inBaseline) {
    findings.add("error", "column/missing", `${column.column} is neither in the baseline nor in the current data`, {
      column: column.column,
      hint: `The columns are ${relation.columns.map(({ name }) => name).join(", ")}.`
    });
    return { ...candidate, unknown: `${column.column} is on neither side` };
  }
  if (here === void 0) return changed("column/gone", `${column.column} is in the baseline and not in the current data`);
  if (!inBaseline) return changed("column/new", `${column.column} is in the current data and not in the baseline`);
  if (baseline === void 0) return { ...candidate, unknown: `${column.column} can't be compared` };
  if (relation.rows === 0) return { ...candidate, unknown: "not decided: there are no rows" };
  if (column.type === "category" || here === baseline.valueClass || isEmpty(baseline))
    return { ...candidate, score: { ...NO_SCORE, score: 0, effect: 0 } };
  return changed("column/type-changed", `${column.column} holds values of type ${here} now, of type ${baseline.valueClass} in the baseline`);
}
function isEmpty({ groups }) {
  const all = groups.get("");
  return all === void 0 || all.nulls === all.rows;
}

// src/drift/run/policy.ts
async function runPolicy(context, policy) {
  const findings = new Findings();
  try {
    return await compare(context, policy, findings);
  } catch (error) {
    if (!(error instanceof DriftProblem)) throw error;
    findings.add("error", error.code, error.message, { hint: error.hint });
    return {
      policy,
      windowEnd: context.now,
      judged: [],
      columns: [],
      result: { ...emptyResult(), findings: findings.list, completed: false, enough: false }
    };
  }
}
function emptyResult() {
  const window = { from: null, to: null, rows: 0 };
  return { window, baseline: { ...window, description: "not read", stored: false } };
}
async function compare(context, policy, findings) {
  const snapshot = readStored(context, policy, findings);
  const stored = snapshot === void 0 ? /* @__PURE__ */ new Map() : storedColumns(snapshot, policy.columns);
  const needsRows = (column) => !stored.has(columnId(column)) || wantsValues(column.test, context.exact);
  const groups = await openSides(context, policy, findings, needsRows);
  const candidates = [];
  const columns = [];
  for (const group of groups) {
    const part = await compareGroup(context, policy, group, { snapshot, stored }, findings);
    candidates.push(...part.candidates);
    columns.push(...part.columns);
  }
  const [main] = groups;
  const rows2 = Math.min(...groups.map(({ current }) => current.relation.rows));
  for (const { current, baseline } of groups) {
    if (current.relation.hasChanged() || baseline?.relation.hasChanged())
      findings.add("warning", "source/changed-while-read", "files were written while they were read: some rows may be missing or counted twice");
  }
  return {
    policy,
    windowEnd: main?.current.window.to ?? context.now,
    judged: judge(candidates, policy),
    columns,
    result: {
      window: windowResult(main?.current.window, main?.current.relation.rows ?? 0),
      baseline: baselineResult(policy, main, snapshot),
      findings: findings.list,
      completed: true,
      enough: rows2 >= policy.minSamples
    }
  };
}
function readStored({ readSnapshot: readSnapshot2 }, { baseline, profile }, findings) {
  if (baseline.kind !== "dataset" || baseline.snapshot === void 0 || profile === "evidently") return void 0;
  const snapshot = readSnapshot2(baseline.snapshot);
  if (snapshot === void 0) {
    findings.add("info", "baseline/not-captured", `there is no stored baseline ${baseline.snapshot} yet: the rows of the baseline are read`, {
      hint: "modelwatch drift baseline capture writes it; runs are faster with it."
    });
  }
  return snapshot;
}
async function compareGroup(context, policy, group, { snapshot, stored }, findings) {
  const { relation } = group.current;
  const found = await findColumns(context, relation, group.columns);
  const before2 = group.baseline && await findColumns(context, group.baseline.relation, group.columns);
  const baselines = new Map([...stored].filter(([id]) => group.columns.some((column) => columnId(column) === id)));
  if (group.baseline && before2) {
    const unstored = new Map([...before2].filter(([id]) => !baselines.has(id)));
    for (const [id, column] of await countBaseline(context, policy, group.baseline.relation, unstored, findings)) baselines.set(id, column);
  }
  const counted = countedColumns(found, baselines);
  const segments = snapshot === void 0 ? segmentsOf(baselines) : storedSegments(snapshot);
  context.progress(`counting the current data: ${relation.rows} rows`);
  const current = await countGroups(context, relation, counted, await withColumns(context, policy, segments, group), findings, "current data");
  const classes = await valueClasses(context.engine, relation, requestsOf(found));
  const candidates = [];
  const columns = [];
  for (const column of group.columns) {
    const id = columnId(column);
    const [baseline, counts] = [baselines.get(id), current.get(id)];
    columns.push(describeColumn(column, baseline, counts));
    const type = typeCandidate(relation, column, { baseline, here: classes.get(id), inBaseline: before2?.has(id) ?? baseline !== void 0 }, findings);
    candidates.push(type);
    if (baseline === void 0 || counts === void 0) continue;
    tellValues(findings, column, baseline, counts);
    const exact = await exactScores(context, policy, group, { column, id, found, before: before2 }, baseline, counts, findings);
    candidates.push(...candidatesOf({ column, baseline, current: counts, exact }, policy));
  }
  return { candidates, columns };
}
function countedColumns(found, baselines) {
  return [...found].flatMap(([id, { sql }]) => {
    const baseline = baselines.get(id);
    return baseline === void 0 ? [] : [{ id, column: sql, scheme: baseline.scheme }];
  });
}
function segmentsOf(baselines) {
  const values = /* @__PURE__ */ new Map();
  for (const { groups } of baselines.values()) {
    for (const name of groups.keys()) {
      const at = name.indexOf("=");
      if (at >= 0) values.set(name.slice(0, at), (values.get(name.slice(0, at)) ?? /* @__PURE__ */ new Set()).add(name.slice(at + 1)));
    }
  }
  return [...values].map(([name, some]) => ({ name, values: [...some].filter((value) => value !== "other").toSorted() }));
}
async function withColumns(context, policy, segments, { current }) {
  const known = [];
  for (const segment of segments) {
    const column = policy.segments.find(({ name }) => name === segment.name)?.column;
    if (column === void 0) continue;
    const sql = await resolveColumn(context.engine, current.relation.name, current.relation.columns, column);
    if (sql !== void 0) known.push({ segment, sql });
  }
  return known;
}
function tellValues(findings, { column }, baseline, counts) {
  const sides = [
    ["the baseline", baseline.groups.get("")],
    ["the current data", counts.get("")]
  ];
  for (const [side, of] of sides) {
    if (of === void 0 || of.rows === 0) continue;
    if (of.nulls === of.rows) findings.add("warning", "column/all-null", `${column} has no value at all in ${side}`, { column });
    else if (isConstant(of)) findings.add("info", "column/constant", `${column} has only one value in ${side}`, { column });
    if (of.kind === "numeric" && of.nonFinite > 0)
      findings.add("warning", "column/not-finite", `${column} has ${of.nonFinite} values in ${side} that are no finite numbers; they count as missing`, { column });
  }
}
function isConstant(counts) {
  if (counts.kind === "category") return counts.values.size === 1 && counts.rest === 0;
  return counts.min !== void 0 && counts.min === counts.max;
}
async function exactScores(context, policy, group, { column, id, found, before: before2 }, baseline, counts, findings) {
  const scores = /* @__PURE__ */ new Map();
  const [here, there] = [found.get(id), before2?.get(id)];
  if (baseline.as !== "numeric" || !wantsValues(column.test, context.exact) || here === void 0 || there === void 0) return scores;
  context.progress(`comparing all values of ${column.column}`);
  for (const name of baseline.groups.keys()) {
    if (!counts.has(name)) continue;
    const [a, b] = [
      await sortedValues(context.engine, group.baseline?.relation ?? group.current.relation, there.sql, await groupOf(context, policy, group.baseline ?? group.current, name)),
      await sortedValues(context.engine, group.current.relation, here.sql, await groupOf(context, policy, group.current, name))
    ];
    const score = a.length > 0 && b.length > 0 ? scoreValues(column.test, a, b) : void 0;
    if (score !== void 0) scores.set(name, score);
  }
  if (scores.size === 0) findings.add("info", "column/not-exact", `${column.column}: too few values to compare them all`, { column: column.column });
  return scores;
}
async function groupOf(context, policy, { relation }, name) {
  const at = name.indexOf("=");
  if (at < 0) return void 0;
  const segment = policy.segments.find((each) => each.name === name.slice(0, at));
  const sql = segment && await resolveColumn(context.engine, relation.name, relation.columns, segment.column);
  if (segment === void 0 || sql === void 0) return void 0;
  return { expression: segmentExpression({ name: segment.name, values: [name.slice(at + 1)] }, sql), name };
}
function windowResult(window, rows2) {
  return {
    from: window?.from === void 0 ? null : isoMoment(window.from),
    to: window?.to === void 0 ? null : isoMoment(window.to),
    rows: rows2
  };
}
function baselineResult(policy, main, snapshot) {
  if (main?.baseline) {
    const { window, relation } = main.baseline;
    return { ...windowResult(window, relation.rows), description: describeBaseline(policy), stored: false };
  }
  return {
    from: snapshot?.from ?? null,
    to: snapshot?.to ?? null,
    rows: snapshot?.rows ?? 0,
    description: describeBaseline(policy),
    stored: snapshot !== void 0
  };
}
function describeBaseline({ baseline }) {
  if (baseline.kind === "dataset") return `the data in ${baseline.source}`;
  return { "previous-window": "the window before", "same-window-last-week": "the same window a week before", "same-window-last-year": "the same window 52 weeks before" }[baseline.by];
}

// src/drift/history.ts
import { z as z8 } from "zod";
var zHistoryEntry = z8.strictObject({
  policy: z8.string(),
  /** End of the window, Unix milliseconds: a run of the same window again takes the place of the first. */
  windowEnd: z8.number(),
  endedAt: z8.number(),
  rows: z8.int(),
  driftedShare: z8.number().nullable(),
  verdict: z8.enum(LEVELS),
  tests: z8.array(
    z8.strictObject({
      key: z8.string(),
      score: z8.number().nullable(),
      effect: z8.number().nullable(),
      level: z8.enum(LEVELS),
      verdict: z8.enum(LEVELS)
    })
  )
});
function testKey(test) {
  return JSON.stringify([test.part, test.feature, test.test, test.segment, test.segmentValue]);
}
function earlierLevels(runs, key) {
  const levels = [];
  let last;
  for (const { tests } of runs) {
    const test = tests.find((each) => each.key === key);
    if (test === void 0) break;
    last ??= test.verdict;
    levels.push(test.level);
  }
  return { levels, last: last ?? "none" };
}

// src/drift/run/verdicts.ts
var WEIGHTS = { high: 3, medium: 2, low: 1 };
var USUAL_WEIGHT = 2;
function concludePolicy(run, earlier) {
  const { policy } = run;
  const tests = run.judged.map((test) => {
    const { levels, last } = earlierLevels(earlier, testKey(test));
    const verdict = confirmed(test.level, levels, last, policy.consecutive);
    return { ...test, verdict, reason: reasonWith(test.reason, test.level, verdict, policy.consecutive) };
  });
  const columns = run.columns.map((column) => {
    const own = tests.filter((test) => test.part === column.part && test.feature === column.feature && test.segment === null);
    return { ...column, verdict: worst(own.map(({ verdict }) => verdict)), level: worst(own.map(({ level }) => level)) };
  });
  const { share: share2, weighted } = sharesOf(columns);
  const shareLevel = levelOfShare(policy, share2);
  const overall = tests.filter(({ segment }) => segment === null).map(({ verdict }) => verdict);
  return {
    policy: policy.name,
    title: policy.title,
    model: policy.model,
    profile: policy.profile,
    ...run.result,
    minSamples: policy.minSamples,
    verdict: worst([...overall, ...shareLevel === null ? [] : [shareLevel]]),
    driftedShare: share2,
    weightedShare: weighted,
    shareLevels: policy.driftedShare === void 0 ? null : { warn: policy.driftedShare.warn ?? null, alert: policy.driftedShare.alert },
    shareLevel,
    tests,
    columns,
    advice: { impact: policy.advice.impact ?? null, runbook: policy.advice.runbook ?? null, actions: policy.advice.actions },
    previous: previousOf(earlier, tests)
  };
}
function reasonWith(reason, level, verdict, consecutive) {
  if (level === verdict) return reason;
  return rankOf(level) > rankOf(verdict) ? `${reason}; not confirmed yet: ${consecutive} runs in a row must agree` : `${reason}; the verdict of earlier runs stays until ${consecutive} runs in a row agree`;
}
function sharesOf(columns) {
  const features = columns.filter(({ part }) => part === "features");
  if (features.length === 0) return { share: null, weighted: null };
  const weightOf = ({ importance }) => WEIGHTS[importance ?? ""] ?? USUAL_WEIGHT;
  const drifted = features.filter(({ verdict }) => verdict === "alert");
  const sum2 = (some) => some.reduce((all, each) => all + weightOf(each), 0);
  return { share: finite(drifted.length / features.length), weighted: finite(sum2(drifted) / sum2(features)) };
}
function levelOfShare({ driftedShare }, share2) {
  if (driftedShare === void 0 || share2 === null) return null;
  if (share2 >= driftedShare.alert) return "alert";
  return driftedShare.warn !== void 0 && share2 >= driftedShare.warn ? "warn" : "none";
}
function previousOf([last], tests) {
  if (last === void 0) return null;
  const before2 = new Map(last.tests.map(({ key, verdict }) => [key, verdict]));
  const changed = tests.filter((test) => test.segment === null && (before2.get(testKey(test)) ?? "none") !== test.verdict).map(({ feature, part }) => feature ?? part);
  return { to: isoMoment(last.windowEnd), verdict: last.verdict, driftedShare: last.driftedShare, changed: [...new Set(changed)] };
}
function judgementOf(run, result2, endedAt) {
  return {
    policy: result2.policy,
    windowEnd: run.windowEnd,
    endedAt,
    rows: result2.window.rows,
    driftedShare: result2.driftedShare,
    verdict: result2.verdict,
    tests: result2.tests
  };
}

// src/drift/world/history.ts
import { closeSync, fsyncSync, mkdirSync, openSync, readdirSync, renameSync, rmSync as rmSync2 } from "node:fs";
import path3 from "node:path";
var NAME = /^(\d{8}T\d{6}Z)_(\d+)\.parquet$/;
var COLUMNS = `policy VARCHAR, window_end TIMESTAMPTZ, ended_at TIMESTAMPTZ, rows BIGINT, drifted_share DOUBLE, policy_verdict VARCHAR, part VARCHAR, feature VARCHAR, test VARCHAR, segment VARCHAR, segment_value VARCHAR, score DOUBLE, effect DOUBLE, adjusted_p DOUBLE, level VARCHAR, verdict VARCHAR`;
async function readHistory(engine, folder, { policy, windowEnd, most, onBroken }) {
  const entries = [];
  const seen = /* @__PURE__ */ new Set();
  for (const name of filesOf(path3.join(folder, policy)).toReversed()) {
    const [, window = ""] = NAME.exec(name) ?? [];
    if (seen.has(window) || stampOf(windowEnd) <= window) continue;
    try {
      entries.push(await readEntry(engine, path3.join(folder, policy, name)));
      seen.add(window);
    } catch (error) {
      if (!(error instanceof EngineError)) throw error;
      onBroken(path3.join(policy, name), error.message);
    }
    if (entries.length >= most) break;
  }
  return entries;
}
function filesOf(folder) {
  try {
    return readdirSync(folder).filter((name) => NAME.test(name)).toSorted();
  } catch (error) {
    if (codeOf(error) === "ENOENT") return [];
    throw new DriftProblem("history/unreadable", `the history can't be read: ${reasonOf2(error)}`);
  }
}
async function readEntry(engine, file) {
  const rows2 = await engine.rows(
    `SELECT policy, epoch_ms(window_end), epoch_ms(ended_at), rows, drifted_share, policy_verdict, part, feature, test, segment, segment_value, score, effect, level, verdict FROM read_parquet(${quoteText(file)}) ORDER BY part, feature, test, segment, segment_value`
  );
  const [first] = rows2;
  if (first === void 0) throw new EngineError("it has no rows");
  const [policy, windowEnd, endedAt, count3, driftedShare, verdict] = first;
  const entry = zHistoryEntry.safeParse({
    policy,
    windowEnd: Number(windowEnd),
    endedAt: Number(endedAt),
    rows: Number(count3),
    driftedShare,
    verdict,
    tests: rows2.filter((row) => row[8] !== null).map(([, , , , , , part, feature, test, segment, value, score, effect, level, ofTest]) => ({
      key: JSON.stringify([part, feature, test, segment, value]),
      score,
      effect,
      level,
      verdict: ofTest
    }))
  });
  if (!entry.success) throw new EngineError("it is no history of this program");
  return entry.data;
}
async function appendHistory(engine, folder, run) {
  const target = path3.join(folder, run.policy);
  const name = `${stampOf(run.windowEnd)}_${run.endedAt}.parquet`;
  const temporary = path3.join(target, `.${name}.${process.pid}.tmp`);
  try {
    mkdirSync(target, { recursive: true });
    await engine.run(`CREATE OR REPLACE TEMP TABLE "modelwatch run" (${COLUMNS})`);
    await engine.run(`INSERT INTO "modelwatch run" VALUES ${rowsOf2(run).join(", ")}`);
    await engine.run(`COPY "modelwatch run" TO ${quoteText(temporary)} (FORMAT parquet)`);
    const file = openSync(temporary, "r+");
    try {
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(temporary, path3.join(target, name));
  } catch (error) {
    rmSync2(temporary, { force: true });
    throw new DriftProblem(
      "history/not-written",
      `the history can't be written to ${folder}: ${reasonOf2(error)}`,
      "Without it nothing is confirmed by consecutive runs, and there is nothing to compare with."
    );
  }
}
function rowsOf2(run) {
  const text3 = (value) => value === null ? "NULL" : quoteText(value);
  const number2 = (value) => value === null ? "NULL" : `${value}::DOUBLE`;
  const moment2 = (value) => `make_timestamptz(${Math.round(value * 1e3)})`;
  const common3 = [text3(run.policy), moment2(run.windowEnd), moment2(run.endedAt), String(run.rows), number2(run.driftedShare), text3(run.verdict)];
  const tests = run.tests.map((test) => [
    ...common3,
    text3(test.part),
    text3(test.feature),
    text3(test.test),
    text3(test.segment),
    text3(test.segmentValue),
    number2(test.score),
    number2(test.effect),
    number2(test.adjustedPValue),
    text3(test.level),
    text3(test.verdict)
  ]);
  const none = [...common3, ...Array.from({ length: 10 }, () => "NULL")];
  return (tests.length > 0 ? tests : [none]).map((row) => `(${row.join(", ")})`);
}
function stampOf(moment2) {
  return new Date(moment2).toISOString().replace(/\.\d+/, "").replace(/[-:]/g, "");
}
function codeOf(error) {
  return typeof error === "object" && error !== null && "code" in error ? error.code : void 0;
}
function reasonOf2(error) {
  return error instanceof Error ? error.message : String(error);
}

// src/drift/world/run-job.ts
async function runJob(engine, plan, options) {
  const isAll = options.policies.length === 0;
  const asked = plan.policies.filter(({ name }) => isAll || options.policies.includes(name));
  const total2 = asked.length + (isAll ? plan.datasets.length : 0);
  let [done, named] = [0, ""];
  const context = {
    engine,
    root: options.root,
    now: options.now,
    sources: new Map(plan.sources.map((source) => [source.name, source])),
    exact: options.exact,
    readSnapshot: (file) => readSnapshot(path4.resolve(options.root, file)),
    progress: (step) => options.progress(done, total2, `${named}: ${step}`)
  };
  const policies = [];
  for (const policy of asked) {
    named = policy.name;
    policies.push(await runOne(context, policy, options));
    done += 1;
  }
  const datasets = [];
  for (const dataset of isAll ? plan.datasets : []) {
    named = dataset.name;
    datasets.push(await runDataset(context, dataset));
    done += 1;
  }
  return {
    version: RESULT_VERSION,
    modelwatch: options.version,
    project: plan.project,
    environment: plan.environment,
    endedAt: isoMoment(options.endedAt()),
    policies,
    datasets
  };
}
var MORE_RUNS = 1;
async function runOne(context, policy, options) {
  const run = await runPolicy(context, policy);
  const broken = [];
  const { history } = options;
  const earlier = history === void 0 || !run.result.completed ? [] : await readHistory(context.engine, history, {
    policy: policy.name,
    windowEnd: run.windowEnd,
    most: policy.consecutive + MORE_RUNS,
    onBroken: (file, reason) => broken.push({ code: "history/broken", severity: "warning", column: null, message: `${file} of the history is passed over: ${reason}`, hint: null })
  });
  const concluded = concludePolicy(run, earlier);
  const result2 = { ...concluded, findings: [...concluded.findings, ...broken] };
  if (history === void 0 || !result2.completed) return result2;
  try {
    await appendHistory(context.engine, history, judgementOf(run, result2, options.endedAt()));
    return result2;
  } catch (error) {
    if (error instanceof StoppedError || !(error instanceof DriftProblem)) throw error;
    const finding = { code: error.code, severity: "error", column: null, message: error.message, hint: error.hint ?? null };
    return { ...result2, findings: [...result2.findings, finding] };
  }
}
function readSnapshot(file) {
  let text3;
  try {
    text3 = readFileSync(file, "utf8");
  } catch (error) {
    if (typeof error === "object" && error !== null && "code" in error && error.code === "ENOENT") return void 0;
    throw new DriftProblem("baseline/unreadable", `the stored baseline can't be read: ${error instanceof Error ? error.message : String(error)}`);
  }
  const capture = "Capture it anew: modelwatch drift baseline capture.";
  let value;
  try {
    value = JSON.parse(text3);
  } catch {
    throw new DriftProblem("baseline/unreadable", `${file} is no JSON`, capture);
  }
  const snapshot = zSnapshot.safeParse(value);
  if (snapshot.success) return snapshot.data;
  const [issue] = snapshot.error.issues;
  throw new DriftProblem("baseline/unreadable", `${file} is no stored baseline: ${issue?.path.join(".") ?? ""} ${issue?.message ?? ""}`.trim(), capture);
}

// src/plan/drift-job.ts
import { z as z18 } from "zod";

// src/spec/kinds/dataset-source.ts
import { z as z12 } from "zod";

// src/spec/kinds/channels.ts
import { z as z10 } from "zod";

// src/spec/kinds/team.ts
import { z as z9 } from "zod";

// src/calendar/date.ts
var WEEKDAYS = [
  "mon",
  "tue",
  "wed",
  "thu",
  "fri",
  "sat",
  "sun"
];

// src/calendar/cron.ts
var MONTH_NAMES = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
var WEEKDAY_NAMES = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];
var FIELD_KINDS = [
  { name: "minute", min: 0, max: 59, pattern: "[0-5]?[0-9]" },
  { name: "hour", min: 0, max: 23, pattern: "[01]?[0-9]|2[0-3]" },
  { name: "day of month", min: 1, max: 31, pattern: "0?[1-9]|[12][0-9]|3[01]" },
  { name: "month", min: 1, max: 12, pattern: "0?[1-9]|1[0-2]", names: MONTH_NAMES },
  { name: "day of week", min: 0, max: 7, pattern: "0?[0-7]", names: WEEKDAY_NAMES }
];
var CRON_PATTERN = `^${FIELD_KINDS.map(fieldPattern).join("[ \\t]+")}$`;
function fieldPattern(kind) {
  const names = (kind.names ?? []).map(
    (name) => Array.from(name, (letter) => `[${letter.toUpperCase()}${letter}]`).join("")
  );
  const value = `(?:${[kind.pattern, ...names].join("|")})`;
  const step = "(?:/[0-9]{1,2})?";
  const item = String.raw`(?:\*${step}|${value}(?:-${value}${step})?)`;
  return `${item}(?:,${item})*`;
}

// src/calendar/ics/event.ts
import ICAL from "ical.js";

// src/calendar/ics/recurrence.ts
var ICS_WEEKDAYS = WEEKDAYS.map((day) => day.slice(0, 2).toUpperCase());

// src/calendar/hours.ts
import { Temporal as Temporal3 } from "temporal-polyfill";

// src/calendar/offsets.ts
import { Temporal as Temporal4 } from "temporal-polyfill";

// src/spec/kind.ts
function defineKind(definition) {
  return definition;
}
function reference(kind, name, ...path5) {
  return name === void 0 ? [] : [{ kind, name, path: path5 }];
}

// src/spec/kinds/team.ts
var zSlackChannel = z9.string(expects('a Slack channel such as "#ml-alerts"')).regex(
  /^[#@][^\s#@]{1,80}$/,
  expects('a Slack channel such as "#ml-alerts"', () => ({
    hint: "In YAML, # starts a comment: keep the quotes."
  }))
);
var zEmailAddress = z9.string(expects("an e-mail address")).regex(/^[^\s@"<>,]+@[^\s@"<>,]+\.[^\s@"<>,]+$/, expects("an e-mail address"));
var zOnCall = strictObject({
  name: zName.meta({ description: "What escalation policies call it: primary, secondary." }),
  provider: oneOf(["pagerduty", "slack", "email", "webhook"]).meta({
    description: "How the person is reached. pagerduty connects by channels.pagerduty.<team>.<name>, webhook by channels.webhooks.<webhook>."
  }),
  schedule: z9.string(expects("the schedule's name")).optional().meta({ description: "Name of the schedule at the provider." }),
  rotation: strictObject({
    users: z9.array(zEmailAddress, expects("a list of e-mail addresses")).min(1).meta({ description: "Who takes turns, by their e-mail address at the provider." }),
    every: zDuration.prefault("7d").meta({ description: "Length of a turn." }),
    start: zDate.meta({ description: "First day of the first turn, in the team's zone." }),
    at: zTimeOfDay.prefault("09:00").meta({ description: "When turns change, in the team's zone." })
  }).optional().meta({ description: "With provider pagerduty, in place of schedule: a schedule that is rendered." }),
  webhook: zName.optional().meta({ description: "With provider webhook: its name in channels.webhooks." }),
  channel: zSlackChannel.optional().meta({ description: "With provider slack: the channel or person." }),
  address: zEmailAddress.optional().meta({ description: "With provider email: the address." })
});
var zBusinessHours = strictObject({
  days: z9.array(oneOf(WEEKDAYS), expects("a list of days: [mon, tue, \u2026]")).min(1).meta({ description: "Working days." }),
  from: zMomentOfDay.meta({ description: "Start of the working day, in the team's zone." }),
  to: zTimeOfDay.meta({ description: "End of the working day; earlier than from means past midnight." }),
  holidays: zProjectPath.optional().meta({ description: "iCalendar file (.ics) with the days off." })
});
var teamSpec = strictObject({
  timezone: zTimeZone.prefault("UTC").meta({ description: "Zone of the team's hours: Europe/London." }),
  businessHours: zBusinessHours.optional().meta({ description: "When tickets are worked on." }),
  contacts: strictObject({
    slack: zSlackChannel.optional().meta({ description: "The team's channel; needs channels.slack." }),
    email: zEmailAddress.optional().meta({ description: "The team's address; needs channels.email." })
  }).prefault({}).meta({ description: "Where the whole team is told." }),
  onCall: z9.array(zOnCall).default([]).meta({ description: "Who carries the pager." })
});
var team = defineKind({
  kind: "Team",
  description: "Who is told, when, and where.",
  spec: teamSpec,
  references: () => []
});

// src/spec/kinds/channels.ts
function plainSecret(instead) {
  return {
    code: "secret/plain-text",
    hint: `Specs hold references to secrets, never secrets: put the value in a file and name it in ${instead}.`,
    instead
  };
}
var zChannels = strictObject({
  slack: strictObject(
    { apiUrlFile: zSecretRef.meta({ description: "File with the incoming-webhook URL, or env:NAME." }) },
    {
      apiUrl: plainSecret("apiUrlFile"),
      url: plainSecret("apiUrlFile"),
      webhookUrl: plainSecret("apiUrlFile"),
      token: plainSecret("apiUrlFile")
    }
  ).optional().meta({ description: "Slack, by an incoming webhook." }),
  email: strictObject(
    {
      smarthost: z10.string(expects("host:port")).regex(/^[^\s:@/]+:\d{1,5}$/, expects('host:port, such as "smtp.example.com:587"')).meta({ description: "Mail server, host:port." }),
      from: zEmailAddress.meta({ description: "Sender." }),
      authUsername: z10.string(expects("a user name")).optional().meta({ description: "User at the mail server." }),
      authPasswordFile: zSecretRef.optional().meta({ description: "File with the password, or env:NAME." }),
      requireTls: z10.boolean(expects("true or false")).default(true).meta({ description: "Whether mail is sent over TLS only." })
    },
    {
      authPassword: plainSecret("authPasswordFile"),
      password: plainSecret("authPasswordFile")
    }
  ).optional().meta({ description: "E-mail, by a mail server." }),
  pagerduty: z10.record(
    zName,
    z10.record(
      zName,
      strictObject(
        {
          routingKeyFile: zSecretRef.meta({
            description: "File with the Events v2 integration key, or env:NAME."
          })
        },
        {
          routingKey: plainSecret("routingKeyFile"),
          integrationKey: plainSecret("routingKeyFile"),
          serviceKey: plainSecret("routingKeyFile")
        }
      ),
      expects("a map of on-call names to { routingKeyFile }")
    ),
    expects("a map of teams")
  ).optional().meta({ description: "Integration keys by team and on-call name." }),
  webhooks: z10.record(
    zName,
    strictObject(
      { urlFile: zSecretRef.meta({ description: "File with the URL, or env:NAME." }) },
      { url: plainSecret("urlFile") }
    ),
    expects("a map of names to { urlFile }")
  ).optional().meta({ description: "Webhooks by name." })
});

// src/spec/kinds/model/ground-truth.ts
import { z as z11 } from "zod";
var LLM_JUDGE = "llm-judge";
var zColumn = z11.string(expects("the name of a column")).regex(
  /^[A-Za-z_][A-Za-z0-9_]{0,126}(?:\.[A-Za-z_][A-Za-z0-9_]{0,126})*$/,
  expects('the name of a column: letters, digits, "_" and "." for nested fields')
);
var zGroundTruth = strictObject({
  source: zName.optional().meta({
    description: `Data source with the labels, or ${LLM_JUDGE}; that of the predictions by default.`
  }),
  label: zColumn.optional().meta({ description: "Column with the label." }),
  joinKey: zColumn.optional().meta({ description: "Column by which labels are joined to predictions." }),
  delay: strictObject({
    p50: zDuration.optional().meta({ description: "Half of the labels have come in by then." }),
    p95: zDuration.optional().meta({ description: "Nearly all have: evaluations wait that long." })
  }).optional().meta({ description: "How long after a prediction its label is known." }),
  positiveRate: zRatio.optional().meta({ description: "Share of the labels that are positive." }),
  predictedPositiveRate: zRatio.optional().meta({ description: "Share of the predictions that are positive: they decide of a precision." }),
  labelVolume: strictObject({ typical: zRate.meta({ description: "Labels of a normal day: 60000/day." }) }).optional().meta({ description: "How many labels come in." }),
  sample: zRatio.optional().meta({ description: "Share of the predictions that are labelled at all." }),
  metrics: z11.array(zQualityMetric).default([]).meta({ description: "Metrics that the judge gives: [groundedness, relevance]." })
});

// src/spec/kinds/dataset-source.ts
var PATH = "a path such as s3://bucket/log/dt={date}/*.parquet";
function secretInPath(input) {
  return typeof input === "string" && /:\/\/[^/]*@/.test(input) ? { code: "secret/plain-text", hint: "A user or password must not stand in a path; use auth.secretRef." } : void 0;
}
var zPath = z12.string(expects(PATH)).max(1e3, expects("a path of at most 1000 characters")).regex(/^(?!.*:\/\/[^/]*@)[^\s\u0000\\]+$/, expects(PATH, secretInPath));
var TABLE = "the name of a table such as analytics.predictions";
var zTable = z12.string(expects(TABLE)).regex(/^[A-Za-z_][-\w$]{0,127}(?:\.[A-Za-z_][-\w$]{0,127}){0,2}$/, expects(TABLE));
function perEnvironment(schema, what) {
  return z12.union([schema, z12.record(zName, schema)], expects(`${what}, or a map of environment to it`));
}
var common2 = {
  timestamp: zColumn.optional().meta({ description: "Column with the time of the event; windows are cut by it." }),
  auth: strictObject(
    { secretRef: zSecretRef.meta({ description: "File with the credentials, or env:NAME." }) },
    { password: plainSecret("secretRef"), token: plainSecret("secretRef"), key: plainSecret("secretRef") }
  ).optional().meta({ description: "Credentials, by reference." })
};
var files = (type, description) => strictObject({
  type: z12.literal(type).meta({ description }),
  path: perEnvironment(zPath, PATH).meta({
    description: "Where the files are: {date} stands for a day, * and ** for names. A map gives one per environment."
  }),
  ...common2
});
var table = (type, description) => strictObject({
  type: z12.literal(type).meta({ description }),
  table: perEnvironment(zTable, TABLE).meta({
    description: "The table or view, with its schema. A map gives one per environment."
  }),
  ...common2
});
var DATASET_TYPES = [
  "parquet",
  "csv",
  "jsonl",
  "postgres",
  "bigquery",
  "snowflake",
  "athena"
];
var datasetSources = [
  files("parquet", "Files of Parquet."),
  files("csv", "Files of comma-separated values with a header."),
  files("jsonl", "Files with one JSON object a line."),
  table("postgres", "A table of PostgreSQL."),
  table("bigquery", "A table of BigQuery."),
  table("snowflake", "A table of Snowflake."),
  table("athena", "A table of Amazon Athena.")
];

// src/spec/kinds/drift-policy.ts
import { z as z14 } from "zod";

// src/spec/kinds/drift/test-fields.ts
import { z as z13 } from "zod";
var zDistance = z13.number(expects("a distance")).gt(0, expects("a distance above 0"));
var testFields = {
  test: oneOf(DRIFT_TEST_NAMES).meta({ description: "How the data are compared with the baseline." }),
  warn: zDistance.optional().meta({ description: "Distance from which it warns." }),
  alert: zDistance.optional().meta({ description: "Distance from which it alerts." }),
  pValue: z13.number(expects("a probability")).gt(0, expects("a probability between 0 and 1")).lt(1, expects("a probability between 0 and 1")).optional().meta({ description: "Tests of significance: a smaller p-value alerts, corrected for many tests." }),
  minEffect: zDistance.optional().meta({
    description: "Tests of significance: the least effect that matters. With many rows the smallest difference is significant."
  }),
  normalise: oneOf(["baseline-std"]).optional().meta({ description: "wasserstein, energy: in standard deviations of the baseline." })
};
var zDims = z13.int(expects("a number of dimensions")).min(1, expects("at least 1 dimension")).max(65536, expects("at most 65536 dimensions"));
var zRows = z13.int(expects("a number of rows")).min(1, expects("at least 1 row")).max(1e9, expects("at most 1000000000 rows"));

// src/spec/kinds/severity.ts
var zSeverity = oneOf(["page", "ticket", "info"]).meta({
  description: "page wakes somebody, ticket waits for working hours, info is for the digest."
});

// src/spec/kinds/subject.ts
var subjectFields = {
  model: zRef("Model").optional(),
  pipeline: zRef("Pipeline").optional(),
  featureSet: zRef("FeatureSet").optional()
};
var ownershipFields = {
  owner: zRef("Team").optional().meta({ description: "The subject's owner by default." }),
  escalation: zRef("EscalationPolicy").optional().meta({ description: "The subject's policy by default." }),
  runbook: zRef("Runbook").optional().meta({ description: "The subject's runbook by default." })
};
function subjectReferences(spec) {
  return [
    ...reference("Model", spec.model, "model"),
    ...reference("Pipeline", spec.pipeline, "pipeline"),
    ...reference("FeatureSet", spec.featureSet, "featureSet"),
    ...reference("Team", spec.owner, "owner"),
    ...reference("EscalationPolicy", spec.escalation, "escalation"),
    ...reference("Runbook", spec.runbook, "runbook")
  ];
}

// src/spec/kinds/drift-policy.ts
var IMPORTANCES = ["high", "medium", "low"];
var BASELINES = [
  "model",
  "training",
  "previous-window",
  "same-window-last-week",
  "same-window-last-year"
];
var zTest = strictObject(testFields);
var zSelect = z14.union(
  [
    z14.literal("all").meta({ description: "Every feature that is not left out by monitor: none." }),
    strictObject({
      importance: z14.array(oneOf(IMPORTANCES)).min(1).meta({ description: "Features of these importances." })
    }),
    strictObject({
      top: z14.int(expects("a number of features")).min(1, expects("at least 1 feature")).max(1e4, expects("at most 10000 features")).meta({ description: "So many features." }),
      by: oneOf(["importance"]).meta({ description: "By what: importance." })
    }),
    z14.array(zColumn).min(1, expects("at least one feature")).meta({ description: "These features." })
  ],
  expects("all, { importance: [high] }, { top: 20, by: importance }, or a list of features")
);
var zFeatures = strictObject({
  select: zSelect.default("all").meta({ description: "Which features." }),
  numeric: zTest.optional().meta({ description: "The test of features of type float and int." }),
  category: zTest.optional().meta({ description: "The test of features of type category, bool and string." }),
  overrides: z14.array(strictObject({ name: zColumn.meta({ description: "Name of the feature." }), ...testFields })).default([]).meta({ description: "Features with a test of their own." })
});
var zLevel2 = oneOf(["warn", "alert"]);
var zDriftAction = strictObject({
  when: strictObject({
    dataset: zLevel2.optional().meta({ description: "The share of drifted features." }),
    features: zLevel2.optional().meta({ description: "Some feature." }),
    predictions: zLevel2.optional().meta({ description: "The predictions." }),
    labels: zLevel2.optional().meta({ description: "The labels." }),
    consecutive: z14.int(expects("a number of runs")).min(1, expects("1 to 14 runs")).max(14, expects("1 to 14 runs")).default(1).meta({ description: "Runs in a row." })
  }).meta({ description: "State of all that is named, in so many runs in a row." }),
  do: zRef("Action").meta({ description: "What is done." })
});
var driftFields = {
  baseline: z14.union(
    [
      oneOf(BASELINES),
      strictObject({
        dataset: zRef("DataSource").meta({ description: "Data source that holds it." }),
        window: zDuration.optional().meta({ description: "The last so long of it." })
      })
    ],
    expects(`one of ${BASELINES.join(", ")}, or { dataset: \u2026 }`)
  ).default("model").meta({ description: "What the data are compared with; model: the model's own `baseline`." }),
  window: zDuration.prefault("1d").meta({ description: "Length of the data that are compared." }),
  schedule: strictObject({
    every: zDuration.prefault("1d").meta({ description: "How often the job runs." }),
    at: zTimeOfDay.optional().meta({ description: "At what time of day." }),
    timezone: zTimeZone.prefault("UTC").meta({ description: "Zone of that time." })
  }).prefault({}).meta({ description: "When the drift job runs." }),
  minSamples: zRows.default(1e3).meta({ description: "Rows without which nothing is decided." }),
  correction: oneOf(["none", "bonferroni", "holm", "benjamini-hochberg"]).default("benjamini-hochberg").meta({ description: "How p-values of many features are corrected." }),
  confirm: strictObject({
    consecutive: z14.int(expects("a number of runs")).min(1, expects("1 to 10 runs")).max(10, expects("1 to 10 runs")).default(2).meta({ description: "Runs in a row that must agree before a verdict changes." })
  }).prefault({}).meta({ description: "How drift is confirmed." }),
  segments: z14.array(zName).optional().meta({ description: "Names of the model's segments that are tested too; all by default, [] for none." }),
  features: zFeatures.optional().meta({ description: "Features that the model reads." }),
  predictions: zTest.optional().meta({ description: "What the model predicts." }),
  labels: strictObject({
    ...testFields,
    delay: zDuration.optional().meta({
      description: "How long ago the window of labels ends; groundTruth.delay.p95 of the model by default."
    })
  }).optional().meta({ description: "The truth about predictions." }),
  embeddings: z14.array(
    strictObject({
      name: zColumn.meta({ description: "Column with the vector." }),
      dims: zDims.meta({ description: "Its dimensions." }),
      ...testFields,
      sample: zRows.optional().meta({ description: "Rows that are compared at most." })
    })
  ).default([]).meta({ description: "Vectors." }),
  text: strictObject({
    fields: z14.array(zColumn).min(1).meta({ description: "Columns with text." }),
    descriptors: z14.array(oneOf(["length", "language", "topic", "sentiment"])).min(1).meta({ description: "What of the text is compared." }),
    ...testFields
  }).optional().meta({ description: "Text." }),
  dataset: strictObject({
    driftedShare: strictObject({
      warn: zRatio.optional().meta({ description: "Share of drifted features from which it warns." }),
      alert: zRatio.meta({ description: "Share of drifted features from which it alerts." })
    }).meta({ description: "How many of the tested features have drifted." })
  }).optional().meta({ description: "When the data as a whole have drifted." }),
  budget: strictObject({
    objective: zObjective.meta({ description: "Share of runs without drift." }),
    window: zDuration.prefault("28d").meta({ description: "Over which period, in whole days." })
  }).optional().meta({ description: "How much drift is acceptable." }),
  severity: strictObject({
    warn: zSeverity.default("info").meta({ description: "Of warnings." }),
    alert: zSeverity.default("ticket").meta({ description: "Of alerts, and of a job that does not run." })
  }).prefault({}).meta({ description: "Who is told. Drift alone is no reason to wake anybody." }),
  actions: z14.array(zDriftAction).default([]).meta({ description: "What is done automatically." }),
  inhibit: oneOf(["upstream", "none"]).default("upstream").meta({ description: "Whether upstream failures explain (and silence) drift." }),
  impact: z14.string(expects("text")).optional().meta({ description: "What users feel; part of the alert." }),
  ...ownershipFields
};
var driftPolicySpec = strictObject({
  model: zRef("Model").meta({ description: "The model whose data are watched." }),
  ...driftFields
});
var inlineDriftPolicy = strictObject({
  name: zName.meta({ description: "Its name inside the model; outside it is <model>-<name>." }),
  ...driftFields
});
var driftPolicy = defineKind({
  kind: "DriftPolicy",
  description: "When data, predictions or labels of a model have changed, by tests that the drift job runs.",
  spec: driftPolicySpec,
  references: (spec) => [
    ...subjectReferences(spec),
    ...typeof spec.baseline === "object" ? reference("DataSource", spec.baseline.dataset, "baseline", "dataset") : [],
    ...spec.actions.flatMap((action, index) => reference("Action", action.do, "actions", index, "do"))
  ]
});

// src/spec/kinds/feature-set.ts
import { z as z17 } from "zod";

// src/spec/metric.ts
import { z as z16 } from "zod";

// src/spec/kinds/cloudwatch.ts
import { z as z15 } from "zod";
var CLOUDWATCH_UNITS = [
  "Seconds",
  "Milliseconds",
  "Microseconds",
  "Bytes",
  "Kilobytes",
  "Megabytes",
  "Gigabytes",
  "Terabytes",
  "Percent",
  "Count",
  "Count/Second",
  "None"
];
var zPrintable = (what, most) => z15.string(expects(what)).regex(new RegExp(`^(?!:)[\\x21-\\x7e](?:[\\x20-\\x7e]{0,${most - 2}}[\\x21-\\x7e])?$`), expects(what));
var zNamespace = z15.string(expects("a CloudWatch namespace such as ML/Serving")).regex(
  /^[A-Za-z0-9./_#:-][A-Za-z0-9./_#: -]{0,254}$/,
  expects("a CloudWatch namespace such as ML/Serving: letters, digits and . - _ / # :")
).meta({ description: "Namespace: ML/Serving, AWS/SageMaker." });
var zDimensions = z15.record(
  zPrintable("the name of a dimension", 255),
  zPrintable("the value of a dimension, as text", 1024),
  expects("a map of dimension names to values")
).refine((dimensions) => Object.keys(dimensions).length <= 30, expects("at most 30 dimensions"));
var zCloudWatchMetric = strictObject({
  name: zPrintable("the name of a CloudWatch metric", 255).optional().meta({ description: "Name in CloudWatch: ModelLatency; the name it is emitted under by default." }),
  namespace: zNamespace.optional(),
  dimensions: zDimensions.optional().meta({
    description: "The whole set of dimensions it is published with: CloudWatch adds nothing up over dimensions that are not named."
  }),
  unit: oneOf(CLOUDWATCH_UNITS).optional().meta({
    description: "Unit it is published with: Microseconds for ModelLatency of SageMaker."
  }),
  facets: strictObject({
    version: zPrintable("the name of a dimension", 255).optional().meta({ description: "Dimension with the model's version." }),
    class: zPrintable("the name of a dimension", 255).optional().meta({ description: "Dimension with the predicted class." })
  }).optional().meta({ description: "Dimensions that it is also published with, by what they carry." })
});

// src/spec/metric.ts
var NAME2 = "[a-zA-Z_:][a-zA-Z0-9_:]*";
var LABEL = '[a-zA-Z_][a-zA-Z0-9_]*="(?:[^"\\\\]|\\\\.)*"';
var METRIC_REF_PATTERN = `^${NAME2}(?:\\{\\s*(?:${LABEL}\\s*(?:,\\s*${LABEL}\\s*)*,?\\s*)?\\})?$`;
var zMetricRef = z16.string(expects('a metric such as pipeline_records_total{pipeline="ingest"}')).regex(
  new RegExp(METRIC_REF_PATTERN),
  expects(
    'a metric with equality matchers, such as pipeline_records_total{pipeline="ingest"}',
    (input) => typeof input === "string" && /!=|=~|!~|[()]/.test(input) ? { hint: 'Only label="value" is possible here; a Monitor with `query:` takes any PromQL.' } : void 0
  )
).transform(parseMetricRef).meta({ description: 'A metric, with equality matchers: name{label="value"}.' });
function parseMetricRef(text3) {
  const name = /^[^{]+/.exec(text3)?.[0] ?? text3;
  const match = {};
  for (const [, label = "", value = ""] of text3.slice(name.length).matchAll(/([a-zA-Z_]\w*)="((?:[^"\\]|\\.)*)"/g)) {
    match[label] = value.replace(/\\(.)/g, (_, char) => char === "n" ? "\n" : char);
  }
  return { name, match, text: text3 };
}
var zMetricName = z16.string(expects("a metric name")).regex(new RegExp(`^${NAME2}$`), expects('a metric name: letters, digits, "_" and ":"'));
var zMetricMapping = strictObject({
  name: zMetricName.optional().meta({ description: "Name of the metric, as Prometheus stores it." }),
  type: oneOf(["counter", "gauge", "histogram"]).optional().meta({ description: "Instrument; the convention knows it for its own roles." }),
  unit: oneOf([
    "seconds",
    "milliseconds",
    "microseconds",
    "ratio",
    "percent",
    "bytes",
    "unix-seconds",
    "none"
  ]).optional().meta({
    description: "Unit of the samples."
  }),
  labels: strictObject({
    version: zLabelName.optional().meta({ description: "Label with the model's version." }),
    class: zLabelName.optional().meta({ description: "Label with the predicted class." }),
    outcome: zLabelName.optional().meta({ description: "Label with the outcome of a labelled prediction." }),
    reason: zLabelName.optional().meta({ description: "Label with the reason of an error." }),
    kind: zLabelName.optional().meta({ description: "Label with the kind of tokens: input, output." }),
    policy: zLabelName.optional().meta({ description: "Label with the guardrail that blocked." }),
    metric: zLabelName.optional().meta({ description: "Label with the name of a score." }),
    value: zLabelName.optional().meta({ description: "Label with a user's rating." })
  }).optional().meta({ description: "Which labels of the metric carry what." }),
  match: zLabels.optional().meta({ description: "Equalities that choose the role's series: { outcome: error }." }),
  buckets: z16.array(z16.number(expects("a number")), expects("a list of numbers")).min(1).optional().meta({ description: "Upper bounds of the histogram, in the metric's unit, without +Inf." }),
  native: z16.boolean(expects("true or false")).optional().meta({ description: "True for a native histogram." }),
  cloudwatch: zCloudWatchMetric.optional().meta({ description: "Where CloudWatch keeps it, if it does." }),
  includesErrors: z16.boolean(expects("true or false")).optional().meta({
    description: "requests only: true when failed requests are counted in it too."
  })
});

// src/spec/kinds/feature-set.ts
var FEATURE_TYPES = ["float", "int", "category", "bool", "string", "timestamp", "vector"];
var VALUE_SETS = ["iso-3166-alpha2", "iso-4217", "iso-639-1"];
var zValue = z17.union(
  [z17.string().min(1, expects("a value that is not empty")), z17.number()],
  expects("a value: text or a number")
);
var zFeature = strictObject({
  name: zColumn.meta({ description: "Name of its column." }),
  type: oneOf(FEATURE_TYPES).meta({ description: "What its values are." }),
  range: z17.array(z17.number(expects("a number")), expects("least and largest value: [0, 500]")).length(2, expects("least and largest value: [0, 500]")).optional().meta({ description: "Least and largest value." }),
  nulls: strictObject({ max: zRatio.meta({ description: "Share of missing values that is normal." }) }).optional().meta({ description: "How many values may be missing." }),
  values: z17.union(
    [oneOf(VALUE_SETS), z17.array(zValue).min(1, expects("at least one value"))],
    expects(`a list of values, or one of ${VALUE_SETS.join(", ")}`)
  ).optional().meta({ description: "The values that there are." }),
  cardinality: strictObject({
    max: z17.int(expects("a number of values")).min(1, expects("at least 1 value")).meta({ description: "Most distinct values." })
  }).optional().meta({ description: "How many distinct values there may be." }),
  importance: oneOf(IMPORTANCES).optional().meta({ description: "What the model would be without it." }),
  online: strictObject({
    skewMax: z17.number(expects("a distance")).gt(0, expects("a distance above 0")).meta({ description: "Most difference between online and offline values (Jensen-Shannon)." })
  }).optional().meta({ description: "What it is when it is served." }),
  pii: z17.boolean(expects("true or false")).default(false).meta({ description: "Personal data: no value of it is shown anywhere." }),
  monitor: oneOf(["none"]).optional().meta({ description: "none: it is neither checked nor tested; needs a reason." }),
  reason: z17.string(expects("text")).min(1, expects("a reason")).optional().meta({ description: "Why it is not monitored." }),
  severity: zSeverity.optional().meta({
    description: "Of its failed checks; the feature set's `checks.severity` by default."
  })
});
var featureSetSpec = strictObject({
  owner: zRef("Team").meta({ description: "Team that is told." }),
  source: zRef("DataSource").optional().meta({ description: "Data source that holds the features." }),
  producedBy: zRef("Pipeline").optional().meta({ description: "Pipeline that writes the features: its failure explains stale ones." }),
  freshness: strictObject({
    max: zDuration.meta({ description: "Age above which features are stale." }),
    metric: zMetricRef.optional().meta({
      description: 'Gauge with the Unix time of the last update; feature_last_update_timestamp_seconds{feature_view="<name>"} by default.'
    }),
    severity: zSeverity.default("ticket").meta({
      description: "Severity of the stale alert; an SLO of type freshness on this object replaces it."
    })
  }).optional().meta({ description: "How old the features may be." }),
  features: z17.array(zFeature, expects("a list of features")).default([]).meta({ description: "The features, with what is expected of them." }),
  checks: strictObject({
    severity: zSeverity.default("ticket").meta({ description: "Of a failed check." })
  }).prefault({}).meta({ description: "How failed checks of features are told." }),
  runbook: zRef("Runbook").optional(),
  escalation: zRef("EscalationPolicy").optional()
});
var featureSet = defineKind({
  kind: "FeatureSet",
  description: "Features that models read, and what is expected of them.",
  spec: featureSetSpec,
  references: (spec) => [
    ...reference("Team", spec.owner, "owner"),
    ...reference("DataSource", spec.source, "source"),
    ...reference("Pipeline", spec.producedBy, "producedBy"),
    ...reference("Runbook", spec.runbook, "runbook"),
    ...reference("EscalationPolicy", spec.escalation, "escalation")
  ]
});

// src/plan/drift-job.ts
var text2 = z18.string().min(1);
var seconds = z18.number().positive();
var rows = z18.int().min(1);
var share = z18.number().min(0).max(1);
var zSecret = z18.union([z18.strictObject({ file: text2 }), z18.strictObject({ env: text2 })]);
var zJobSource = z18.strictObject({
  name: text2,
  type: z18.enum(DATASET_TYPES),
  path: text2.optional().meta({ description: "Files: {date} is a day (YYYY-MM-DD), * and ** are names. Relative to the root." }),
  table: text2.optional().meta({ description: "Table or view, with its schema." }),
  timestamp: text2.optional().meta({ description: "Column with the time of the event; windows are cut by it." }),
  auth: zSecret.optional().meta({ description: "Where the credentials are found when the job runs." })
});
var zLevels = z18.strictObject({ warn: z18.number().positive().optional(), alert: z18.number().positive().optional() });
var zJobTest = z18.strictObject({
  test: z18.enum(DRIFT_TEST_NAMES),
  /** Distances: of the statistic itself. Tests of significance: of their effect. */
  levels: zLevels,
  /** Largest p-value, after correction, at which a difference counts as one. */
  alpha: z18.number().gt(0).lt(1),
  normalise: z18.enum(["baseline-std"]).optional(),
  sample: rows.optional().meta({ description: "Rows that are compared at most." })
});
var COLUMN_TYPES = ["numeric", "category", "vector", "text", "auto"];
var zJobColumn = z18.strictObject({
  part: z18.enum(DRIFT_PARTS),
  /** Label `feature` of its series; absent for predictions and labels. */
  feature: text2.optional(),
  source: text2,
  column: text2.meta({ description: "Column, or a.b for a nested field." }),
  type: z18.enum(COLUMN_TYPES).meta({ description: "auto: as the data are." }),
  descriptor: z18.enum(["length", "language", "topic", "sentiment"]).optional(),
  dims: z18.int().min(1).optional(),
  importance: z18.enum(IMPORTANCES).optional(),
  pii: z18.boolean().meta({ description: "No value of it is written anywhere." }),
  /** The window of labels ends so long before that of the rest. */
  delaySeconds: z18.number().min(0),
  test: zJobTest,
  /** Levels of the difference between the shares of missing values. */
  nulls: zLevels,
  /** Levels of the share of rows with values that the baseline does not have. */
  unseen: zLevels
});
var zJobBaseline = z18.discriminatedUnion("kind", [
  z18.strictObject({
    kind: z18.literal("dataset").meta({ description: "Rows of a source: all, between two days, or the last so long." }),
    source: text2,
    /** Days in the time zone of the schedule, both included. */
    from: text2.optional(),
    to: text2.optional(),
    lastSeconds: seconds.optional(),
    snapshot: text2.optional().meta({ description: "File with its bins and counts, read in place of the rows when it is there." })
  }),
  z18.strictObject({
    kind: z18.literal("earlier").meta({ description: "The same source, at an earlier time." }),
    by: z18.enum(["previous-window", "same-window-last-week", "same-window-last-year"])
  })
]);
var zJobSegment = z18.strictObject({
  name: text2,
  column: text2,
  values: z18.array(z18.string()).optional(),
  top: rows.optional()
});
var PROFILES = ["modelwatch", "evidently"];
var CORRECTIONS = ["none", "bonferroni", "holm", "benjamini-hochberg"];
var zJobPolicy = z18.strictObject({
  name: text2,
  title: text2,
  model: text2,
  profile: z18.enum(PROFILES),
  schedule: z18.strictObject({
    everySeconds: seconds,
    at: z18.string().regex(/^\d\d:\d\d$/).optional(),
    timezone: text2
  }),
  windowSeconds: seconds,
  /** The window ends so long before the run: rows that come late are in it. */
  lagSeconds: z18.number().min(0),
  baseline: zJobBaseline,
  minSamples: rows,
  correction: z18.enum(CORRECTIONS),
  consecutive: z18.int().min(1),
  segments: z18.array(zJobSegment),
  columns: z18.array(zJobColumn),
  driftedShare: z18.strictObject({ warn: share.optional(), alert: share }).optional(),
  /** What follows when it drifts: shown in reports. */
  advice: z18.strictObject({ impact: text2.optional(), runbook: text2.optional(), actions: z18.array(text2) })
});
var zJobFeature = z18.strictObject({
  name: text2,
  type: z18.enum(FEATURE_TYPES),
  range: z18.tuple([z18.number(), z18.number()]).optional(),
  maxNulls: share.optional(),
  values: z18.array(z18.union([z18.string(), z18.number()])).optional(),
  maxCardinality: rows.optional(),
  /** Most Jensen-Shannon distance between online and offline values. */
  maxSkew: z18.number().positive().optional(),
  pii: z18.boolean()
});
var zJobDataset = z18.strictObject({
  name: text2.meta({ description: "Name of the FeatureSet; the label `dataset`." }),
  source: text2,
  online: text2.optional().meta({ description: "Source with the values as they were served." }),
  features: z18.array(zJobFeature),
  key: z18.array(text2).optional().meta({ description: "Columns that no two rows share." }),
  maxAgeSeconds: seconds.optional().meta({ description: "How old the newest row may be at the end of the window." }),
  rows: z18.strictObject({ typical: rows, tolerance: share }).optional().meta({ description: "Rows of a window, and how far from it is too far." }),
  windowSeconds: seconds,
  lagSeconds: z18.number().min(0),
  timezone: text2
});
var PLAN_VERSION = 1;
var zDriftPlan = z18.strictObject({
  $schema: text2.optional(),
  version: z18.literal(PLAN_VERSION),
  project: text2,
  environment: text2,
  sources: z18.array(zJobSource),
  policies: z18.array(zJobPolicy),
  datasets: z18.array(zJobDataset)
}).meta({ title: "Plan of a modelwatch drift job", description: "What `modelwatch drift run` reads, compares and decides." });

// try.tmp2.ts
var col = (part, feature, column, type, test) => ({ part, ...feature && { feature }, source: "flights", column, type, pii: false, delaySeconds: 0, test, nulls: { warn: 0.05, alert: 0.15 }, unseen: { warn: 0.01, alert: 0.03 } });
var ks = { test: "ks", levels: { warn: 0.05, alert: 0.12 }, alpha: 0.01 };
var chi = { test: "chi-square", levels: { warn: 0.03, alert: 0.08 }, alpha: 0.01 };
var pol = (name, days, every, baseline) => ({ name, title: name, model: "m", profile: "modelwatch", schedule: { everySeconds: every * 86400, timezone: "UTC" }, windowSeconds: days * 86400, lagSeconds: 0, baseline, minSamples: 1e3, correction: "benjamini-hochberg", consecutive: 1, segments: [], columns: [col("features", "distance", "distance", "numeric", ks), col("features", "origin", "origin", "category", chi), col("features", "destination", "destination", "category", chi), col("labels", void 0, "delay", "numeric", ks)], advice: { actions: [] } });
var p = zDriftPlan.parse({ version: 1, project: "p", environment: "prod", sources: [{ name: "flights", type: "parquet", path: "/work/main/node_modules/vega-datasets/data/flights-3m.parquet", timestamp: "date" }], policies: [pol("weekly", 7, 1, { kind: "earlier", by: "previous-window" }), pol("monthly", 30, 1, { kind: "dataset", source: "flights", from: "2001-01-01", to: "2001-01-31" })], datasets: [] });
var e = await openDuckDb({ memoryLimit: "300MB" });
for (let d = Date.parse(process.argv[2] ?? "2001-02-05"); d <= Date.parse("2001-07-01"); d += 7 * 864e5) {
  const r = await runJob(e, p, { root: "/", now: d, endedAt: () => 0, policies: [], history: void 0, exact: false, version: "x", progress: () => {
  } });
  for (const x of r.policies) console.log(new Date(d).toISOString().slice(0, 10), x.policy, x.window.rows, x.baseline.rows, x.tests.filter((t) => t.aspect !== "type" && t.aspect !== "nulls").map((t) => `${t.feature ?? t.part}/${t.test}:${t.effect?.toFixed(4)}${t.level === "none" ? "" : "!" + t.level}`).join(" "));
}
e.close();
