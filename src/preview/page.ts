import type { PageData } from './page-data.ts';

/** Where the built template takes the data and the policy. */
const DATA_SLOT = '/*MODELWATCH-PREVIEW-DATA*/';
const POLICY_SLOT = 'MODELWATCH-PREVIEW-CONNECT';

/**
 * A page of its own: the built template with its data inside. Its content security policy lets a recorded page connect to
 * nothing, and a live one to its Prometheus only.
 */
export function pageOf(template: string, data: PageData): string {
  const connect = data.source.from === 'live' ? originOf(data.source.url) : "'none'";
  return template.replace(POLICY_SLOT, () => connect).replace(DATA_SLOT, () => inlineJson(data));
}

/** A path stands for the page's own server. */
function originOf(url: string): string {
  return url.startsWith('/') ? "'self'" : new URL(url).origin;
}

/** JSON that no HTML parser ends early: `<` is in strings only, where it may be written by its number. */
function inlineJson(data: PageData): string {
  return JSON.stringify(data).replaceAll('<', String.raw`\u003c`);
}
