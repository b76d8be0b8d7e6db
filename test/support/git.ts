import { execFileSync } from 'node:child_process';
import { tempFolder, writeFiles } from './cli.ts';

/** Settings that make git the same everywhere, whoever runs the tests. */
export const GIT_ENVIRONMENT: Readonly<Record<string, string>> = {
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_CONFIG_SYSTEM: '/dev/null',
  GIT_AUTHOR_NAME: 'A',
  GIT_AUTHOR_EMAIL: 'a@example.com',
  GIT_COMMITTER_NAME: 'A',
  GIT_COMMITTER_EMAIL: 'a@example.com',
  GIT_AUTHOR_DATE: '2026-01-05T09:00:00Z',
  GIT_COMMITTER_DATE: '2026-01-05T09:00:00Z',
};

/** A Git repository in a temporary folder. */
export interface TestRepository {
  readonly root: string;
  /** Runs git in it; what it says. */
  readonly git: (...args: readonly string[]) => string;
  /** Writes files and commits everything; the commit. */
  readonly commit: (files: Readonly<Record<string, string>>) => string;
}

/** A new repository on the branch `main`, without commits. */
export function testRepository(): TestRepository {
  const repository = repositoryIn(tempFolder());
  repository.git('init', '--quiet', '--initial-branch=main');
  return repository;
}

/** The repository that a folder already is. */
export function repositoryIn(root: string): TestRepository {
  const git = (...args: readonly string[]) =>
    execFileSync('git', args, {
      cwd: root,
      encoding: 'utf8',
      env: { ...process.env, ...GIT_ENVIRONMENT },
    }).trimEnd();
  return {
    root,
    git,
    commit(files) {
      writeFiles(root, files);
      git('add', '--all');
      git('commit', '--quiet', '--allow-empty', '--message=x');
      return git('rev-parse', 'HEAD');
    },
  };
}
