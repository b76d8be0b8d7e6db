import { nodeAt } from '../source/locate.ts';
import type { NodePath, SpecNode } from '../source/node.ts';
import type { issuesToDiagnostics } from '../spec/issues.ts';

type Issues = Parameters<typeof issuesToDiagnostics>[0];

/**
 * The spec without the values that Defaults or overlays set wrongly: with what they replaced, or without the key. Undefined
 * when something else is wrong too. One wrong default would otherwise hide what else is wrong with every object it reaches.
 */
export function withoutLayerFaults(spec: SpecNode, issues: Issues): SpecNode | undefined {
  let result: SpecNode | undefined = spec;
  for (const path of issues.flatMap(faultyPaths)) {
    const fault = nodeAt(spec, path);
    if (path.length === 0 || fault?.layer === undefined || fault.layer.kind === 'builtin') return undefined;
    result = result && replaceAt(result, path, fault.overrode);
  }
  return result;
}

function faultyPaths(issue: Issues[number]): NodePath[] {
  const path = issue.path as NodePath;
  return issue.code === 'unrecognized_keys' ? issue.keys.map((key) => [...path, key]) : [path];
}

/** A copy with another value at the path; without one, the key or item is left out. */
function replaceAt(node: SpecNode, path: NodePath, value: SpecNode | undefined): SpecNode | undefined {
  const [step, ...rest] = path;
  if (step === undefined) return value;
  if (node.type === 'map') {
    const entry = node.entries.get(String(step));
    const child = entry && replaceAt(entry.value, rest, value);
    const entries = new Map(node.entries);
    if (entry && child) entries.set(entry.key, { ...entry, value: child });
    else entries.delete(String(step));
    return { ...node, entries };
  }
  if (node.type === 'seq') {
    const items = node.items.flatMap((item, index) =>
      index === step ? (replaceAt(item, rest, value) ?? []) : item,
    );
    return { ...node, items };
  }
  return node;
}
