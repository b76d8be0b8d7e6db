import { expect, it } from 'vitest';
import { prometheusTarget } from '../../src/targets/prometheus/index.ts';
import { render } from '../support/compiled.ts';
import { exampleProject } from '../support/example-project.ts';
import { KITCHEN_PLAN } from '../support/kitchen-plan.ts';
import {
  failures,
  provenAlerts,
  runCampaign,
  sampleOf,
  summary,
  trialsOf,
} from '../support/mutant-campaign.ts';
import { describeWithPrograms, program } from '../support/programs.ts';

const SEED = 1;
const MUTANTS = 30;

describeWithPrograms(['promtool'], 'generated tests', () => {
  const proven = provenAlerts(render(exampleProject('fraud-detector'), 'prod'));

  it('are there for every alert of the fraud detector, to fire and to stay quiet, or the reason is', () => {
    const without = proven.filter(
      ({ generated: { fires, quiet } }) => fires === undefined || quiet.length === 0,
    );
    for (const { alert, generated } of without)
      expect({ alert: alert.name, isTold: generated.reason !== undefined }).toEqual({
        alert: alert.name,
        isTold: true,
      });
    expect(without.length).toBeLessThan(proven.length / 8);
  });

  it('do in promtool what the plan says', async () => {
    const jobs = proven.map(({ rules, cases }) => ({ rules, cases }));
    expect(await failures(jobs, program('promtool'))).toEqual([]);
  });

  it.each(['demand-forecast', 'support-assistant'])('do so in %s', async (example) => {
    const jobs = provenAlerts(render(exampleProject(example), 'prod')).map(({ rules, cases }) => ({
      rules,
      cases,
    }));
    expect(await failures(jobs, program('promtool'))).toEqual([]);
  });

  it('do so on a plan with everything in it', async () => {
    const { files } = prometheusTarget.lower(
      KITCHEN_PLAN,
      prometheusTarget.options.parse({}),
      () => undefined,
    );
    const rendered = files.map(({ path, text }) => [`prometheus/${path}`, text] as const);
    const all = provenAlerts({ plan: KITCHEN_PLAN, files: new Map(rendered), findings: [] });
    const jobs = all.map(({ rules, cases }) => ({ rules, cases }));
    expect(jobs.flatMap(({ cases }) => cases).length).toBeGreaterThan(60);
    expect(await failures(jobs, program('promtool'))).toEqual([]);
  });

  it(`notice at least 95 of 100 changes of rules, of ${MUTANTS} of them`, async () => {
    const some = trialsOf(proven).filter(({ mutant }) => mutant.equivalent === undefined);
    const result = await runCampaign(sampleOf(some, MUTANTS, SEED), program('promtool'));
    const share = result.caught.length / (result.caught.length + result.survivors.length);
    expect(share, summary(result)).toBeGreaterThanOrEqual(0.95);
  });
});
