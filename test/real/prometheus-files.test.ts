import { execFile } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { parse, stringify } from 'yaml';
import type { Plan } from '../../src/plan/plan.ts';
import { KITCHEN_PLAN } from '../support/kitchen-plan.ts';
import { planOf } from '../support/plan.ts';
import { useServices } from '../support/processes.ts';
import { describeWithPrograms, program } from '../support/programs.ts';
import { writeRendered } from '../support/rule-tests.ts';

const run = promisify(execFile);

/** What promtool says of rule files, duplicate rules included. Rejects when it finds fault. */
function checkRules(files: readonly string[]): Promise<{ stdout: string }> {
  return run(program('promtool'), ['check', 'rules', '--lint=all', '--lint-fatal', ...files]);
}

describeWithPrograms(['promtool'], 'the files of both flavours in promtool', () => {
  const services = useServices();

  describe.each<[string, Plan]>([
    ['everything a plan can hold', KITCHEN_PLAN],
    ['an empty plan', planOf()],
  ])('%s', (_, plan) => {
    it('is a valid server configuration with its rules and scrapes', async () => {
      const folder = services.folder();
      const files = writeRendered(folder, plan, { alertmanagers: ['alertmanager:9093'] });
      const rules = files.filter((file) => file.startsWith('rules/'));
      if (rules.length > 0) await checkRules(rules.map((file) => path.join(folder, file)));
      const { stdout } = await run(program('promtool'), [
        'check',
        'config',
        '--lint=all',
        '--lint-fatal',
        path.join(folder, 'prometheus.yml'),
      ]);
      expect(stdout).toContain('prometheus.yml is valid prometheus config file syntax');
    });

    it('holds the same rules as custom resources', async () => {
      const folder = services.folder();
      const resources = services.folder();
      const options = { flavor: 'prometheus-operator', operator: { namespace: 'monitoring' } };
      const plain = writeRendered(folder, plan).filter((file) => file.startsWith('rules/'));
      const rules = writeRendered(resources, plan, options).filter((file) => file.startsWith('rules/'));
      expect(rules).toEqual(plain);
      mkdirSync(path.join(resources, 'specs'));
      const specs = rules.map((file, index) => {
        const resource = parse(readFileSync(path.join(resources, file), 'utf8')) as { spec: unknown };
        expect(resource.spec).toEqual(parse(readFileSync(path.join(folder, file), 'utf8')));
        const spec = path.join(resources, 'specs', `${index}.yaml`);
        writeFileSync(spec, stringify(resource.spec));
        return spec;
      });
      if (specs.length > 0) await checkRules(specs);
    });
  });
});
