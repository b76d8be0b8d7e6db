import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import type { Alert } from '../../plan/alert.ts';
import { printDuration } from '../../units/index.ts';
import { refOf } from '../../workspace/entity.ts';
import type { Unmet } from './judge.ts';
import type { PreparedTest } from './prepare.ts';
import type { AlertCase } from './promtool-case.ts';
import type { Labels } from './promtool-result.ts';
import type { Told } from './telling.ts';
import type { Failure } from './verdict.ts';

/** More lines than anybody reads. */
const MOST_LINES = 20;

/** The finding for an expectation of an AlertTest that is not met, at its place. */
export function failureFinding(test: PreparedTest, { expectation, reasons, actual }: Failure): Diagnostic {
  const { atSeconds, spec } = expectation;
  const at = printDuration(atSeconds);
  const fires = actual.map(toldText);
  return {
    code: 'test/failed',
    severity: 'error',
    message: `${test.name}: ${at} after the start ${reasons.join('; ')}`,
    span: expectation.span,
    object: refOf(test.entity),
    field: `spec.expect.${test.expectations.indexOf(expectation)}`,
    expected: wantedText(expectation),
    hint: [
      `At ${at} (${instantText(test.startSeconds + atSeconds)}) ${fires.length === 0 ? 'nothing fires.' : 'there fires:'}`,
      ...listed(fires),
      'Series:',
      ...listed(seriesTexts(test.testCase)),
    ].join('\n'),
    data: {
      test: test.name,
      environment: test.plan.environment.name,
      atSeconds,
      alert: spec.alert,
      actual: actual.map(({ labels, people, inhibitedBy, mutedBy }) => ({
        labels,
        people,
        inhibitedBy,
        mutedBy,
      })),
      series: test.testCase.series,
    },
  };
}

/** What an expectation asks, in words. */
function wantedText({ spec, labels }: Failure['expectation']): string {
  const { alert, firing, routedTo, notRoutedTo, inhibitedBy } = spec;
  const wanted = Object.entries(labels).map(([name, value]) => `${name}=${JSON.stringify(value)}`);
  const which = `${alert}${wanted.length === 0 ? '' : ` with ${wanted.join(', ')}`}`;
  return [
    `${which} ${firing ? 'fires' : 'does not fire'}`,
    ...(routedTo ? [`${routedTo.join(' and ')} ${routedTo.length > 1 ? 'are' : 'is'} told`] : []),
    ...(notRoutedTo ? [`not ${notRoutedTo.join(' or ')}`] : []),
    ...(inhibitedBy === undefined ? [] : [`it is silenced by ${inhibitedBy}`]),
  ].join(', ');
}

function toldText({ labels, people, inhibitedBy, mutedBy }: Told): string {
  const target =
    inhibitedBy.length > 0
      ? `silenced by ${inhibitedBy.join(', ')}`
      : people.length > 0
        ? people.join(', ')
        : mutedBy.length > 0
          ? `nobody: muted by ${mutedBy.join(', ')}`
          : 'nobody';
  return `${labelsText(labels)} → ${target}`;
}

function labelsText({ alertname = '', ...labels }: Labels): string {
  return `${alertname}{${Object.entries(labels)
    .map(([name, value]) => `${name}=${JSON.stringify(value)}`)
    .join(', ')}}`;
}

function seriesTexts({ series, intervalSeconds }: AlertCase): readonly string[] {
  return series.length === 0
    ? ['none']
    : series.map((each) => `${each.series} ${each.values}, one each ${printDuration(intervalSeconds)}`);
}

function listed(lines: readonly string[]): readonly string[] {
  const shown = lines.slice(0, MOST_LINES).map((line) => `  ${line}`);
  return lines.length > MOST_LINES ? [...shown, `  … and ${lines.length - MOST_LINES} more`] : shown;
}

/** ISO 8601, UTC, without fractions. */
function instantText(unixSeconds: number): string {
  return new Date(unixSeconds * 1000).toISOString().replace(/\.\d+Z$/, 'Z');
}

/** The finding for a generated test that an alert does not pass, at the spec that asked for the alert. */
export function generatedFinding(
  environment: string,
  alert: Alert,
  testCase: AlertCase,
  unmet: readonly Unmet[],
): Diagnostic {
  const wrong = unmet.map(({ expectation: { atSeconds, alert: name, state, labels }, firing }) => {
    const others = firing.filter(({ alertname }) => alertname === name).map(labelsText);
    const instead = others.length === 0 ? 'it does not' : `it fires as ${others.join(' and ')}`;
    return `at ${printDuration(atSeconds)} ${labelsText({ alertname: name, ...labels })} ${state === 'firing' ? `should fire: ${instead}` : 'should be quiet, and fires'}`;
  });
  const [span] = alert.origin.spans;
  return {
    code: 'test/generated-failed',
    severity: 'error',
    message: `${alert.name} in ${environment}: ${wrong[0] ?? ''}`,
    ...(span && { span }),
    object: alert.origin.object,
    expected: 'the rendered rule to do what the spec says',
    hint: [...wrong.slice(1), 'Series:', ...listed(seriesTexts(testCase))].join('\n'),
    data: { test: testCase.id, environment, alert: alert.name, series: testCase.series, unmet },
  };
}

/** The finding for a test that promtool could not run. */
export function notRunFinding(
  name: string,
  problems: readonly string[],
  place: Pick<Diagnostic, 'span' | 'object'>,
  testCase: AlertCase,
): Diagnostic {
  return {
    code: 'test/not-run',
    severity: 'error',
    message: `${name} could not be run: ${problems[0] ?? 'promtool says nothing of it'}`,
    ...place,
    hint: [...problems.slice(1, MOST_LINES), 'Series:', ...listed(seriesTexts(testCase))].join('\n'),
    data: { test: name, problems },
  };
}
