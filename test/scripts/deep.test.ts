import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

const SCRIPTS = new URL('../../scripts/', import.meta.url);

it('npm run test:deep runs every campaign', () => {
  const { scripts } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
    readonly scripts: Readonly<Record<string, string>>;
  };
  const steps = scripts['test:deep']?.split(' && ') ?? [];
  const campaigns = readdirSync(SCRIPTS).filter((name) => /^kill-.*\.mjs$|-campaign\.mjs$/.test(name));
  expect(steps.toSorted()).toEqual(
    ['build.mjs', ...campaigns].map((name) => `node scripts/${name}`).toSorted(),
  );
});
