import type { Complaint, ReadableFile, Reader } from './reader.ts';

/** Configurations of the OpenTelemetry Collector, each as the version for which it was made reads it. */
export const otelcol130: Reader = readerOf('0.130');
export const otelcol110: Reader = readerOf('0.110');

function readerOf(generation: string): Reader {
  const program = `otelcol-${generation}.0`;
  return {
    program,
    target: 'otelCollector',
    versionArgs: ['--version'],
    versionPattern: /version v?(\S+)/,
    help: `It is the OpenTelemetry Collector ${generation}.0 under this name: a link to otelcol-contrib of that version in PATH will do (https://github.com/open-telemetry/opentelemetry-collector-releases)`,
    prepare: (files) =>
      files
        .filter(({ path, text }) => /^(?:agent|gateway)\.yaml$/.test(path) && isFor(text, generation))
        .map(({ path, text }) => ({ path, text: withoutSecrets(text), prefix: [] })),
    commands: (files) => files.map(({ path }) => ['validate', '--config', path]),
    complaints,
  };
}

/** The header of a configuration says for which collector it is. */
function isFor(text: string, generation: string): boolean {
  return text.split('\n', 1)[0]?.includes(`for collector ${generation}.`) === true;
}

/** The collector wants every variable and file that a configuration refers to: it gets a word instead. */
function withoutSecrets(text: string): string {
  return text.replaceAll(/\$\$|\$\{(?:env|file):[^}]*\}/g, (found) =>
    found === '$$' ? found : 'placeholder',
  );
}

const ALL = /^Error: (?<text>[^]*?)(?:^\S+ \S+ collector server run finished with error:|(?![^]))/m;
const COMPONENT =
  /^(?:error decoding )?'(?<section>[a-z]+)':? error reading configuration for "(?<id>[^"]+)"/;
const PLACE = /^(?<section>[a-z]+)::(?<id>[^\s:]+)(?:::(?<below>[^\s:]+(?:::[^\s:]+)*))?: (?<message>.+)$/;

/** It tells everything twice; once is enough. */
function complaints(output: string, files: readonly ReadableFile[]): Complaint[] {
  const text = ALL.exec(output)?.groups?.['text'];
  const path = files[0]?.path;
  if (text === undefined || path === undefined) return [];
  const found: Complaint[] = [];
  const headlines: string[] = [];
  let place: { readonly section: string; readonly id: string } | undefined;
  for (const line of text.split('\n').map((each) => each.trim())) {
    if (line === '') continue;
    const component = COMPONENT.exec(line)?.groups;
    const at = PLACE.exec(line)?.groups;
    if (component !== undefined) place = { section: component['section'] ?? '', id: component['id'] ?? '' };
    else if (at !== undefined) {
      const { section = '', id = '', below, message = '' } = at;
      const pointer = [section, id, ...(below?.split('::') ?? [])];
      found.push({ path, pointer, message: `${pointer.join('.')}: ${message}` });
    } else if (place !== undefined) {
      found.push({ path, pointer: [place.section, place.id], message: `${place.id}: ${line}` });
    } else headlines.push(line);
  }
  return found.length > 0 ? found : headlines.map((message) => ({ path, message }));
}
