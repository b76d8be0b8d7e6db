import { describe, expect, it } from 'vitest';
import { BAD_DRIFT } from '../fixtures/bad/drift.ts';
import { BAD_MONITORS } from '../fixtures/bad/monitors.ts';
import { BAD_TELEMETRY } from '../fixtures/bad/telemetry.ts';
import { BAD_VALUES } from '../fixtures/bad/values.ts';
import { look, marked } from '../support/bad-input.ts';

describe('a wrong value is one finding, at its place, and nothing is rendered', () => {
  it.each([...BAD_VALUES, ...BAD_DRIFT, ...BAD_MONITORS, ...BAD_TELEMETRY])('%s', (_name, withMark, code) => {
    const { files, place } = marked(withMark);
    const { told, exit, files: rendered, printed } = look(files);
    expect(told, printed).toEqual([`${place} ${code}`]);
    expect([exit, rendered]).toEqual([2, 0]);
  });
});
