import * as fc from 'fast-check';

/** Data as JSON has it. */
export type Data = null | boolean | number | string | Data[] | { [key: string]: Data };

/** One change of a document. Numbers choose: where, and what. */
export type Mutation =
  | { readonly type: 'delete'; readonly at: number }
  | { readonly type: 'replace'; readonly at: number; readonly by: Data }
  | { readonly type: 'transplant'; readonly at: number; readonly from: number }
  | { readonly type: 'add'; readonly at: number; readonly key: string; readonly value: Data }
  | { readonly type: 'wrap'; readonly at: number }
  | {
      readonly type: 'edit';
      readonly at: number;
      readonly where: number;
      readonly insert: string;
      readonly remove: number;
    };

/** The words of a text. */
function words(text: string): string[] {
  return text.trim().split(/\s+/);
}

// Values of every sort that the language has, right ones and near misses.
const WORDS = [
  ...words(`
    0 1 99.9% 100% 0.999 200ms 15m 30d 1M 50/s 3/week 2Gi page ticket none team true yes null
    Europe/London UTC EST 09:00 24:00 25:00 2027-12-31 2027-02-30 2026-03-08T03:00:00Z env:X file:a
    /etc/x ../x a/../b models/** !x *-latency https://x.example https://u:p@x.example mailto:x a@b.cc
    #ml x:25 {a,b} fraud-detector Fraud __proto__ constructor up{job="x"} up{job=~"x"} errors é`),
  '',
  ' ',
  '60% of same-time-last-week',
  '0.1% of records',
  'mon 09:00',
  '0 2 * * sun',
  '0 2 * *',
  '\u0000',
  '\ud83d\udea8',
  'a'.repeat(64),
  '#'.padEnd(82, '\ud83d\udea8'),
  '\n',
];
const KEYS = [
  ...words(`
    name spec kind metadata labels owner model objective sli type threshold window match set levels
    notify after when slack email webhook onCall routes page ticket timezone freshness metric max min
    severity schedule cron from to duration gt lt for query of statistic metrics buckets unit url
    channels targets include description displayName toString unknown`),
  '',
];

const scalar: fc.Arbitrary<Data> = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...WORDS) },
  {
    weight: 2,
    arbitrary: fc.constantFrom<Data>(null, true, false, 0, 1, -1, 0.5, 1.5, 99.9, 200, 1e300, 2 ** 53 + 2),
  },
  { weight: 1, arbitrary: fc.string({ maxLength: 12, unit: 'grapheme' }) },
  { weight: 1, arbitrary: fc.double({ noNaN: true, noDefaultInfinity: true }) },
);
const data: fc.Arbitrary<Data> = fc.oneof(
  { weight: 6, arbitrary: scalar },
  { weight: 1, arbitrary: fc.array(scalar, { maxLength: 2 }) },
  { weight: 1, arbitrary: fc.dictionary(fc.constantFrom(...KEYS), scalar, { maxKeys: 2 }) },
);
const place = fc.nat(10_000);

const mutation: fc.Arbitrary<Mutation> = fc.oneof(
  fc.record({ type: fc.constant('delete' as const), at: place }),
  fc.record({ type: fc.constant('replace' as const), at: place, by: data }),
  fc.record({ type: fc.constant('transplant' as const), at: place, from: place }),
  fc.record({ type: fc.constant('add' as const), at: place, key: fc.constantFrom(...KEYS), value: data }),
  fc.record({ type: fc.constant('wrap' as const), at: place }),
  fc.record({
    type: fc.constant('edit' as const),
    at: place,
    where: place,
    insert: fc.oneof(
      fc.constant(''),
      fc.string({ minLength: 1, maxLength: 2, unit: 'grapheme' }),
      fc.constantFrom('%', '-', '.', ' ', '0', 'm', '/', ':'),
    ),
    remove: fc.nat(2),
  }),
);

/** Changes of one of `count` documents. */
export function mutants(count: number): fc.Arbitrary<{ document: number; mutations: Mutation[] }> {
  return fc.record({
    document: fc.nat(count - 1),
    mutations: fc.array(mutation, { minLength: 1, maxLength: 3 }),
  });
}

type Step = string | number;

/** Every path into the data, the root first. */
function paths(value: Data, above: Step[] = []): Step[][] {
  if (typeof value !== 'object' || value === null) return [above];
  const children: [Step, Data][] = Array.isArray(value)
    ? value.map((item, index) => [index, item])
    : Object.entries(value);
  return [above, ...children.flatMap(([step, child]) => paths(child, [...above, step]))];
}

function at(value: Data, path: readonly Step[]): Data | undefined {
  return path.reduce<Data | undefined>((node, step) => {
    if (Array.isArray(node)) return node[Number(step)];
    return typeof node === 'object' && node !== null ? node[String(step)] : undefined;
  }, value);
}

/** A copy with `change` applied at a path; `undefined` deletes. Keys stay own properties, whatever their name. */
function changed(
  value: Data,
  path: readonly Step[],
  change: (old: Data) => Data | undefined,
): Data | undefined {
  const [step, ...rest] = path;
  if (step === undefined) return change(value);
  if (Array.isArray(value))
    return value.flatMap((item, index) => (index === step ? listOf(changed(item, rest, change)) : [item]));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, child]) => {
      if (key !== step) return [[key, child] as const];
      return listOf(changed(child, rest, change)).map((next) => [key, next] as const);
    }),
  );
}

function listOf(value: Data | undefined): Data[] {
  return value === undefined ? [] : [value];
}

/** The document with the changes; `donors` are the documents that parts are transplanted from. */
export function mutate(document: Data, mutations: readonly Mutation[], donors: readonly Data[]): Data {
  return mutations.reduce<Data>(
    (value, step) => changed(value, pathOf(value, step), (old) => mutated(old, step, donors)) ?? {},
    document,
  );
}

function pathOf(value: Data, step: Mutation): Step[] {
  const all = paths(value).filter((path) => {
    const node = at(value, path);
    if (step.type === 'edit') return typeof node === 'string';
    if (step.type === 'add') return typeof node === 'object' && node !== null;
    return path.length > 0;
  });
  return all[step.at % Math.max(all.length, 1)] ?? [];
}

function mutated(old: Data, step: Mutation, donors: readonly Data[]): Data | undefined {
  switch (step.type) {
    case 'delete':
      return undefined;
    case 'replace':
      return step.by;
    case 'wrap':
      return Array.isArray(old) ? old[0] : [old];
    case 'transplant': {
      const donor = donors[step.from % donors.length] ?? null;
      const all = paths(donor);
      return at(donor, all[step.from % all.length] ?? []);
    }
    case 'add':
      if (Array.isArray(old)) return [...old, step.value];
      return typeof old === 'object' && old !== null ? { ...old, [step.key]: step.value } : old;
    case 'edit': {
      if (typeof old !== 'string') return old;
      const where = step.where % (old.length + 1);
      return old.slice(0, where) + step.insert + old.slice(where + step.remove);
    }
  }
}
