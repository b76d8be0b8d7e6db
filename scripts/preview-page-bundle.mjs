// Bundles the page of `modelwatch preview` into one HTML template with its script and style inside, and writes beside it the
// licences of the packages that are in the bundle. Run by scripts/preview-page.mjs when the packages are installed.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const WORKSPACE = path.join(import.meta.dirname, 'preview-page');

/** Where the data of a page goes into the template; scripts never contain it otherwise. */
const DATA_SLOT = '/*MODELWATCH-PREVIEW-DATA*/';
/** Where the template says what a page may connect to. */
const POLICY_SLOT = 'MODELWATCH-PREVIEW-CONNECT';

/** Builds `template.html` and `NOTICE.txt` into `folder`. Throws if the sources don't bundle. */
export async function buildPage(folder) {
  const { build: esbuild } = await import('esbuild');
  const { outputFiles, metafile } = await esbuild({
    absWorkingDir: WORKSPACE,
    entryPoints: ['src/main.tsx'],
    outdir: folder,
    write: false,
    bundle: true,
    format: 'iife',
    target: 'es2022',
    jsx: 'automatic',
    minify: true,
    metafile: true,
    // `module` before `browser`: else react-query is bundled twice, and one copy does not know the other's QueryClient.
    mainFields: ['module', 'browser', 'main'],
    define: { global: 'globalThis', 'process.env.NODE_ENV': '"production"' },
    loader: { '.woff': 'empty', '.woff2': 'empty' },
    plugins: [withoutModuleFederation],
    legalComments: 'none',
    logLevel: 'warning',
  });
  const textOf = (end) => outputFiles.find((file) => file.path.endsWith(end))?.text ?? '';
  writeFileSync(path.join(folder, 'template.html'), template(textOf('.js'), textOf('.css')));
  writeFileSync(path.join(folder, 'NOTICE.txt'), notice(metafile));
}

/** Plugins are bundled, none is loaded from a server: what would load them is a fifth of the page. */
const withoutModuleFederation = {
  name: 'without-module-federation',
  setup(build) {
    build.onLoad({ filter: /plugin-system[\\/]dist[\\/]remote[\\/]PluginRuntime\.js$/ }, () => ({
      loader: 'js',
      contents: [
        "const none = () => { throw new Error('plugins are part of this page'); };",
        'export const loadPlugin = none;',
        'export const usePluginRuntime = none;',
      ].join('\n'),
    }));
  },
};

function template(script, style) {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data: blob:; font-src data:; connect-src ${POLICY_SLOT}; base-uri 'none'; form-action 'none'">
<meta name="generator" content="modelwatch preview">
<link rel="icon" href="data:,">
<title>Modelwatch preview</title>
<style>${style.replaceAll('</style', '<\\/style')}</style>
</head>
<body>
<div id="root"></div>
<script type="application/json" id="data">${DATA_SLOT}</script>
<script>${script.replaceAll('</script', '<\\/script').replaceAll('<!--', '<\\!--')}</script>
</body>
</html>
`;
}

/** The licences of all bundled packages: the name and version of each, and each distinct licence text once. */
function notice({ inputs }) {
  const folders = new Set(
    Object.keys(inputs)
      .map((name) => /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(name.replace(/^.*?:/, ''))?.[1])
      .filter((folder) => folder !== undefined),
  );
  const packages = [...folders].map(licenceOf).toSorted((a, b) => (a.title < b.title ? -1 : 1));
  const byText = new Map();
  for (const { title, text } of packages) byText.set(text, [...(byText.get(text) ?? []), title]);
  const parts = [...byText].map(([text, titles]) => `${[...new Set(titles)].join('\n')}\n\n${text.trim()}\n`);
  const head = 'The page template.html contains the following packages, each under its own licence.\n';
  return [head, ...parts].join(`\n${'-'.repeat(80)}\n\n`);
}

function licenceOf(folder) {
  const place = path.join(WORKSPACE, folder);
  const { name, version, license } = JSON.parse(readFileSync(path.join(place, 'package.json'), 'utf8'));
  const files = readdirSync(place, { withFileTypes: true })
    .filter((entry) => entry.isFile() && /^(licen[cs]e|notice)/i.test(entry.name))
    .map(({ name }) => name)
    .toSorted();
  const text = files
    .map((file) => readFileSync(path.join(place, file), 'utf8').replaceAll('\r\n', '\n'))
    .join('\n');
  const told = typeof license === 'string' ? license : (license?.type ?? 'licence in the text below');
  return { title: `${name} ${version} (${told})`, text: text === '' ? `Licence as declared: ${told}` : text };
}
