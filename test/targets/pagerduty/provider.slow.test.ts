import { describe, expect, it } from 'vitest';
import { compile } from '../../../src/compile.ts';
import { projectText } from './project.ts';
import { type BlockData, blocksOf, GENERATED, synthesised } from './provider.ts';
import { IN_CLOUDWATCH, lower, textOf } from './rendered.ts';
import { typeErrors } from './typed.ts';

/** Both schedules, several levels, suppression, and both integrations. */
function renderedBlocks(): BlockData[] {
  const { environments } = compile({
    specs: [{ path: 'm.yaml', text: projectText('pagerduty: {}') }],
    readAuxiliary: () => undefined,
  });
  const plan = environments.find(({ name }) => name === 'prod')?.plan;
  if (plan === undefined) throw new Error('the project has no plan');
  return blocksOf(textOf(lower({ ...plan, signals: [...plan.signals, IN_CLOUDWATCH] })));
}

const blocks = renderedBlocks();

function only(kind: string): BlockData {
  const found = blocks.find((block) => block.kind === kind);
  if (found === undefined) throw new Error(`no ${kind} is rendered`);
  return found;
}

describe('the schema of the provider', () => {
  it('has every kind of block that is rendered, and all kinds are rendered', () => {
    expect([...new Set(blocks.map(({ kind }) => kind))].toSorted()).toEqual(Object.keys(GENERATED));
  });

  it.each(blocks.map((block) => [`${block.kind}.${block.name}`, block] as const))('knows %s', (_, block) => {
    expect(synthesised(block)).toEqual(block.body);
  });

  it('has these types', () => {
    expect(typeErrors(blocks)).toEqual([]);
  });
});

/** Errors that our printer could make: the first two are of the kind that Terraform would refuse, the last one of type. */
const service = only('resource.pagerduty_service');
const policy = only('resource.pagerduty_escalation_policy');
const orchestration = only('resource.pagerduty_event_orchestration_service');

const MISSPELT: readonly (readonly [string, BlockData])[] = [
  ['an attribute', { ...service, body: { ...service.body, auto_resolve_timout: 'null' } }],
  [
    'an attribute of a nested block',
    { ...policy, body: { ...policy.body, rule: [{ escalation_delay_minutes: 5, target: [] }] } },
  ],
  [
    'an attribute deep inside',
    {
      ...orchestration,
      body: {
        ...orchestration.body,
        set: [{ id: 'start', rule: [{ actions: { supress: true }, condition: [{ expression: 'x' }] }] }],
      },
    },
  ],
];

const OF_WRONG_TYPE: readonly (readonly [string, BlockData])[] = [
  ['a number for a text', { ...service, body: { ...service.body, acknowledgement_timeout: 600 } }],
  ['a text for a number', { ...policy, body: { ...policy.body, num_loops: '2' } }],
  ['a list for a block', { ...orchestration, body: { ...orchestration.body, catch_all: [] } }],
  ['nothing for what must be', { ...service, body: { name: 'a service without a policy' } }],
];

describe('seeded errors', () => {
  it.each(MISSPELT)('finds %s that is misspelt', (_, block) => {
    expect(synthesised(block)).not.toEqual(block.body);
    expect(typeErrors([block]).join('\n')).toMatch(/TS2353|TS2561/);
  });

  it.each(OF_WRONG_TYPE)('finds %s', (_, block) => {
    expect(typeErrors([block]).join('\n')).toMatch(/TS2322|TS2739|TS2740|TS2741/);
  });
});
