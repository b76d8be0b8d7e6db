import { describe, expect, it } from 'vitest';
import { buildProject } from '../support/project.ts';
import { file, object, PROJECT, TEAM } from '../support/specs.ts';

describe.each(['slos', 'monitors', 'drift'])('items of the list %s of a model', (list) => {
  const printed = (items: string): string =>
    buildProject(file(PROJECT, TEAM, object('Model', 'fraud', `{ owner: ml, ${list}: ${items} }`))).printed;

  it('need a name: without one nothing would become of them', () => {
    expect(printed('[{}]')).toContain('"name" is missing');
  });

  it('are maps', () => {
    expect(printed('[5]')).toContain(`"${list}" can't be 5`);
  });

  it('have names as objects have them', () => {
    expect(printed('[{ name: Not_Good }]')).toContain('"name" can\'t be "Not_Good"');
  });

  it('stand in a list', () => {
    expect(printed('{ name: good }')).toContain(`"${list}" can't be a map`);
  });

  it('are told once what is wrong inside', () => {
    expect(printed('[{ name: good, nonsense: 1 }]').split('unknown key "nonsense"')).toHaveLength(2);
  });
});
