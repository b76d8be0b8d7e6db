import type { CatalogueEntry } from './entry.ts';

/** What is reported about environments, overlays and defaults. */
export const ENV_CODES: readonly CatalogueEntry[] = [
  {
    code: 'env/unlisted',
    title: 'Environment that the project does not list',
    exit: 'invalid-spec',
    explain:
      'The project lists its environments, and this object is for another one: nothing would be rendered from it. Add the name to the list, or correct it.',
  },
  {
    code: 'env/duplicate',
    title: 'environment listed twice',
    exit: 'invalid-spec',
    explain:
      'The list of environments names one twice. Each is rendered into a folder of its own, so one of them is a mistake.',
  },
  {
    code: 'env/unused-default',
    title: 'default that reaches no object',
    exit: 'finding',
    explain:
      'An entry of a Defaults object matches nothing in any environment. Either its match is misspelt, and objects lack a value that you think they have, or what it was written for is gone.',
  },
  {
    code: 'env/unused-overlay',
    title: 'overlay or disable that reaches no object',
    exit: 'finding',
    explain:
      'An entry of an Environment matches nothing there. If its match is misspelt, the environment differs less than you think: an escalation policy that was to be disabled still pages. An object that the same environment removes does not count.',
  },
  {
    code: 'env/same-labels',
    title: 'two environments with the same labels',
    exit: 'invalid-spec',
    explain:
      'The labels of an environment are all that tells its recorded series, alerts and routes from those of another. With equal labels, a Prometheus that loads both records every series twice, and an Alertmanager sends the alerts of one along the routes of the other. Without labels of its own, an environment has env: <name>.',
  },
  {
    code: 'env/reserved-label',
    title: 'environment label that is ours',
    exit: 'invalid-spec',
    explain:
      'The labels of an environment are put on everything that is rendered for it. Labels such as team, severity, model or slo say something else on each alert, and alerts are told apart and routed by them: a fixed value would be overwritten, or make them all one. Choose another name.',
  },
];
