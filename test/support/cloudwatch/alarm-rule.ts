/**
 * The rule of a composite alarm.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutCompositeAlarm.html
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-combining.html
 */

export type AlarmState = 'OK' | 'ALARM' | 'INSUFFICIENT_DATA';

export type AlarmRule =
  | { readonly type: 'state'; readonly state: AlarmState; readonly alarm: string }
  | AtLeast
  | { readonly type: 'constant'; readonly value: boolean }
  | { readonly type: 'not'; readonly operand: AlarmRule }
  | { readonly type: 'and' | 'or'; readonly left: AlarmRule; readonly right: AlarmRule };

/** Holds when enough of the alarms are in the state or, if `negated`, are not. */
interface AtLeast {
  readonly type: 'at least';
  readonly least: number;
  readonly unit: 'alarms' | 'percent';
  readonly state: AlarmState;
  readonly negated: boolean;
  readonly alarms: readonly string[];
}

const MOST_CHILDREN = 100;
const MOST_ELEMENTS = 500;
const LONGEST_RULE = 10_240;

const STATES: readonly string[] = ['OK', 'ALARM', 'INSUFFICIENT_DATA'] satisfies AlarmState[];
const TOKEN = /\s*("(?:[^"\\]|\\.)*"|[(),]|[^\s(),"]+)/y;
const THRESHOLD = /^([1-9]\d*)(%?)$/;

/**
 * Parses a rule; AND binds more tightly than OR, NOT most tightly. Alarms go by name or ARN; without quotes neither may have
 * spaces, brackets or commas, and in quotes a `"` has a `\` before it. Throws on anything else, and on a rule with more than
 * 100 alarms, 500 elements (alarms, TRUE, FALSE, pairs of brackets that group) or 10,240 characters.
 */
export function parseAlarmRule(text: string): AlarmRule {
  const tokens = tokensOf(text);
  let position = 0;
  const take = (): string => {
    const token = tokens[position];
    if (token === undefined) throw new Error(`the rule ends too early: ${text}`);
    position += 1;
    return token;
  };
  const name = (): string => nameOf(take());
  const state = (): AlarmState => {
    const token = take();
    if (!isState(token)) throw new Error(`unexpected ${token} in: ${text}`);
    return token;
  };
  const expect = (wanted: string): void => {
    const token = take();
    if (token !== wanted) throw new Error(`expected ${wanted}, found ${token} in: ${text}`);
  };
  const either = (): AlarmRule => {
    let left = both();
    while (tokens[position] === 'OR') {
      take();
      left = { type: 'or', left, right: both() };
    }
    return left;
  };
  const both = (): AlarmRule => {
    let left = primary();
    while (tokens[position] === 'AND') {
      take();
      left = { type: 'and', left, right: primary() };
    }
    return left;
  };
  const primary = (): AlarmRule => {
    const token = take();
    if (token === 'NOT') return { type: 'not', operand: primary() };
    if (token === 'TRUE' || token === 'FALSE') return { type: 'constant', value: token === 'TRUE' };
    if (token === '(') {
      const inner = either();
      expect(')');
      return inner;
    }
    if (token === 'AT_LEAST') return atLeast();
    if (!isState(token)) throw new Error(`unexpected ${token} in: ${text}`);
    expect('(');
    const alarm = name();
    expect(')');
    return { type: 'state', state: token, alarm };
  };
  const atLeast = (): AtLeast => {
    expect('(');
    const [, least = '', percent] = THRESHOLD.exec(take()) ?? [];
    expect(',');
    const negated = tokens[position] === 'NOT';
    if (negated) take();
    const wanted = state();
    expect(',');
    expect('(');
    const alarms = [name()];
    while (tokens[position] === ',') {
      take();
      alarms.push(name());
    }
    expect(')');
    expect(')');
    const unit = percent === '%' ? 'percent' : 'alarms';
    const most = unit === 'percent' ? 100 : alarms.length;
    if (least === '' || Number(least) > most)
      throw new Error(`AT_LEAST takes 1 to ${most} ${unit} in: ${text}`);
    return { type: 'at least', least: Number(least), unit, state: wanted, negated, alarms };
  };
  const parsed = either();
  const rest = tokens[position];
  if (rest !== undefined) throw new Error(`unexpected ${rest} in: ${text}`);
  checkSize(parsed, tokens, text);
  return parsed;
}

