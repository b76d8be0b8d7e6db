import type { Random } from '../../../src/statistics/random.ts';

const THEMES: Readonly<Record<string, readonly string[]>> = {
  delivery: [
    'order',
    'parcel',
    'courier',
    'delivery',
    'address',
    'late',
    'tracking',
    'shipped',
    'package',
    'arrive',
  ],
  billing: ['invoice', 'card', 'charged', 'refund', 'payment', 'bank', 'price', 'tax', 'receipt', 'amount'],
  access: ['password', 'login', 'account', 'locked', 'email', 'code', 'reset', 'sign', 'username', 'verify'],
};

/** What a later release brings: no word of it is in the other themes. */
const NEW_THEME = [
  'camera',
  'photo',
  'upload',
  'blurry',
  'lens',
  'picture',
  'album',
  'filter',
  'flash',
  'zoom',
];

const COMMON = ['my', 'the', 'is', 'not', 'please', 'help', 'why', 'still', 'can', 'you', 'with', 'today'];

export const THEME_NAMES = Object.keys(THEMES);

/** A message of 6 to 12 words about a theme, or about the new one. */
export function messageOf(random: Random, theme: string): string {
  const words = THEMES[theme] ?? NEW_THEME;
  const length = 6 + Math.floor(random.uniform() * 7);
  return Array.from({ length }, () => pick(random, random.uniform() < 0.55 ? words : COMMON)).join(' ');
}

/** Messages of the three themes, equally frequent. */
export function messages(random: Random, count: number): string[] {
  return Array.from({ length: count }, () => messageOf(random, pick(random, THEME_NAMES)));
}

/** Messages of eight words, each of a thousand equally probable: nothing in common but chance. */
export function chatter(random: Random, count: number): string[] {
  return Array.from({ length: count }, () =>
    Array.from({ length: 8 }, () => spelled(Math.floor(1000 * random.uniform()))).join(' '),
  );
}

function spelled(number: number): string {
  return Array.from(String(number), (digit) => 'bcdfghklmn'[Number(digit)]).join('a');
}

function pick(random: Random, from: readonly string[]): string {
  return from[Math.floor(random.uniform() * from.length)] ?? '';
}
