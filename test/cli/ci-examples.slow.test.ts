import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import {
  type CiCheckout,
  callsModelwatch,
  ciCheckout,
  ciExample,
  ciSteps,
  commandOf,
} from '../support/ci-examples.ts';
import { REPOSITORY } from '../support/cli.ts';

const ORDER = ['validate', 'compile', 'check', 'test', 'diff', 'diff'];

describe('the pipelines', () => {
  it.each(['github', 'gitlab'] as const)(
    'of %s validate, compile --check, check, test, and diff twice',
    (system) => {
      const steps = ciSteps()[system].filter(callsModelwatch);
      expect(steps.map(commandOf)).toEqual(ORDER);
      expect(steps[1]?.script).toContain('--check');
      // Told first, stopped last: the comment is there when the gate closes.
      expect(steps[4]?.script).not.toContain('--fail-on');
      expect(steps[5]?.script).toContain('--fail-on loosened:tier=1');
    },
  );

  it('pin what they use: actions by commit with their version beside, programs by version', () => {
    const text = readFileSync(path.join(REPOSITORY, 'examples/ci/github-workflow.yml'), 'utf8');
    const uses = [...text.matchAll(/uses: (.*)/g)].map(([, action]) => action);
    expect(uses.length).toBeGreaterThan(1);
    for (const action of uses) expect(action).toMatch(/^[\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
    const { version } = JSON.parse(readFileSync(path.join(REPOSITORY, 'package.json'), 'utf8')) as {
      version: string;
    };
    for (const name of ['github-workflow.yml', 'gitlab-ci.yml', 'pre-commit-config.yaml'])
      expect(readFileSync(path.join(REPOSITORY, 'examples/ci', name), 'utf8')).toContain(
        `modelwatch@${version}`,
      );
  });

  it('are safe for forks: no secrets, no rights but to comment, no text of a pull request in a script', () => {
    const text = readFileSync(path.join(REPOSITORY, 'examples/ci/github-workflow.yml'), 'utf8');
    expect(text).not.toMatch(/pull_request_target|secrets\./);
    const workflow = ciExample('github-workflow.yml') as {
      permissions: object;
      jobs: { monitoring: { permissions: object; steps: { name?: string; if?: string }[] } };
    };
    expect(workflow.permissions).toEqual({ contents: 'read' });
    expect(workflow.jobs.monitoring.permissions).toEqual({ contents: 'read', 'pull-requests': 'write' });
    for (const { script } of ciSteps().github) expect(script).not.toContain('${{');
    const comment = workflow.jobs.monitoring.steps.find(({ name }) => name === 'comment');
    expect(comment?.if).toContain('head.repo.full_name == github.repository');
  });

  it('of pre-commit have the same hooks, from this repository or without it', () => {
    const hooks = parse(readFileSync(path.join(REPOSITORY, '.pre-commit-hooks.yaml'), 'utf8')) as object[];
    const { repos } = ciExample('pre-commit-config.yaml') as { repos: { repo: string; hooks: object[] }[] };
    expect(repos).toHaveLength(1);
    expect(repos[0]?.hooks).toEqual(hooks);
    for (const hook of hooks) {
      expect(Object.keys(hook)).toEqual([
        'id',
        'name',
        'description',
        'entry',
        'language',
        'files',
        'pass_filenames',
      ]);
      const { files } = hook as { files: string };
      for (const name of ['modelwatch.yaml', 'models/a.yml', 'calendars/uk.ics'])
        expect(name).toMatch(new RegExp(files));
      expect('README.md').not.toMatch(new RegExp(files));
    }
  });
});

describe('the steps that need no other program', () => {
  let checkout: CiCheckout;
  beforeAll(() => {
    checkout = ciCheckout();
  });

  it.each(['github', 'gitlab', 'pre-commit'] as const)('of %s run', (system) => {
    const steps = ciSteps()[system].filter(callsModelwatch);
    const runnable = steps.filter((step) => !['check', 'test'].includes(commandOf(step)));
    expect(runnable.length).toBeGreaterThan(1);
    for (const step of runnable) {
      const { code, output } = checkout.run(step.script);
      // The branch loosens a model of tier 1: the gate closes.
      const expected = step.script.includes('--fail-on') ? 1 : 0;
      expect([step.name, code, expected === code ? '' : output]).toEqual([step.name, expected, '']);
    }
  });

  it('leave the comment in a file, and in the summary of the job', () => {
    const comment = readFileSync(path.join(checkout.repository.root, 'modelwatch-diff.md'), 'utf8');
    expect(comment).toMatch(/^<!-- modelwatch-diff -->\n### Monitoring changes · 1 loosened\n/);
    expect(readFileSync(checkout.summary, 'utf8')).toBe(comment);
  });

  it.each([
    [
      '',
      'api --silent --method POST repos/acme/monitoring/issues/7/comments --field body=@modelwatch-diff.md',
    ],
    [
      '42',
      'api --silent --method PATCH repos/acme/monitoring/issues/comments/42 --field body=@modelwatch-diff.md',
    ],
  ])('comment once, and update the comment that is there (%s)', (id, call) => {
    const log = path.join(path.dirname(checkout.summary), `gh-${id}`);
    checkout.program(
      'gh',
      `#!/bin/sh\necho "$@" >> ${log}\ncase "$*" in *--paginate*) printf '${id}${id && '\\n'}';; esac\n`,
    );
    const step = ciSteps().github.find(({ name }) => name === 'comment');
    expect(checkout.run(step?.script ?? 'false', { ...process.env, PULL_REQUEST: '7' })).toEqual({
      code: 0,
      output: '',
    });
    expect(readFileSync(log, 'utf8').trimEnd().split('\n').at(-1)).toBe(call);
  });

  it.each([
    ['[]', 'POST', 'merge_requests/7/notes'],
    [
      '[{"id":1,"body":"hello"},{"id":42,"body":"<!-- modelwatch-diff -->\\n"}]',
      'PUT',
      'merge_requests/7/notes/42',
    ],
  ])('do so at GitLab too (%s)', (notes, method, url) => {
    const log = path.join(path.dirname(checkout.summary), `curl-${method}`);
    checkout.program(
      'curl',
      `#!/bin/sh\necho "$@" >> ${log}\ncase "$*" in *per_page*) printf '%s' '${notes}';; esac\n`,
    );
    const step = ciSteps().gitlab.find(({ script }) => script.includes('PRIVATE-TOKEN'));
    const gitlab = {
      CI_API_V4_URL: 'https://gitlab.example.com/api/v4',
      CI_MERGE_REQUEST_PROJECT_ID: '3',
      CI_MERGE_REQUEST_IID: '7',
    };
    expect(checkout.run(step?.script ?? 'false', { ...process.env, ...gitlab })).toEqual({
      code: 0,
      output: '',
    });
    expect(existsSync(log), 'without a token nothing is asked').toBe(false);
    const { code, output } = checkout.run(step?.script ?? 'false', {
      ...process.env,
      ...gitlab,
      MODELWATCH_GITLAB_TOKEN: 't',
    });
    expect([code, output]).toEqual([0, '']);
    const last = readFileSync(log, 'utf8').trimEnd().split('\n').at(-1) ?? '';
    expect(last).toContain(`--request ${method} `);
    expect(last).toContain('--data-urlencode body@modelwatch-diff.md ');
    expect(last.endsWith(`https://gitlab.example.com/api/v4/projects/3/${url}`)).toBe(true);
  });
});