/** Whether the rule holds. Throws on an alarm without a state, by name. */
export function ruleHolds(rule: AlarmRule, states: ReadonlyMap<string, AlarmState>): boolean {
  switch (rule.type) {
    case 'constant':
      return rule.value;
    case 'not':
      return !ruleHolds(rule.operand, states);
    case 'and':
      return ruleHolds(rule.left, states) && ruleHolds(rule.right, states);
    case 'or':
      return ruleHolds(rule.left, states) || ruleHolds(rule.right, states);
    case 'state':
      return stateOf(rule.alarm, states) === rule.state;
    case 'at least': {
      const { alarms, least, unit, state, negated } = rule;
      const found = alarms.filter((alarm) => (stateOf(alarm, states) === state) !== negated).length;
      return unit === 'alarms' ? found >= least : found * 100 >= least * alarms.length;
    }
  }
}

function stateOf(alarm: string, states: ReadonlyMap<string, AlarmState>): AlarmState {
  const state = states.get(alarm);
  if (state === undefined) throw new Error(`unknown alarm ${alarm}`);
  return state;
}

/** The names of the alarms that a rule looks at. */
export function alarmsOf(rule: AlarmRule): readonly string[] {
  switch (rule.type) {
    case 'constant':
      return [];
    case 'not':
      return alarmsOf(rule.operand);
    case 'and':
    case 'or':
      return [...alarmsOf(rule.left), ...alarmsOf(rule.right)];
    case 'state':
      return [rule.alarm];
    case 'at least':
      return rule.alarms;
  }
}

/** The name in a token, without quotes; that of an ARN is its last part. */
function nameOf(token: string): string {
  if (/^[(),]$/.test(token)) throw new Error(`unexpected ${token} for the name of an alarm`);
  const text = token.startsWith('"') ? token.slice(1, -1).replaceAll(/\\(.)/g, '$1') : token;
  return text.replace(/^arn:[^:]*:cloudwatch:[^:]*:[^:]*:alarm:/, '');
}

function checkSize(rule: AlarmRule, tokens: readonly string[], text: string): void {
  const alarms = alarmsOf(rule);
  const children = new Set(alarms).size;
  const constants = tokens.filter((token) => token === 'TRUE' || token === 'FALSE').length;
  const called = (token: string | undefined): boolean =>
    token !== undefined && (isState(token) || token === 'AT_LEAST');
  const groups = tokens.filter((token, i) => token === '(' && !called(tokens[i - 1])).length;
  const elements = alarms.length + constants + groups;
  if (children > MOST_CHILDREN) throw new Error(`${children} alarms in a rule; ${MOST_CHILDREN} is the most`);
  if (elements > MOST_ELEMENTS)
    throw new Error(`${elements} elements in a rule; ${MOST_ELEMENTS} is the most`);
  if (text.length > LONGEST_RULE) {
    throw new Error(`${text.length} characters in a rule; ${LONGEST_RULE} is the most`);
  }
}

function tokensOf(text: string): readonly string[] {
  const tokens: string[] = [];
  const end = text.trimEnd().length;
  let from = 0;
  while (from < end) {
    TOKEN.lastIndex = from;
    const token = TOKEN.exec(text)?.[1];
    if (token === undefined) throw new Error(`unexpected character at ${from} in: ${text}`);
    tokens.push(token);
    from = TOKEN.lastIndex;
  }
  return tokens;
}

function isState(token: string): token is AlarmState {
  return STATES.includes(token);
}
