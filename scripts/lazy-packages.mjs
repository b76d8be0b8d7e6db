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
  ...Object.fromEntries(
    ['common', 'dashboard', 'prometheus', 'stat', 'table', 'text', 'timeseries'].map((part) => {
      const name = `@grafana/grafana-foundation-sdk/${part}`;
      return [name, () => buildersOf(name)];
    }),
  ),
};

/** Builders are made by `new`, all else is lists of names. */
async function buildersOf(name) {
  const { default: exported } = await import(name);
  const members = Object.entries(exported).map(([key, value]) =>
    typeof value === 'function'
      ? `export function ${key}(...given) { return Reflect.construct(started().${key}, given); }`
      : `export const ${key} = new Proxy({}, { get: (_, key) => started().${key}[key] });`,
  );
  return [`const started = () => require('${name}');`, ...members].join('\n');
}

async function temporalNames() {
  const { Temporal } = await import('temporal-polyfill');
  return Object.getOwnPropertyNames(Temporal);
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
