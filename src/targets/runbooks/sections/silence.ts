import type { Alert } from '../../../plan/alert.ts';
import { SUBJECT_LABELS } from '../../../plan/labels.ts';
import { type Block, fence } from '../../../support/markdown.ts';

/**
 * Commands that silence an alert at all its levels, and everything about what it is about, for two hours. None for the dead
 * man's switch, and none for all that watches the monitoring.
 */
export function silenceCommands(alert: Alert): { alone: Block; all?: Block } | undefined {
  const { name, labels, subject, condition } = alert;
  if (condition.node === 'always') return undefined;
  // Only labels that the alert has: a matcher on another would silence nothing.
  const env = labelsAmong(labels, 'env');
  const about = subject.kind === 'Project' ? [] : labelsAmong(labels, SUBJECT_LABELS[subject.kind]);
  return {
    alone: command([['alertname', name], ...env]),
    ...(about.length > 0 && { all: command([...about, ...env]) }),
  };
}

type Label = readonly [name: string, value: string];

function labelsAmong(labels: Alert['labels'], name: string): readonly Label[] {
  const value = labels[name];
  return value === undefined || value === '' ? [] : [[name, value]];
}

function command(labels: readonly Label[]): Block {
  const matchers = labels.map(([label, value]) => shellQuoted(`${label}=${matcherQuoted(value)}`));
  return fence(`amtool silence add --duration=2h --comment='why' ${matchers.join(' ')}`, 'sh');
}

/** A value as Alertmanager's matchers quote it. */
function matcherQuoted(value: string): string {
  return `"${value.replace(/[\\"]/g, String.raw`\$&`).replaceAll('\n', String.raw`\n`)}"`;
}

/** One word of a POSIX shell, whatever is in it. */
function shellQuoted(word: string): string {
  return `'${word.replaceAll("'", String.raw`'\''`)}'`;
}
