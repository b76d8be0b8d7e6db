import { checkCall } from './call-types.ts';
import { LONGEST_SECONDS, TOO_LONG } from './durations.ts';
import { typeName, type ValueType } from './functions.ts';
import { type Problem, problem } from './problem.ts';
import { matchesEmpty, patternProblem } from './regex.ts';
import type {
  AggregationSyntax,
  BinarySyntax,
  ModifierSyntax,
  OperatorSyntax,
  PlacedDuration,
  RangeSyntax,
  SelectorSyntax,
  SubquerySyntax,
  Syntax,
} from './syntax.ts';

export type Report = (problem: Problem) => void;

/**
 * The type of an expression by the rules of Prometheus' own checker; reports where they are broken. A part that is wrong has
 * the type it would have if it were right, so that one mistake gives one message.
 */
export function typeOf(syntax: Syntax, report: Report): ValueType {
  switch (syntax.kind) {
    case 'number':
      return 'scalar';
    case 'string':
      return 'string';
    case 'selector':
      checkSelector(syntax, report);
      return 'vector';
    case 'parentheses':
      return typeOf(syntax.of, report);
    case 'sign':
      return signType(syntax.of, report);
    case 'binary':
      return binaryType(syntax, report);
    case 'call':
      return checkCall(syntax, report, typeOf);
    case 'aggregation':
      checkAggregation(syntax, report);
      return 'vector';
    case 'range':
      checkRange(syntax, report);
      return 'range';
    case 'subquery':
      checkSubquery(syntax, report);
      return 'range';
    case 'modifier':
      return modifierType(syntax, report);
  }
}

function checkSelector(selector: SelectorSyntax, report: Report): void {
  const { metric, matchers } = selector;
  for (const matcher of matchers) {
    const reason = matcher.op === '=~' || matcher.op === '!~' ? patternProblem(matcher.value) : undefined;
    if (reason !== undefined) report(problem(matcher, `Prometheus cannot read the pattern (RE2): ${reason}`));
  }
  if (metric !== undefined) {
    if (selector.isBare && metric.toLowerCase() === 'atan2') {
      report(
        problem(selector, `\`${metric}\` is an operator; a metric of this name is written \`{"${metric}"}\``),
      );
    }
    const second = selector.isBare ? matchers.find(({ label }) => label === '__name__') : undefined;
    if (second !== undefined) report(problem(second, `the metric's name is already given: \`${metric}\``));
    return;
  }
  if (matchers.every((matcher) => matchesEmpty(matcher) === true)) {
    report(
      problem(
        selector,
        'at least one matcher must demand a value, else every series of the server is selected',
      ),
    );
  }
}

function signType(of: Syntax, report: Report): ValueType {
  const type = typeOf(of, report);
  if (isValue(type)) return type;
  report(problem(of, `only a scalar or an instant vector can have a sign, not ${typeName(type)}`));
  return 'vector';
}

const SET_OPERATORS: ReadonlySet<string> = new Set(['and', 'or', 'unless']);
const COMPARISONS: ReadonlySet<string> = new Set(['==', '!=', '>', '<', '>=', '<=']);

export function isComparison(op: string): boolean {
  return COMPARISONS.has(op);
}

export function isSetOperator(op: string): boolean {
  return SET_OPERATORS.has(op);
}

function binaryType({ operator, left, right }: BinarySyntax, report: Report): ValueType {
  const types = [left, right].map((operand) => {
    const type = typeOf(operand, report);
    if (isValue(type)) return type;
    report(
      problem(
        operand,
        `\`${operator.op}\` takes scalars and instant vectors, not ${typeName(type)}${rangeHint(type)}`,
      ),
    );
    return 'vector';
  });
  const vectors = types.filter((type) => type === 'vector').length;
  checkOperator(operator, vectors, report);
  return vectors === 0 ? 'scalar' : 'vector';
}

function checkOperator(operator: OperatorSyntax, vectors: number, report: Report): void {
  const { op, bool, matching, fill } = operator;
  if (fill !== undefined) {
    report(problem(fill, 'filling in missing series is experimental; stock Prometheus refuses it'));
  }
  if (bool && !isComparison(op)) report(problem(operator, '`bool` only goes with a comparison'));
  if (isComparison(op) && !bool && vectors === 0) {
    report(problem(operator, `a comparison of two scalars needs \`bool\`: \`${op} bool\``));
  }
  if (isSetOperator(op)) {
    if (vectors < 2) report(problem(operator, `\`${op}\` takes two instant vectors, not a scalar`));
    if (matching?.group !== undefined && vectors === 2) {
      report(problem(operator, `\`${op}\` takes no group_${matching.group.side}`));
    }
  }
  if (matching === undefined) return;
  if (vectors < 2 && matching.labels.length > 0) {
    report(problem(operator, `\`${matching.kind}\` only goes between two instant vectors`));
  }
  const twice = matching.group?.include.find(
    (label) => matching.kind === 'on' && matching.labels.includes(label),
  );
  if (twice !== undefined) {
    report(
      problem(operator, `the label \`${twice}\` stands in \`on\` and in \`group_${matching.group?.side}\``),
    );
  }
}

