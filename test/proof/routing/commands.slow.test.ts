import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { type RouteExplainOptions, routeExplain } from '../../../src/commands/route-explain.ts';
import { routeProve } from '../../../src/commands/route-prove.ts';
import { compile } from '../../../src/compile.ts';
import { type CliRun, folderWith, REPOSITORY, tempFolder } from '../../support/cli.ts';
import { command, DEFAULTS } from '../../support/command.ts';
import { exampleProject } from '../../support/example-project.ts';

const FRAUD = path.join(REPOSITORY, 'examples/fraud-detector');

function explained(options: Partial<RouteExplainOptions>, project = FRAUD): CliRun {
  return command(tempFolder(), () =>
    routeExplain(project, {
      ...DEFAULTS,
      env: ['prod'],
      all: false,
      clock: Date.parse('2026-11-26T12:00:00Z'),
      ...options,
    }),
  );
}

/** One project whose table is known to the letter: a team with hours and maintenance, levels by PagerDuty and by rules. */
const PROJECT = `apiVersion: modelwatch/v1alpha1
kind: Project
metadata: { name: shop }
spec:
  calendarUntil: 2027-12-31
  channels:
    slack: { apiUrlFile: /etc/slack }
    email: { smarthost: "mail:25", from: a@example.com }
---
apiVersion: modelwatch/v1alpha1
kind: Team
metadata: { name: ml }
spec:
  timezone: Europe/London
  businessHours: { days: [mon, tue, wed, thu, fri], from: "09:00", to: "17:30" }
  contacts: { slack: "#ml" }
  onCall: [{ name: primary, provider: slack, channel: "@primary" }]
---
apiVersion: modelwatch/v1alpha1
kind: EscalationPolicy
metadata: { name: day-and-night }
spec:
  routes:
    page:
      levels:
        - { notify: [{ onCall: primary }, { slack: team }] }
        - { after: 15m, notify: [{ email: lead@example.com }] }
    ticket: { levels: [{ notify: [{ slack: team }] }], hold: outside-business-hours }
---
apiVersion: modelwatch/v1alpha1
kind: MaintenanceWindow
metadata: { name: weekly }
spec:
  schedule: { cron: "0 2 * * sun", duration: 3h, timezone: Europe/London }
  match: { model: ranker, alerts: [latency] }
---
apiVersion: modelwatch/v1alpha1
kind: Model
metadata: { name: ranker }
spec:
  owner: ml
  escalation: day-and-night
  slos:
    - { name: availability, sli: { type: availability }, objective: 99.9% }
    - { name: latency, sli: { type: latency, threshold: 250ms }, objective: 99% }
`;

