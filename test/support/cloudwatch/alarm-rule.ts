/**
 * The rule of a composite alarm.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutCompositeAlarm.html
 */

export type AlarmState = 'OK' | 'ALARM' | 'INSUFFICIENT_DATA';

export type AlarmRule =
  | { readonly type: 'state'; readonly state: AlarmState; readonly alarm: string }
  | { readonly type: 'constant'; readonly value: boolean }
  | { readonly type: 'not'; readonly operand: AlarmRule }
  | { readonly type: 'and' | 'or'; readonly left: AlarmRule; readonly right: AlarmRule };

const STATES: readonly string[] = ['OK', 'ALARM', 'INSUFFICIENT_DATA'] satisfies AlarmState[];
const TOKEN = /\s*("[^"]*"|[()]|[^\s()"]+)/y;

/** Parses a rule; AND binds more tightly than OR, NOT most tightly. Throws on anything else. */
export function parseAlarmRule(text: string): AlarmRule {
  const tokens = tokensOf(text);
  let position = 0;
  const take = (): string => {
    const token = tokens[position];
    if (token === undefined) throw new Error(`the rule ends too early: ${text}`);
    position += 1;
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
    if (!isState(token)) throw new Error(`unexpected ${token} in: ${text}`);
    expect('(');
    const alarm = take().replace(/^"(.*)"$/, '$1');
    expect(')');
    return { type: 'state', state: token, alarm };
  };
  const parsed = either();
  const rest = tokens[position];
  if (rest !== undefined) throw new Error(`unexpected ${rest} in: ${text}`);
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
    case 'state': {
      const state = states.get(rule.alarm);
      if (state === undefined) throw new Error(`unknown alarm ${rule.alarm}`);
      return state === rule.state;
    }
  }
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
