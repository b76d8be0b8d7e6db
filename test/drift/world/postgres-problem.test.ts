import { expect, it } from 'vitest';
import { postgresProblem } from '../../../src/drift/world/postgres-problem.ts';

const ASKED = {
  source: 'events',
  table: 'public.events',
  server: 'db:5432',
  user: 'me',
  secrets: ['hidden', ''],
};

function answer(code: string, message: string): Error {
  return Object.assign(new Error(message), { name: 'error', severity: 'FATAL', code });
}

function told(error: unknown): string {
  const problem = postgresProblem(error, ASKED);
  return problem === undefined ? 'not ours' : `${problem.code}: ${problem.message}`;
}

it.each([
  [
    answer('28P01', 'no hidden for me'),
    'source/postgres-login: source events: PostgreSQL at db:5432 does not let me in: no ••• for me',
  ],
  [
    answer('3D000', 'no x'),
    'source/postgres-login: source events: PostgreSQL at db:5432 does not let me in: no x',
  ],
  [
    answer('53300', 'too many'),
    'source/postgres-connect: source events: PostgreSQL at db:5432 takes no connection, or has ended it: too many',
  ],
  [
    answer('57P01', 'terminated'),
    'source/postgres-connect: source events: PostgreSQL at db:5432 takes no connection, or has ended it: terminated',
  ],
  [
    answer('42P01', 'no x'),
    'source/no-table: source events: PostgreSQL at db:5432 has no table public.events that me can see: no x',
  ],
  [
    answer('57014', 'too slow'),
    'source/postgres-query: source events: PostgreSQL at db:5432 did not read public.events (57014): too slow',
  ],
  [
    new Error('timeout expired'),
    'source/postgres-connect: source events: no connection to PostgreSQL at db:5432: no answer within 10 s',
  ],
  [
    new AggregateError([new Error('one'), new Error('two')]),
    'source/postgres-connect: source events: no connection to PostgreSQL at db:5432: one',
  ],
  [new TypeError('a bug'), 'not ours'],
  ['a text', 'not ours'],
])('%s', (error, expected) => {
  expect(told(error)).toBe(expected);
});
