import { type AlertCase, momentsOf, PROBE_LABEL } from './promtool-case.ts';

export type Labels = Readonly<Record<string, string>>;

/** What fires at a moment, with all labels (`alertname` among them), in promtool's order, which is that of the labels. */
export interface Moment {
  readonly atSeconds: number;
  readonly firing: readonly Labels[];
}

/** What promtool tells of a case. */
export interface Observation {
  readonly id: string;
  /** One for each of the case's moments; empty when there are `problems`. */
  readonly moments: readonly Moment[];
  /** Why it could not be run: a series that does not parse, a rule that fails to evaluate. promtool's own words. */
  readonly problems: readonly string[];
}

/** promtool's JUnit report by the name of the file of unit tests and that of the test group. */
export type Report = ReadonlyMap<string, ReadonlyMap<string, readonly string[]>>;

/**
 * Reads the report that promtool writes with `--junit`. An error of a whole file stands in a test case of its own, under the name
 * `unknown`. Undefined when the text is no such report: a promtool that crashed leaves an empty file, or half of one.
 */
export function readReport(xml: string): Report | undefined {
  if (
    !/^\s*(?:<\?xml[^>]*>\s*)?<testsuites\b/.test(xml) ||
    !/(?:<\/testsuites>|<testsuites\b[^>]*\/>)\s*$/.test(xml)
  )
    return undefined;
  const report = new Map<string, Map<string, string[]>>();
  let suite = new Map<string, string[]>();
  let failures: string[] = [];
  for (const match of xml.matchAll(ELEMENT)) {
    const { kind, attributes = '', text = '' } = match.groups ?? {};
    if (kind === undefined) failures.push(unescaped(text));
    else {
      const name = unescaped(/\bname="([^"]*)"/.exec(attributes)?.[1] ?? '');
      if (kind === 'testsuite') report.set(name, (suite = new Map<string, string[]>()));
      else suite.set(name, (failures = []));
    }
  }
  return report;
}

/** An opening tag, or a complaint. Texts are escaped, so that no `<` is in them. */
const ELEMENT =
  /<(?<kind>testsuite|testcase)\b(?<attributes>[^>]*)>|<(?:failure|error)\b[^>]*>(?<text>[^<]*)<\/(?:failure|error)>/g;

/** What the report says of a case. Every question has failed on purpose, so that silence is a problem too. */
export function observation(testCase: AlertCase, complaints: readonly string[]): Observation {
  const { id } = testCase;
  const answers = new Map<string, readonly Labels[]>();
  const problems: string[] = [];
  for (const complaint of complaints) {
    const answer = answerOf(complaint);
    if (answer === undefined) problems.push(complaint.trim());
    else answers.set(answer.probe, answer.firing);
  }
  const moments = momentsOf(testCase).map((atSeconds, probe) => ({
    atSeconds,
    firing: answers.get(String(probe)),
  }));
  const unanswered = moments.filter(({ firing }) => firing === undefined);
  if (problems.length === 0 && unanswered.length > 0)
    problems.push(`promtool says nothing of ${unanswered.length} of ${moments.length} moments`);
  if (problems.length > 0) return { id, moments: [], problems };
  return { id, problems, moments: moments.map(({ atSeconds, firing = [] }) => ({ atSeconds, firing })) };
}

const ANSWER = new RegExp(
  `^ {4}expr: "[^]*?", time: [^\\n]*,\\n {8}exp: \\{${PROBE_LABEL}="(?<probe>\\d+)"\\} 1E\\+00\\n {8}got: (?<got>[^]*)$`,
);

function answerOf(complaint: string): { probe: string; firing: readonly Labels[] } | undefined {
  const { probe, got } = ANSWER.exec(complaint)?.groups ?? {};
  const firing = got === undefined ? undefined : readSamples(got);
  return probe === undefined || firing === undefined ? undefined : { probe, firing };
}

/** A quoted Go string; names that are no plain words are quoted too. */
const QUOTED = /"(?:[^"\\]|\\.)*"/y;
const WORD = /[a-zA-Z_][a-zA-Z0-9_]*/y;
const VALUE = /\} [^,\s]+(?:, |$)/y;

/**
 * The label sets of `{a="b", …} 1E+00, {…} 1E+00`, as promtool prints samples, without what only a series of `ALERTS` has; `nil` is
 * none. Undefined when it is anything else.
 */
export function readSamples(text: string): readonly Labels[] | undefined {
  if (text === 'nil') return [];
  const samples: Labels[] = [];
  let at = 0;
  const take = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = at;
    const found = pattern.exec(text)?.[0];
    if (found !== undefined) at = pattern.lastIndex;
    return found;
  };
  while (at < text.length) {
    if (text[at] !== '{') return undefined;
    at += 1;
    const labels: [string, string][] = [];
    while (text[at] !== '}') {
      if (labels.length > 0) {
        if (!text.startsWith(', ', at)) return undefined;
        at += 2;
      }
      const name = take(WORD) ?? unquoted(take(QUOTED));
      if (name === undefined || text[at] !== '=') return undefined;
      at += 1;
      const value = unquoted(take(QUOTED));
      if (value === undefined) return undefined;
      labels.push([name, value]);
    }
    if (take(VALUE) === undefined) return undefined;
    samples.push(Object.fromEntries(labels.filter(([name]) => !OF_SERIES.has(name))));
  }
  return samples;
}

const OF_SERIES: ReadonlySet<string> = new Set(['__name__', 'alertstate']);

const SIMPLE_ESCAPES: Readonly<Record<string, string>> = {
  a: '\u0007',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
};

/** The value of a string as Go quotes it (strconv.Quote). */
function unquoted(quoted: string | undefined): string | undefined {
  return quoted
    ?.slice(1, -1)
    .replace(
      /\\(?:x([0-9a-f]{2})|u([0-9a-f]{4})|U([0-9a-f]{8})|(.))/g,
      (_, byte?: string, short?: string, long?: string, simple = '') => {
        const code = byte ?? short ?? long;
        return code === undefined
          ? (SIMPLE_ESCAPES[simple] ?? simple)
          : String.fromCodePoint(Number.parseInt(code, 16));
      },
    );
}

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

function unescaped(text: string): string {
  return text.replace(
    /&(?:#x([0-9A-Fa-f]+)|#(\d+)|(\w+));/g,
    (whole, hex?: string, decimal?: string, name = '') => {
      if (hex !== undefined) return String.fromCodePoint(Number.parseInt(hex, 16));
      return decimal === undefined ? (ENTITIES[name] ?? whole) : String.fromCodePoint(Number(decimal));
    },
  );
}
