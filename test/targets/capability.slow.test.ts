import { describe, expect, it } from 'vitest';
import { compile } from '../../src/compile.ts';
import { CONSTRUCTS, type Construct } from '../../src/plan/constructs.ts';
import { type Capabilities, capabilitiesOf, capabilityNote, FULL } from '../../src/targets/capability.ts';
import { targets } from '../../src/targets/registry.ts';
import { exampleProject } from '../support/example-project.ts';
import { originOf } from '../support/plan.ts';

const constructs = Object.keys(CONSTRUCTS) as Construct[];
const origin = originOf('Monitor', 'volume', 'specs/volume.yaml', 7);

function capabilities(table: Partial<Capabilities>): { name: string; capabilities: Capabilities } {
  return { name: 'paper', capabilities: capabilitiesOf(table) };
}

describe.each(targets.map((target) => [target.name, target] as const))('the table of %s', (_name, target) => {
  it('names every construct, and no other', () => {
    expect(Object.keys(target.capabilities).toSorted()).toEqual(constructs.toSorted());
  });

  it('says how and why as clauses, and what to do instead as a sentence', () => {
    for (const construct of constructs) {
      const support = target.capabilities[construct];
      if (support.support === 'approximated') expect(support.how).toMatch(/^\S.*[^.\s]$/);
      if (support.support !== 'none') continue;
      expect(support.why).toMatch(/^\S.*[^.\s]$/);
      if (support.instead !== undefined) expect(support.instead).toMatch(/^[A-Z].*\.$/);
    }
  });

  it('does something', () => {
    expect(constructs.filter((construct) => target.capabilities[construct].support === 'full')).not.toEqual(
      [],
    );
  });
});

it('every construct is done in full by some target', () => {
  const byNobody = constructs.filter((construct) =>
    targets.every((target) => !['full', 'approximated'].includes(target.capabilities[construct].support)),
  );
  expect(byNobody).toEqual([]);
});

describe('notes', () => {
  it('are none for what is done in full or by others', () => {
    const target = capabilities({ 'measure/ago': FULL });
    expect(capabilityNote(target, { construct: 'measure/ago', origin, what: 'Volume' })).toBeUndefined();
    expect(capabilityNote(target, { construct: 'measure/raw', origin, what: 'Volume' })).toBeUndefined();
  });

  it('warn of what is left out, and inform of what is done otherwise', () => {
    const target = capabilities({
      'measure/ago': { support: 'none', why: 'paper keeps no past', instead: 'Keep a copy.' },
      'measure/raw': { support: 'approximated', how: 'a picture of it' },
    });
    const about = { origin, what: 'Volume' };
    expect(capabilityNote(target, { construct: 'measure/ago', ...about })).toEqual({
      code: 'target/unsupported',
      severity: 'warning',
      message:
        'paper: Volume asks for a measure some time ago (same hour last week); left out: paper keeps no past',
      hint: 'Keep a copy.',
      span: origin.spans[0],
      object: origin.object,
      data: { target: 'paper', construct: 'measure/ago' },
    });
    expect(capabilityNote(target, { construct: 'measure/raw', ...about })).toEqual({
      code: 'target/approximated',
      severity: 'info',
      message: "paper: Volume asks for a user's own PromQL query; rendered instead: a picture of it",
      span: origin.spans[0],
      object: origin.object,
      data: { target: 'paper', construct: 'measure/raw' },
    });
  });

  it.each(['minimal', 'fraud-detector', 'sagemaker', 'home-ranker'])(
    'of example %s agree with the tables',
    (name) => {
      const told = compile(exampleProject(name)).diagnostics.flatMap(({ code, data }) =>
        data?.['construct'] === undefined ? [] : [{ code, ...data }],
      );
      if (name !== 'minimal') expect(told).not.toEqual([]);
      for (const { code, ...note } of told) {
        const { target: of, construct } = note as { target: string; construct: Construct };
        const support = targets.find((target) => target.name === of)?.capabilities[construct].support;
        expect(['approximated', 'none'], `${of} of ${construct}, as ${code}`).toContain(support);
      }
    },
  );
});
