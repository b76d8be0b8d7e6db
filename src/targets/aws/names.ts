import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import type { Origin } from '../../plan/origin.ts';
import { compareStrings } from '../../support/compare-strings.ts';
import { sha256 } from '../../support/sha256.ts';
import { LIMITS, type LimitKey, limitPhrase } from './limits.ts';

/** Why a name is not as wanted. */
export type Renaming = 'too-long' | 'collision' | 'characters';

export interface KeptName {
  readonly text: string;
  readonly renamed?: undefined;
}

export interface RenamedName {
  readonly text: string;
  readonly renamed: Renaming;
  /** The limit on the length of such names. */
  readonly limit: LimitKey;
}

export type Name = KeptName | RenamedName;

/** What names of one sort look like. */
export interface NameRule {
  readonly limit: LimitKey;
  /** What every name of the sort matches. */
  readonly allowed: RegExp;
  /** The wanted text in allowed characters; may be empty or too long. */
  readonly shape: (wanted: string) => string;
  /** Stands before the hash of a changed name. */
  readonly joiner: string;
  /** Stands in for a text of which no character is allowed. */
  readonly fallback: string;
  /** Whether names are spelled otherwise in any case, so that dropped characters are no news. */
  readonly reshapes: boolean;
}

/** Control characters and half surrogates, and what would end the quoted name in the rule of a composite alarm. */
const UNQUOTABLE = /[\p{Cc}\p{Cs}"\\]+/gu;
const QUOTABLE = /^[^\p{Cc}\p{Cs}"\\]+$/u;

/** Letters, digits, hyphens and underscores; also for X-Ray, whose pages state no pattern. */
const IDENTIFIER = /^[A-Za-z0-9_-]+$/;

/** `Default` belongs to X-Ray itself: https://docs.aws.amazon.com/xray/latest/api/API_CreateGroup.html. */
const XRAY_NAME = /^(?!default$)[A-Za-z0-9_-]+$/i;

/** The sorts of names, by what bears them. Their lengths are in `LIMITS`, with the pages that state them and the characters. */
export const NAME_RULES = {
  alarm: unicodeRule('alarmName', QUOTABLE, UNQUOTABLE, 'alarm'),
  muteRule: unicodeRule('muteName', QUOTABLE, UNQUOTABLE, 'mute'),
  metricFilter: unicodeRule('metricFilterName', /^[^:*\p{Cc}\p{Cs}]+$/u, /[:*\p{Cc}\p{Cs}]+/gu, 'filter'),
  queryDefinition: unicodeRule('queryDefinitionName', QUOTABLE, UNQUOTABLE, 'query'),
  dashboard: identifierRule('dashboardName', IDENTIFIER, 'dashboard'),
  topic: identifierRule('topicName', IDENTIFIER, 'topic'),
  xrayGroup: identifierRule('xrayGroupName', XRAY_NAME, 'group'),
  samplingRule: identifierRule('samplingRuleName', XRAY_NAME, 'rule'),
  objective: {
    limit: 'sloName',
    allowed: /^[0-9A-Za-z][-._0-9A-Za-z ]*[0-9A-Za-z]$/,
    shape: (wanted) => {
      const text = asciiOf(wanted).replace(/[^-._0-9A-Za-z ]+/g, '-');
      return text.replace(/^[^0-9A-Za-z]+|[^0-9A-Za-z]+$/g, '');
    },
    joiner: '-',
    fallback: 'slo',
    reshapes: false,
  },
  logicalId: {
    limit: 'logicalId',
    allowed: /^[A-Za-z][A-Za-z0-9]*$/,
    shape: camelCase,
    joiner: '',
    fallback: 'Resource',
    reshapes: true,
  },
} satisfies Readonly<Record<string, NameRule>>;

/**
 * A name for each distinct wanted text, whatever the order in which they are given. A text that is allowed as it stands is
 * kept; of several that come out equal the first in code-unit order is kept. The others, and those that are too long, end
 * with the first eight hex digits of the SHA-256 of the whole wanted text, so that they stay the same when other names come
 * and go. No two names differ in case only: people could not tell them apart, and AWS states for few names that case counts.
 */
export function allocate(wanted: readonly string[], rule: NameRule): ReadonlyMap<string, Name> {
  const texts = [...new Set(wanted)].toSorted(compareStrings);
  const holders = new Map<string, string>();
  const isKept = (text: string) => rule.shape(text) === text;
  for (const text of [...texts.filter(isKept), ...texts.filter((each) => !isKept(each))]) {
    const shaped = rule.shape(text);
    const key = keyOf(shaped);
    if (flawOf(shaped, rule) === undefined && !holders.has(key)) holders.set(key, text);
  }
  const taken = new Set(holders.keys());
  return new Map(
    texts.map((text): [string, Name] => {
      const shaped = rule.shape(text);
      const flaw = flawOf(shaped, rule);
      if (flaw === undefined && holders.get(keyOf(shaped)) === text) {
        const changed = shaped !== text && !rule.reshapes;
        return [
          text,
          changed ? { text: shaped, renamed: 'characters', limit: rule.limit } : { text: shaped },
        ];
      }
      const hashed = freeName(text, shaped, rule, taken);
      taken.add(keyOf(hashed));
      return [text, { text: hashed, renamed: flaw ?? 'collision', limit: rule.limit }];
    }),
  );
}

/** Tells at the spec's place that something has another name in AWS. `what` is what bears it: "the alarm", "the dashboard". */
export function renamedNote(
  name: RenamedName,
  wanted: string,
  origin: Origin | undefined,
  what: string,
): Diagnostic {
  const limit = LIMITS[name.limit];
  const span = origin?.spans[0];
  const why: Readonly<Record<Renaming, string>> = {
    'too-long': `the name has ${wanted.length} characters and AWS ${limitPhrase(limit)}`,
    collision: 'another name comes out the same',
    characters: 'AWS does not allow all of its characters, or not there',
  };
  return {
    code: 'target/renamed',
    severity: 'info',
    message: `${what} ${wanted} is named ${name.text}: ${why[name.renamed]}`,
    data: { wanted, rendered: name.text, reason: name.renamed, limit: name.limit, source: limit.source },
    ...(span === undefined ? {} : { span }),
    ...(origin === undefined ? {} : { object: origin.object }),
  };
}

function flawOf(shaped: string, { limit, allowed }: NameRule): 'too-long' | 'characters' | undefined {
  if (shaped.length > LIMITS[limit].value) return 'too-long';
  return allowed.test(shaped) ? undefined : 'characters';
}

function keyOf(name: string): string {
  return name.toLowerCase();
}

function freeName(wanted: string, shaped: string, rule: NameRule, taken: ReadonlySet<string>): string {
  // Quoted, since half surrogates, which differ as text, have the same UTF-8 bytes; the quotes escape them.
  const seed = /\p{Cs}/u.test(wanted) ? JSON.stringify(wanted) : wanted;
  for (let attempt = 0; ; attempt += 1) {
    const ending = `${rule.joiner}${sha256(attempt === 0 ? seed : `${seed}#${attempt}`).slice(0, 8)}`;
    const start = cut(shaped, LIMITS[rule.limit].value - ending.length);
    const name = `${start === '' ? rule.fallback : start}${ending}`;
    if (!taken.has(keyOf(name))) return name;
  }
}

/** At most `length` UTF-16 units, no half of a character, and no separator at the end, where the hash follows. */
function cut(text: string, length: number): string {
  return text.slice(0, length).replace(/[\p{Cs}\s._-]+$/u, '');
}

function unicodeRule(limit: LimitKey, allowed: RegExp, forbidden: RegExp, fallback: string): NameRule {
  const shape = (wanted: string) => wanted.normalize('NFC').replace(forbidden, ' ').trim();
  return { limit, allowed, shape, joiner: '-', fallback, reshapes: false };
}

function identifierRule(limit: LimitKey, allowed: RegExp, fallback: string): NameRule {
  return { limit, allowed, shape: identifier, joiner: '-', fallback, reshapes: false };
}

/** Hyphens for everything that is no letter, digit or underscore; at the ends only where the wanted text has them. */
function identifier(wanted: string): string {
  const text = asciiOf(wanted).replace(/[^A-Za-z0-9_-]+/g, '-');
  const start = wanted.startsWith('-') ? text : text.replace(/^-+/, '');
  return wanted.endsWith('-') ? start : start.replace(/-+$/, '');
}

/** `Größe` → `Große`: letters without their marks, where Unicode knows the parts. */
function asciiOf(text: string): string {
  return text.normalize('NFKD').replace(/\p{M}+/gu, '');
}

/** `fraud-detector latency p99` → `FraudDetectorLatencyP99`; starts with a letter, or is empty. */
function camelCase(wanted: string): string {
  const words = asciiOf(wanted)
    .replace(/(?![A-Za-z])\p{L}+?/gu, '')
    .split(/[^A-Za-z0-9]+/);
  const joined = words.map((word) => `${word.charAt(0).toUpperCase()}${word.slice(1)}`).join('');
  return /^[0-9]/.test(joined) ? `N${joined}` : joined;
}
