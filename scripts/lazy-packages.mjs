import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';

// Packages that short commands rarely need, for the bundle: each is started when it is first used, not when the chunk that
// holds it is read. A stand-in exports what the sources import of its package; what it lacks fails the build.

const STAND_INS = {
  handlebars: () => "export default { create: () => require('handlebars').create() };",
  '@prometheus-io/lezer-promql': () => `
const started = () => require('@prometheus-io/lezer-promql').parser;
export const parser = { parse: (...given) => started().parse(...given) };`,
  'temporal-polyfill': async () => `
const started = () => require('temporal-polyfill').Temporal;
export const Temporal = {
${(await temporalNames()).map((name) => `  get ${name}() { return started().${name}; },`).join('\n')}
};`,
};

async function temporalNames() {
  const { Temporal } = await import('temporal-polyfill');
  return Object.getOwnPropertyNames(Temporal);
}

/** Modules of the Foundation SDK that the sources import. They are a third of all code, and only dashboards need them. */
const SDK = '@grafana/grafana-foundation-sdk';
const SDK_PARTS = ['common', 'dashboard', 'prometheus', 'stat', 'table', 'text', 'timeseries'];

/** One CommonJS file of them, under a name that holds its hash: it is read when a dashboard is drawn. */
async function bundleSdk(build) {
  const { outputFiles } = await build.esbuild.build({
    stdin: {
      contents: SDK_PARTS.map((part) => `exports.${part} = require('${SDK}/${part}');`).join('\n'),
      resolveDir: build.initialOptions.absWorkingDir,
    },
    bundle: true,
    write: false,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    minifyWhitespace: true,
    minifySyntax: true,
    logLevel: 'warning',
  });
  const [{ text }] = outputFiles;
  const hash = createHash('sha256').update(text).digest('hex').slice(0, 8).toUpperCase();
  return { name: `grafana-sdk-${hash}.cjs`, text };
}

/** Builders are made by `new`, all else is lists of names. */
async function sdkStandIn(part, file) {
  const { default: exported } = await import(`${SDK}/${part}`);
  const members = Object.entries(exported).map(([key, value]) =>
    typeof value === 'function'
      ? `export function ${key}(...given) { return Reflect.construct(started().${key}, given); }`
      : `export const ${key} = new Proxy({}, { get: (_, key) => started().${key}[key] });`,
  );
  return [`const started = () => require('./${file}').${part};`, ...members].join('\n');
}

/** A plugin of esbuild. */
export const lazyPackages = {
  name: 'lazy-packages',
  setup(build) {
    for (const name of Object.keys(STAND_INS)) {
      build.onResolve({ filter: new RegExp(`^${name}$`) }, ({ kind }) =>
        kind === 'import-statement' ? { path: name, namespace: 'lazy' } : undefined,
      );
    }
    const resolveDir = build.initialOptions.absWorkingDir;
    let sdk;
    const writtenSdk = async () => {
      const { name, text } = await bundleSdk(build);
      const folder = path.join(build.initialOptions.outdir, 'chunks');
      mkdirSync(folder, { recursive: true });
      writeFileSync(path.join(folder, name), text);
      return name;
    };
    build.onResolve({ filter: new RegExp(`^${SDK}/`) }, ({ kind, path: name }) =>
      kind === 'import-statement' ? { path: name.slice(SDK.length + 1), namespace: 'sdk' } : undefined,
    );
    build.onLoad({ filter: /.*/, namespace: 'sdk' }, async ({ path: part }) => ({
      contents: await sdkStandIn(part, await (sdk ??= writtenSdk())),
      resolveDir,
    }));
    // All chunks lie in one folder.
    build.onResolve({ filter: /^\.\/grafana-sdk-/ }, ({ path: file }) => ({ path: file, external: true }));
    build.onLoad({ filter: /.*/, namespace: 'lazy' }, async ({ path }) => ({
      contents: await STAND_INS[path](),
      resolveDir,
    }));
    // Handlebars makes source maps where it finds this package, and does without where it does not. Nobody reads ours.
    build.onResolve({ filter: /^source-map$/ }, () => ({ path: 'source-map', namespace: 'absent' }));
    // Commander starts programs for subcommands that are such; ours are not, and Node's module takes a while to start.
    build.onResolve({ filter: /^node:child_process$/ }, ({ importer }) =>
      /[\\/]commander[\\/]/.test(importer) ? { path: 'node:child_process', namespace: 'absent' } : undefined,
    );
    build.onLoad({ filter: /.*/, namespace: 'absent' }, () => ({ contents: 'module.exports = {};' }));
  },
};
