import { isExperimental, type Signature, signatureOf, typeName, type ValueType } from './functions.ts';
import { experimentalMessage } from './messages.ts';
import { type Problem, problem } from './problem.ts';
import type { CallSyntax, Syntax } from './syntax.ts';

type Report = (problem: Problem) => void;

/** Checks number and types of a function's arguments; gives the type of its result. */
export function checkCall(
  call: CallSyntax,
  report: Report,
  typeOf: (argument: Syntax, report: Report) => ValueType,
): ValueType {
  const name = { from: call.from, to: call.nameTo };
  const types = call.args.map((argument) => typeOf(argument, report));
  const signature = signatureOf(call.function);
  if (signature === undefined) {
    const message = isExperimental(call.function)
      ? experimentalMessage(call.function)
      : `PromQL has no function \`${call.function}\``;
    report(problem(name, message));
    return 'vector';
  }
  if (types.length < signature.least || types.length > signature.most) {
    report(problem(name, `\`${call.function}\` takes ${demand(signature)}, not ${counted(types.length)}`));
    return signature.result;
  }
  call.args.forEach((argument, index) => {
    const wanted = signature.parameters[index] ?? signature.parameters.at(-1);
    const type = types[index];
    if (wanted === undefined || type === undefined || type === wanted) return;
    const place = signature.parameters.length > 1 ? ` as argument ${index + 1}` : '';
    report(
      problem(
        argument,
        `\`${call.function}\` takes ${typeName(wanted)}${place}, not ${typeName(type)}${hint(call.function, wanted, type)}`,
      ),
    );
  });
  return signature.result;
}

function demand({ parameters, least, most }: Signature): string {
  if (parameters.length === 0) return 'no argument';
  if (most === Number.POSITIVE_INFINITY) return `at least ${counted(least)}`;
  return least === most ? counted(least) : `${least} or ${counted(most)}`;
}

function counted(count: number): string {
  return count === 0 ? 'none' : `${count} argument${count === 1 ? '' : 's'}`;
}

function hint(name: string, wanted: ValueType, type: ValueType): string {
  if (wanted === 'range' && type === 'vector') return `; give it a range, as in \`${name}(metric[5m])\``;
  if (wanted === 'vector' && type === 'range')
    return '; put the range in a function over time, such as `rate(…)`';
  if (wanted === 'vector' && type === 'scalar') return '; `vector(…)` makes one of a scalar';
  if (wanted === 'scalar' && type === 'vector') return '; `scalar(…)` makes one of a vector with one series';
  return '';
}
