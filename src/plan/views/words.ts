import { printDuration, printNumber, printPercent } from '../../units/index.ts';
import type { Unit } from '../signal.ts';

/** A value in its unit, for people: `15%`, `250ms`. */
export function amount({ value, unit }: { readonly value: number; readonly unit: Unit }): string {
  if (unit === 'ratio') return printPercent(value);
  return unit === 'seconds' ? printDuration(value) : printNumber(value);
}

/** `proxy-alert-rate` → `Proxy alert rate`. */
export function titleCase(name: string): string {
  const words = name.replaceAll('-', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** `timeToFirstToken` → `Time to first token`. */
export function roleTitle(role: string): string {
  return titleCase(
    role.replace(/([a-z0-9])([A-Z])/g, (_, a: string, b: string) => `${a} ${b.toLowerCase()}`),
  );
}

/** "a", "a and b", "a, b and c". */
export function listed(items: readonly string[]): string {
  const last = items.at(-1) ?? '';
  return items.length < 2 ? last : `${items.slice(0, -1).join(', ')} and ${last}`;
}