const PARAMETER_TYPES: Readonly<Record<string, ValueType>> = {
  topk: 'scalar',
  bottomk: 'scalar',
  quantile: 'scalar',
  count_values: 'string',
};

function checkAggregation(aggregation: AggregationSyntax, report: Report): void {
  const { op, args } = aggregation;
  const name = { from: aggregation.from, to: aggregation.nameTo };
  if (op === 'limitk' || op === 'limit_ratio') {
    report(problem(name, `\`${op}\` is experimental; stock Prometheus refuses it`));
    return;
  }
  const parameterType = PARAMETER_TYPES[op];
  const wanted: readonly ValueType[] = parameterType === undefined ? ['vector'] : [parameterType, 'vector'];
  if (args.length !== wanted.length) {
    const demand = wanted.map(typeName).join(' and ');
    report(problem(name, `\`${op}\` takes ${demand}, not ${args.length} arguments`));
  }
  args.forEach((argument, index) => {
    const type = typeOf(argument, report);
    const need = wanted[index];
    if (need === undefined || need === type || args.length !== wanted.length) return;
    report(
      problem(argument, `\`${op}\` takes ${typeName(need)} here, not ${typeName(type)}${rangeHint(type)}`),
    );
  });
}

/** The usual slip behind a range where an instant vector is wanted. */
export function rangeHint(type: ValueType): string {
  return type === 'range' ? '; put it in a function over time, such as `rate(…)`' : '';
}

function checkRange({ of, range }: RangeSyntax, report: Report): void {
  checkPositive(range, report);
  if (of.kind === 'selector') {
    checkSelector(of, report);
    return;
  }
  typeOf(of, report);
  report(
    problem(
      range,
      of.kind === 'modifier'
        ? `\`${of.modifier}\` comes after the brackets: \`metric[5m] offset 1h\``
        : 'only a plain selector can have a range; a subquery needs a colon, as in `(…)[1h:5m]`',
    ),
  );
}

function checkSubquery({ of, range, step }: SubquerySyntax, report: Report): void {
  checkPositive(range, report);
  if (step !== undefined) checkPositive(step, report);
  const type = typeOf(of, report);
  if (type !== 'vector') {
    report(problem(of, `a subquery takes an instant vector, not ${typeName(type)}`));
  }
}

function checkPositive(duration: PlacedDuration, report: Report): void {
  if (duration.seconds !== undefined && !(duration.seconds > 0)) {
    report(problem(duration, 'a range must be longer than 0'));
  }
  checkSize(duration, report);
}

function checkSize(duration: PlacedDuration, report: Report): void {
  if (duration.seconds === undefined || Math.abs(duration.seconds) <= LONGEST_SECONDS) return;
  report(problem(duration, TOO_LONG));
}

function modifierType(syntax: ModifierSyntax, report: Report): ValueType {
  const { of, modifier, offset } = syntax;
  const type = typeOf(of, report);
  if (offset !== undefined) checkSize(offset, report);
  const place = { from: of.to, to: syntax.to };
  if (modifier === 'anchored' || modifier === 'smoothed') {
    report(problem(place, `\`${modifier}\` is experimental; stock Prometheus refuses it`));
    return type;
  }
  const target = bareTarget(of);
  if (target.kind !== 'selector' && target.kind !== 'range' && target.kind !== 'subquery') {
    report(problem(place, `\`${modifier}\` can only follow a selector, a range or a subquery`));
  } else if (hasModifier(of, modifier)) {
    report(problem(place, `\`${modifier}\` is given twice`));
  }
  return type;
}

/** What the modifiers of an expression modify. */
function bareTarget(syntax: Syntax): Syntax {
  let target = syntax;
  while (target.kind === 'modifier') target = target.of;
  return target;
}

function hasModifier(syntax: Syntax, modifier: ModifierSyntax['modifier']): boolean {
  for (let at = syntax; at.kind === 'modifier'; at = at.of) {
    if (at.modifier === modifier) return true;
  }
  return false;
}

function isValue(type: ValueType): type is 'scalar' | 'vector' {
  return type === 'scalar' || type === 'vector';
}
