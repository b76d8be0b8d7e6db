import { describe, expect, it } from 'vitest';
import type { Alert } from '../../../src/plan/alert.ts';
import type { Plan } from '../../../src/plan/plan.ts';
import { readInline } from '../../support-room/markdown-reader.ts';
import { pageOf, pagesOf } from './pages.ts';
import { plan } from './plan.ts';

const HOSTILE = [
  '{{ $labels.x }} and {{ $value | humanize }}',
  '{{{a}}} {{#each meaning}}{{> page}}{{/each}} \\{{b}}',
  '</script><script>alert(1)</script> <img src=x onerror=alert(1)> &lt;b&gt;',
  'a | b || c \\| d',
  '`tick` ``two`` ```fence```',
  'first\n## Second\n\n- item\n\n| a |\n|---|\n| b |',
  '](javascript:alert(1)) ![x](y) [z]: javascript:alert(1)',
  '* a\n1. b\n> c\n---\n===\n    code',
  '**bold** _em_ ~~gone~~ # https://evil.example/](x) www.evil.example',
  '$x$ and $`y`$ \\(z\\)',
];

/** A plan in which every text that a user can write is `user`. */
function planSaying(user: string): Plan {
  const recipients = [
    { type: 'slack', channel: user, apiUrl: { from: 'file', path: 'x' } },
    {
      type: 'pagerduty',
      onCall: user,
      service: user,
      routingKey: { from: 'file', path: 'x' },
      schedule: { by: 'name', name: user },
    },
  ] as const;
  const saying = (alert: Alert): Alert => ({
    ...alert,
    object: { ...alert.object, name: user },
    subject: { ...alert.subject, name: user },
    team: user,
    labels: { env: user, model: user },
    upstream: [user],
    prose: {
      summary: [{ text: user }, { value: 'ratio' }, { text: user }],
      impact: [{ text: user }],
      budget: [{ text: user }],
      firstLook: [
        { title: user, link: user },
        { title: user, measure: { node: 'raw', language: 'promql', text: user, unit: 'none' } },
      ],
    },
    runbook: {
      name: user,
      url: user,
      steps: [user, user],
      firstLook: [user, `query: ${user}`, `dashboard: ${user}`],
    },
    dashboardUrl: user,
    specUrl: user,
  });
  return {
    ...plan,
    project: user,
    environment: { ...plan.environment, name: user },
    alerts: plan.alerts.map(saying),
    signals: plan.signals.map((signal) => ({ ...signal, metric: user })),
    objectives: plan.objectives.map((objective) => ({
      ...objective,
      displayName: user,
      excludedMaintenance: [user],
    })),
    maintenance: plan.maintenance.map((window) => ({ ...window, id: user })),
    teamHours: plan.teamHours.map((hours) => ({ ...hours, team: user })),
    routes: plan.routes.map((route) => ({
      ...route,
      team: user,
      grouping: { ...route.grouping, by: [user] },
      severities: route.severities.map((severity) => ({
        ...severity,
        levels: severity.levels.map((level) => ({ ...level, recipients })),
      })),
    })),
  };
}

interface ReadPage {
  /** Kind of every block, in order: what the page's shape is, whatever its texts. */
  readonly shape: readonly string[];
  /** Texts of all blocks but fences. */
  readonly texts: readonly string[];
}

/** Reads a page as CommonMark does, as far as ours go; throws where a text has become markup. */
function readPage(page: string): ReadPage {
  const shape: string[] = [];
  const texts: string[] = [];
  let fenced: string | undefined;
  for (const line of page.split('\n')) {
    const [, indent = '', ticks] = /^( *)(`{3,})\w*$/.exec(line) ?? [];
    if (fenced !== undefined) {
      if (line === fenced) fenced = undefined;
      continue;
    }
    if (ticks !== undefined) {
      fenced = indent + ticks;
      shape.push('fence');
      continue;
    }
    const [kind, content] = blockOf(line);
    if (kind !== 'text' || content !== '') shape.push(kind);
    const cells = kind === 'row' ? content.split(/(?<!\\)\|/) : [content];
    if (kind === 'row') shape.push(`${cells.length} cells`);
    texts.push(
      ...cells.map((cell) =>
        readInline(
          cell
            .trim()
            .replace(/(?<!\\)((?:\\\\)*)\\$/, '$1')
            .replaceAll(OUR_MARKUP, '$1'),
        ),
      ),
    );
  }
  expect(fenced).toBeUndefined();
  return { shape, texts };
}

/** What our own words put in bold or italics. */
const OUR_MARKUP = /\*\*?(page|ticket|info|none|duration|N|time)\*\*?/g;

function blockOf(line: string): readonly [kind: string, content: string] {
  if (/^\|[-|]+\|$/.test(line)) return ['rule', ''];
  const [, mark, content = ''] = /^ *(#{1,6}|>|[-+*]|\d+\.|\|)(?: +(.*))?$/.exec(line) ?? [];
  if (mark === undefined) return ['text', line.trim()];
  if (mark === '|') return ['row', content.replace(/\|$/, '')];
  return [/^\d/.test(mark) ? 'number' : mark, content];
}

function blocksOf(shape: readonly string[]): readonly string[] {
  return shape.filter((kind) => kind !== 'text');
}

describe('texts of users', () => {
  const name = 'FraudAvailabilityBurnFast';
  const plain = readPage(pageOf(planSaying('plain'), name));

  it.each(HOSTILE)('stay in their place: %j', (user) => {
    for (const [path, page] of pagesOf(planSaying(user))) {
      expect(() => readPage(page), path).not.toThrow();
    }
    const { shape } = readPage(pageOf(planSaying(user), name));
    // Lines and paragraphs of a text stay lines and paragraphs; all else is as on a page with harmless texts.
    expect(blocksOf(shape)).toEqual(blocksOf(plain.shape));
  });

  it.each(HOSTILE.filter((user) => !user.includes('\n')))('are read as they were written: %j', (user) => {
    const { texts } = readPage(pageOf(planSaying(user), name));
    const times = texts.filter((text) => text.includes(user)).length;
    expect(times).toBe(plain.texts.filter((text) => text.includes('plain')).length);
  });

  it('keep the braces of templates, in the file itself', () => {
    const page = pageOf(planSaying('{{ $labels.x }} {{{a}}}'), name);
    expect(page).toContain('> {{ $labels.x }} {{{a}}}*N*%{{ $labels.x }} {{{a}}}');
    expect(page).toContain('1. {{ $labels.x }} {{{a}}}');
  });
});
