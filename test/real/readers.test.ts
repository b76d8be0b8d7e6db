import { beforeAll, describe, expect, it, vi } from 'vitest';
import { compile } from '../../src/compile.ts';
import { readers } from '../../src/readers/registry.ts';
import { judge, versionOf } from '../../src/readers/run.ts';
import { spanText } from '../readers/span-text.ts';
import { describeWithPrograms, environmentWithPrograms } from '../support/programs.ts';
import { file, model, object, TEAM } from '../support/specs.ts';

const SPECS = (prometheus: string) =>
  file(
    object(
      'Project',
      'acme',
      `{ channels: { slack: { apiUrlFile: secrets/slack } }, targets: { prometheus: ${prometheus}, alertmanager: {}, perses: {} } }`,
    ),
    TEAM,
    model(
      'scrape: { targets: ["fraud:8000"] }, monitors: [{ name: unsure, of: confidence, statistic: mean, threshold: { lt: 61% } }]',
    ),
    object(
      'Pipeline',
      'ingest',
      '{ owner: ml, freshness: { metric: ok_seconds, page: 17m }, scrape: { targets: ["ingest:9000"] } }',
    ),
  );

type Edit = (text: string) => string;

/** Has the real program read what is rendered, with one file edited; where and what it complains of. */
function judged(program: string, prometheus: string, path: string, edit: Edit) {
  const specs = SPECS(prometheus);
  const { files, diagnostics } = compile({
    specs: [{ path: 'modelwatch.yaml', text: specs }],
    readAuxiliary: () => undefined,
  });
  expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
  const reader = readers.find((each) => each.program === program);
  if (reader === undefined) throw new Error(`no ${program}`);
  const own = files
    .filter(({ target }) => target === reader.target)
    .map(({ path: full, text, marks }) => {
      const relative = full.slice(`default/${reader.target}/`.length);
      return {
        path: relative,
        text: relative === path ? edit(text) : text,
        marks,
        shown: `generated/${full}`,
      };
    });
  const edited = own.find((each) => each.path === path);
  if (edited === undefined) throw new Error(`no ${path} among ${own.map((each) => each.path).join(', ')}`);
  const result = judge(reader, own);
  return {
    read: result.read,
    told: result.diagnostics.map(({ code, message, span }) => ({
      code,
      message,
      at: span && spanText(specs, span),
    })),
  };
}

/** Replaces one part of a text, which must be there. */
const replaced =
  (from: string | RegExp, to: string): Edit =>
  (text) => {
    const edited = text.replace(from, () => to);
    if (edited === text) throw new Error(`nothing like ${String(from)} in\n${text}`);
    return edited;
  };

const MODEL_RULES = 'rules/model-fraud.yaml';
const PIPELINE_RULES = 'rules/pipeline-ingest.yaml';
const OPERATOR = '{ flavor: prometheus-operator }';

