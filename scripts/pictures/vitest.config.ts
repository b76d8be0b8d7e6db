import { defineConfig } from 'vitest/config';

// `npm run pictures`: what it makes is committed, and looked at by people.
export default defineConfig({
  test: {
    include: ['scripts/pictures/*.pictures.ts'],
    testTimeout: 30 * 60_000,
    hookTimeout: 30 * 60_000,
  },
});
