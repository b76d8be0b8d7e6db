import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import type { TestResult } from './run-tests.ts';

/**
 * JUnit XML for systems that show tests: a suite for each environment, a case for each test, and a suite `modelwatch` for findings
 * that belong to none. Without times: the same results give the same bytes.
 */
export function junitReport(
  results: readonly TestResult[],
  others: readonly Diagnostic[],
  root = '',
): string {
  const environments = [...new Set(results.map(({ environment }) => environment))];
  const suites = [
    ...environments.map((environment) =>
      suite(
        environment,
        results
          .filter((result) => result.environment === environment)
          .map(({ name, source, findings }) => ({ name, className: `${environment}.${source}`, findings })),
        root,
      ),
    ),
    ...(others.length === 0
      ? []
      : [
          suite(
            'modelwatch',
            others.map((finding) => ({ name: finding.code, className: 'modelwatch', findings: [finding] })),
            root,
          ),
        ]),
  ];
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites>\n${suites.join('')}</testsuites>\n`;
}

interface Case {
  readonly name: string;
  readonly className: string;
  readonly findings: readonly Diagnostic[];
}

function suite(name: string, cases: readonly Case[], root: string): string {
  const failures = cases.filter(({ findings }) => failed(findings) && !notRun(findings)).length;
  const errors = cases.filter(({ findings }) => notRun(findings)).length;
  const head = `  <testsuite name="${escaped(name)}" tests="${cases.length}" failures="${failures}" errors="${errors}" skipped="0">`;
  return `${head}\n${cases.map((each) => caseText(each, root)).join('')}  </testsuite>\n`;
}

function failed(findings: readonly Diagnostic[]): boolean {
  return findings.some(({ severity }) => severity === 'error');
}

/** What JUnit calls an error: nothing is known of the result. */
function notRun(findings: readonly Diagnostic[]): boolean {
  return findings.some(({ code }) => code === 'test/not-run');
}

function caseText({ name, className, findings }: Case, root: string): string {
  const file = findings.find(({ span }) => span !== undefined)?.span?.file;
  const attributes = `name="${escaped(name)}" classname="${escaped(className)}"${file === undefined ? '' : ` file="${escaped(root + file)}"`}`;
  const told = findings.filter(({ severity }) => severity === 'error');
  if (told.length === 0) return `    <testcase ${attributes}/>\n`;
  return `    <testcase ${attributes}>\n${told.map((finding) => failureText(finding, root)).join('')}    </testcase>\n`;
}

function failureText({ code, message, expected, hint, span }: Diagnostic, root: string): string {
  const element = code === 'test/not-run' ? 'error' : 'failure';
  const text = [
    ...(span === undefined ? [] : [`${root}${span.file}:${span.start.line}:${span.start.column}`]),
    message,
    ...(expected === undefined ? [] : [`expected: ${expected}`]),
    ...(hint === undefined ? [] : [hint]),
  ].join('\n');
  return `      <${element} type="${escaped(code)}" message="${escaped(message)}">${escaped(text)}</${element}>\n`;
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\n': '&#10;',
  '\r': '&#13;',
  '\t': '&#9;',
};

/** For texts and attributes. What XML 1.0 cannot hold at all, control characters and halves of pairs, becomes U+FFFD. */
function escaped(text: string): string {
  return text
    .replace(/[&<>"\n\r\t]/g, (character) => ENTITIES[character] ?? character)
    .replace(/[^\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/gu, '\ufffd');
}