describe('modelwatch route explain', () => {
  const folder = folderWith({ 'modelwatch.yaml': PROJECT });

  it('tells people, levels, silence and why', () => {
    const run = explained({ env: [], at: 'sun 03:00', model: 'ranker' }, folder);
    expect(run.stderr).toBe('');
    expect(run.code).toBe(0);
    const lines = run.stdout.split('\n');
    expect(lines[0]).toMatch(/^ALERT +SEV +LEVEL 1 \(\+0m\) +LEVEL 2 \(\+15m\) +NOTE$/);
    const row = (title: string) => lines.find((line) => line.startsWith(title))?.split(/ {2,}/);
    expect(row('ranker-availability (budget-burn-fast)')).toEqual([
      'ranker-availability (budget-burn-fast)',
      'page',
      '@primary, #ml',
      'lead@example.com',
    ]);
    expect(row('ranker-availability (budget-burn-slow)')?.slice(1, 4)).toEqual([
      'ticket',
      'held until Mon 09:00',
      '-',
    ]);
    expect(row('ranker-availability (budget-burn-slow)')?.[4]).toMatch(
      /^business hours Europe\/London; silent while any of RankerAvailabilityBudgetBurnFast, /,
    );
    expect(row('ranker-latency (budget-burn-fast)')).toEqual([
      'ranker-latency (budget-burn-fast)',
      'page',
      'muted until 05:00',
      'muted until 05:00',
      'maintenance weekly',
    ]);
    const [, heard, all, right] =
      /^(\d+) of (\d+) alerts reach a human now \(Sun 2026-11-29 03:00 Europe\/London\); (\d+) of \d+ within policy\.$/m.exec(
        run.stdout,
      ) ?? [];
    expect(right).toBe(all);
    expect(Number(heard)).toBeGreaterThan(0);
    expect(Number(heard)).toBeLessThan(Number(all));
  });

  it('reads the clock of each team, or of a zone that is named', () => {
    const run = explained(
      { env: [], at: 'sun 03:00', timezone: 'America/New_York', alert: 'RankerLatencyBudgetBurnFast' },
      folder,
    );
    // 08:00 in London, after the maintenance.
    expect(run.stdout).toContain('(Sun 2026-11-29 03:00 America/New_York); 1 of 1 within policy.');
    expect(run.stdout).toContain('@primary, #ml');
  });

  it('takes the moment it is without one', () => {
    const run = explained({ env: [], alert: 'slo:ranker-latency/budget-burn-slow' }, folder);
    expect(run.stdout).toMatch(/^ranker-latency \(budget-burn-slow\) +ticket +#ml +/m);
    expect(run.stdout).toContain('1 of 1 alerts reach a human now (Thu 2026-11-26 12:00 Europe/London)');
  });

  it('shows every distinct hour of the week', () => {
    const run = explained({ env: [], all: true, alert: 'ranker-latency' }, folder);
    const headings = run.stdout.split('\n').filter((line) => line.endsWith('(Europe/London)'));
    expect(headings).toEqual([
      'Mon-Fri 00:00-09:00, Mon-Fri 17:30-24:00, Sat 00:00-24:00, Sun 00:00-01:45, Sun 05:00-24:00 (Europe/London)',
      'Mon-Fri 09:00-17:30 (Europe/London)',
      'Sun 01:45-02:00 (Europe/London)',
      'Sun 02:00-04:45 (Europe/London)',
      'Sun 04:45-05:00 (Europe/London)',
    ]);
    expect(run.stdout).toMatch(/^Week of 2026-11-23\n/);
    // A page that fires just before the window reaches its second level in it, and one late in the window after it.
    const page = run.stdout
      .split('\n')
      .filter((line) => line.startsWith('ranker-latency (budget-burn-fast)'));
    expect(page.map((line) => line.split(/ {2,}/).slice(2, 4))).toEqual([
      ['@primary, #ml', 'lead@example.com'],
      ['@primary, #ml', 'lead@example.com'],
      ['@primary, #ml', 'muted'],
      ['muted', 'muted'],
      ['muted', 'lead@example.com'],
    ]);
  });

  it('gives programs the same as JSON', () => {
    const run = explained(
      { env: [], at: '2026-11-29T03:00Z', format: 'json', alert: 'RankerLatencyBudgetBurnFast' },
      folder,
    );
    expect(JSON.parse(run.stdout)).toMatchObject({
      environments: [
        {
          environment: 'default',
          alerts: [
            {
              alert: 'RankerLatencyBudgetBurnFast',
              severity: 'page',
              at: '2026-11-29T03:00:00.000Z',
              local: 'Sun 2026-11-29 03:00',
              levels: [
                {
                  level: 1,
                  state: 'silent',
                  until: '2026-11-29T05:00:00.000Z',
                  people: [{ name: '@primary', kind: 'human', by: 'slack' }, { name: '#ml' }],
                  mute: { because: 'muted', intervals: ['maintenance/weekly'] },
                },
                { level: 2, afterSeconds: 900, state: 'silent' },
              ],
              why: [{ because: 'maintenance', name: 'weekly' }],
              reachesHuman: false,
              withinPolicy: true,
            },
          ],
        },
      ],
    });
  });

  it('names the levels that PagerDuty reaches by itself, and holidays', () => {
    const run = explained({ at: '2026-12-25 10:00', alert: 'fraud-latency' });
    expect(run.stdout).toMatch(/LEVEL 1 \(\+0m\) +LEVEL 2 \(\+15m\) +LEVEL 3 \(\+45m\) +NOTE/);
    expect(run.stdout).toMatch(
      /^fraud-latency \(budget-burn-fast\) +page +risk-ml primary, #risk-ml-alerts +risk-ml secondary +ml-leads@example\.com, webhook incident-commander/m,
    );
    expect(run.stdout).toMatch(
      /^fraud-latency \(budget-burn-slow\) +ticket +held until Tue 09:00 +- +- +holiday, business hours Europe\/London/m,
    );
  });

  it('suggests what was meant', () => {
    const run = explained({ env: [], alert: 'RankerLatencyBudgetBrunFast' }, folder);
    expect(run.code).toBe(2);
    expect(run.stdout).toContain('there is no alert "RankerLatencyBudgetBrunFast"');
    expect(run.stdout).toContain('Did you mean "RankerLatencyBudgetBurnFast"');
    expect(explained({ env: [], model: 'rankr' }, folder).stdout).toContain('Did you mean "ranker"?');
    const moment = explained({ env: [], at: 'sunday', timezone: 'Europe/Lodnon' }, folder);
    expect(moment.code).toBe(2);
    expect(moment.stdout).toContain('"sunday" is no moment');
    expect(moment.stdout).toContain('Did you mean "Europe/London"');
  });
});

describe('modelwatch route prove', () => {
  const prove = (options: Partial<Parameters<typeof routeProve>[1]> = {}, project = FRAUD) =>
    command(tempFolder(), () => routeProve(project, { ...DEFAULTS, env: [], ...options }));
  const rendered = compile(exampleProject('fraud-detector')).files.find(
    ({ environment, target }) => environment === 'prod' && target === 'alertmanager',
  );
  const edited = (edit: (text: string) => string): string => {
    const file = path.join(tempFolder(), 'alertmanager.yml');
    const text = rendered?.text ?? '';
    expect(edit(text)).not.toBe(text);
    writeFileSync(file, edit(text));
    return file;
  };

  it('passes on the example, in every environment', () => {
    const run = prove();
    expect(run.code).toBe(0);
    expect(run.stdout).toContain('dev: no alert is to reach anybody\n');
    expect(run.stdout).toMatch(/^staging: (\d+)\/\1 alerts reach a human$/m);
    expect(run.stdout).toMatch(/^prod: (\d+)\/\1 alerts reach a human$/m);
    expect(run.stdout).toContain("apart, the dead man's switch (its silence is the message): AcmeMlWatchdog");
  });

  it('fails on an edited file, naming alert, hour and route', () => {
    const file = edited((text) => text.replace('- escalation="ml-critical"', '- escalaton="ml-critical"'));
    const run = prove({ env: ['prod'], config: file });
    expect(run.code).toBe(1);
    expect(run.stdout).toMatch(/error {2}route\/swallowed/);
    expect(run.stdout).toMatch(
      /nobody hears of \w+ \(page, level 1\).* on Thu 2026-01-01 00:00 \(Europe\/London\)/,
    );
    expect(run.stdout).toContain(`route > {modelwatch_id=~".+", env="prod"} in ${file}:8`);
    expect(run.stdout).toContain('Did you mean escalation?');
    expect(run.stdout).toMatch(/^prod: (?!(\d+)\/\1 )\d+\/\d+ alerts reach a human$/m);
    // The code frame is of the edited file.
    expect(run.stdout).toContain('- receiver: modelwatch-unrouted');
  });

  it('prints findings for programs, and the verdict beside them', () => {
    const file = edited((text) => text.replace('weekdays: [sunday]', 'weekdays: ["sunday:saturday"]'));
    const run = prove({ env: ['prod'], config: file, format: 'json' });
    expect(run.code).toBe(1);
    expect(JSON.stringify(JSON.parse(run.stdout))).toContain('route/silent-hours');
    expect(run.stderr).toMatch(/^prod: \d+\/\d+ alerts reach a human$/m);
  });

  it('wants one environment for one file', () => {
    const run = prove({ config: 'any.yml' });
    expect(run).toMatchObject({ code: 2, stdout: expect.stringContaining('usage/one-environment') });
    expect(run.stdout).toContain('--env with one of dev, staging, prod');
  });

  it('wants a file that can be read, and that Alertmanager would load', () => {
    const folder = folderWith({ 'modelwatch.yaml': PROJECT });
    const file = edited((text) => text.replace('receiver: modelwatch-nobody', 'receiver: modelwatch-nobdy'));
    const gone = prove({ config: `${file}.gone` }, folder);
    expect(gone).toMatchObject({ code: 2, stdout: expect.stringContaining('the file cannot be read') });
    const refused = prove({ config: file }, folder);
    expect(refused.code).toBe(1);
    expect(refused.stdout).toContain('the receiver modelwatch-nobdy does not exist');
    expect(refused.stdout).not.toContain('reach a human');
  });

  it('says when there is nothing to prove', () => {
    const run = prove({}, path.join(REPOSITORY, 'examples/sagemaker'));
    expect(run.stdout).toMatch(/modelwatch\.yaml:\d+:\d+ {2}warning {2}route\/not-rendered$/m);
    expect(run.stdout).not.toContain('reach a human');
  });

  it('proves the merged file of a team that has its own', () => {
    const base = `route: { receiver: own, routes: [{ receiver: own, matchers: ['app="web"'] }] }\nreceivers: [{ name: own, email_configs: [{ to: a@example.com }] }]\n`;
    const text = PROJECT.replace(
      '  calendarUntil',
      '  targets: { prometheus: {}, alertmanager: { mode: fragment, base: base.conf } }\n  calendarUntil',
    );
    const folder = folderWith({ 'modelwatch.yaml': text, 'base.conf': base });
    const run = prove({}, folder);
    expect(run.stdout).toMatch(/^default: (\d+)\/\1 alerts reach a human$/m);
    expect(run.code).toBe(0);
  });

  it('points at the spec when the specs are to blame', () => {
    const text = PROJECT.replace(
      '- { notify: [{ onCall: primary }, { slack: team }] }',
      '- { when: business-hours, notify: [{ onCall: primary }] }',
    ).replace('- { after: 15m, notify', '- { after: 15m, when: business-hours, notify');
    const folder = folderWith({ 'modelwatch.yaml': text });
    const run = prove({}, folder);
    expect(run.code).toBe(1);
    expect(run.stdout).toMatch(/modelwatch\.yaml:\d+:\d+ {2}error {2}route\/page-unheard/);
    expect(readFileSync(path.join(folder, 'modelwatch.yaml'), 'utf8')).toBe(text);
  });
});
