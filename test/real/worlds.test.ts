import { readdirSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { cli, REPOSITORY } from '../support/cli.ts';
import { describeWithPrograms, program } from '../support/programs.ts';

const EXAMPLES = path.join(REPOSITORY, 'examples');
/** Projects of the examples; `ci` is none. */
const WORLDS = readdirSync(EXAMPLES)
  .filter((name) => name !== 'ci')
  .toSorted();

const PROGRAMS = ['promtool', 'amtool', 'cfn-lint', 'percli', 'otelcol-0.130.0', 'otelcol-0.110.0'] as const;

describeWithPrograms(PROGRAMS, 'each example', () => {
  const env = {
    PATH: PROGRAMS.map((name) => path.dirname(program(name))).join(path.delimiter),
  };
  const run = (...args: string[]) => cli(args, { cwd: REPOSITORY, env });

  describe.each(WORLDS)('%s', (name) => {
    const project = path.join(EXAMPLES, name);

    it('is read without complaint by the programs that will run it', () => {
      const { code, stdout, stderr } = run('check', project, '--out', 'generated', '-q');
      expect(code, stdout + stderr).toBe(0);
    });

    it('passes its own tests and those made of its specs', () => {
      const { code, stdout, stderr } = run('test', project, '--against', 'specs', '-q');
      expect(code, stdout + stderr).toBe(0);
    });

    it('has every alert reach a human at every hour', () => {
      const { code, stdout, stderr } = run('route', 'prove', project, '-q');
      expect(code, stdout + stderr).toBe(0);
    });
  });
});