describeWithPrograms(['promtool', 'amtool'], 'what real programs complain of', () => {
  beforeAll(() => {
    vi.stubEnv('PATH', environmentWithPrograms()['PATH'] ?? '');
    return () => vi.unstubAllEnvs();
  });

  it('is nothing when they are content, and they tell their versions', () => {
    for (const reader of readers.filter(({ program }) => ['promtool', 'amtool'].includes(program)))
      expect(versionOf(reader)).toEqual({ version: expect.stringMatching(/^\d+\.\d+\.\d+$/) });
    const same: Edit = (text) => text;
    expect(judged('promtool', '{}', MODEL_RULES, same).told).toEqual([]);
    expect(judged('promtool', '{}', MODEL_RULES, same).read).toBeGreaterThan(3);
    expect(judged('promtool', OPERATOR, MODEL_RULES, same).told).toEqual([]);
    expect(judged('amtool', '{}', 'alertmanager.yml', same)).toEqual({ read: 1, told: [] });
  });

  describe.each(['{}', OPERATOR])('promtool, of rules: %s', (flavor) => {
    it('an expression that does not parse is told at the threshold it came from', () => {
      const { told } = judged('promtool', flavor, MODEL_RULES, replaced('< 0.61', '< < 0.61'));
      expect(told).toEqual([
        {
          code: 'tool/complaint',
          at: '{ lt: 61% }',
          message: expect.stringContaining('could not parse expression'),
        },
      ]);
    });

    it('a duration that does not parse is told for the file', () => {
      const { told } = judged(
        'promtool',
        flavor,
        PIPELINE_RULES,
        replaced(/keep_firing_for: 5m/, 'keep_firing_for: 5x'),
      );
      expect(told[0]).toMatchObject({ code: 'tool/complaint', message: expect.stringContaining('"5x"') });
      expect(told[0]?.at).toBe('17m');
    });

    it('a field that does not exist is told at the rule it is in', () => {
      const { told } = judged(
        'promtool',
        flavor,
        PIPELINE_RULES,
        replaced('keep_firing_for: 5m', 'keep_fireing_for: 5m'),
      );
      expect(told).toEqual([
        {
          code: 'tool/complaint',
          at: '17m',
          message: expect.stringContaining('field keep_fireing_for not found'),
        },
      ]);
    });

    it('a template that does not parse is told at its alert', () => {
      const { told } = judged(
        'promtool',
        flavor,
        MODEL_RULES,
        replaced('summary: "fraud-unsure:', 'summary: "{{ $x fraud-unsure:'),
      );
      expect(told[0]).toMatchObject({ code: 'tool/complaint', at: '{ lt: 61% }' });
    });

    it('rules that record the same are told at their objective', () => {
      const { told } = judged('promtool', flavor, MODEL_RULES, (text) => {
        const [first, second] = [...text.matchAll(/record: (\S+)/g)].map(([, name = '']) => name);
        if (first === undefined || second === undefined) throw new Error('no records');
        return text.replace(`record: ${second}\n`, `record: ${first}\n`);
      });
      expect(told).toEqual([
        {
          code: 'tool/complaint',
          at: '99.9%',
          message: expect.stringMatching(/model-fraud\.yaml: two rules record modelwatch:/),
        },
      ]);
    });
  });

  it('two mistakes in two files are told each at its place', () => {
    const specs = SPECS('{}');
    const { files } = compile({
      specs: [{ path: 'modelwatch.yaml', text: specs }],
      readAuxiliary: () => undefined,
    });
    const [promtool] = readers;
    if (promtool === undefined) throw new Error('no promtool');
    const own = files
      .filter(({ target }) => target === 'prometheus')
      .map(({ path, text, marks }) => ({
        path: path.slice('default/prometheus/'.length),
        text: text.replace('< 0.61', '< < 0.61').replace('> 1020', '> > 1020'),
        marks,
        shown: path,
      }));
    expect(judge(promtool, own).diagnostics.map(({ span }) => span && spanText(specs, span))).toEqual([
      '{ lt: 61% }',
      '17m',
    ]);
  });

  it('promtool, of the server’s configuration', () => {
    const { told } = judged(
      'promtool',
      '{}',
      'prometheus.yml',
      replaced('scrape_interval: 30s', 'scrape_interval: 30z'),
    );
    expect(told).toEqual([
      {
        code: 'tool/complaint',
        at: 'acme',
        message:
          'promtool refuses generated/default/prometheus/prometheus.yml: unknown unit "z" in duration "30z"',
      },
    ]);
  });

  describe('amtool', () => {
    const am = (edit: Edit) => judged('amtool', '{}', 'alertmanager.yml', edit).told;

    it('a field that does not exist is told at who is told', () => {
      const [first, ...others] = am(replaced('channel: "#ml"', 'chanel: "#ml"'));
      expect(others).toEqual([]);
      expect(first).toMatchObject({
        code: 'tool/complaint',
        message: expect.stringContaining('field chanel not found'),
      });
      expect(first?.at).toBe('ml');
    });

    it('a receiver that does not exist is told at the team of its route', () => {
      const told = am(replaced('receiver: ml/default/page/1', 'receiver: nobody-of-that-name'));
      expect(told).toEqual([
        {
          code: 'tool/complaint',
          at: 'ml',
          message:
            'amtool refuses generated/default/alertmanager/alertmanager.yml: undefined receiver "nobody-of-that-name" used in route',
        },
      ]);
    });

    it('a receiver that is there twice is told at the team it is for', () => {
      const told = am(replaced('name: ml/default/ticket/1', 'name: ml/default/page/1'));
      expect(told).toMatchObject([
        { code: 'tool/complaint', at: 'ml', message: expect.stringContaining('is not unique') },
      ]);
    });

    it('YAML that does not parse is told for the file', () => {
      const [first] = am((text) => `${text}\nmore: [\n`);
      expect(first).toMatchObject({
        code: 'tool/complaint',
        message: expect.stringContaining('did not find expected node content'),
      });
    });
  });
});

describeWithPrograms(['percli'], 'what percli complains of', () => {
  beforeAll(() => {
    vi.stubEnv('PATH', environmentWithPrograms()['PATH'] ?? '');
    return () => vi.unstubAllEnvs();
  });
  const PAGE = 'dashboards/overview-model-fraud.json';

  it('is nothing when it is content, and it tells its version', () => {
    for (const reader of readers.filter(({ program }) => program === 'percli'))
      expect(versionOf(reader)).toEqual({ version: '0.52.0' });
    const { read, told } = judged('percli', '{}', PAGE, (text) => text);
    expect(told).toEqual([]);
    expect(read).toBeGreaterThan(3);
  });

  it('a panel that is not there is told at the object whose page it is', () => {
    const { told } = judged('percli', '{}', PAGE, replaced('#/spec/panels/row1panel1', '#/spec/panels/none'));
    expect(told).toEqual([
      {
        code: 'tool/complaint',
        at: 'fraud',
        message: expect.stringContaining('no panel found for ref "none"'),
      },
    ]);
  });
});
