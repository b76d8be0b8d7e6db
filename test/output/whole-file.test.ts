import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  removeIfThere,
  takeName,
  temporaryBeside,
  writeDurably,
  writeWhole,
} from '../../src/output/whole-file.ts';
import { tempFolder } from './helpers.ts';

describe('a file that is written whole', () => {
  it('takes the place of the old one, in folders that are made', () => {
    const file = path.join(tempFolder(), 'a', 'b', 'report.json');
    writeWhole(file, 'one');
    writeWhole(file, new Uint8Array([0xff, 0]));
    expect([...fs.readFileSync(file)]).toEqual([0xff, 0]);
    expect(fs.readdirSync(path.dirname(file))).toEqual(['report.json']);
  });

  it('leaves nothing behind where it can not be written', () => {
    const folder = tempFolder();
    fs.mkdirSync(path.join(folder, 'taken'));
    fs.writeFileSync(path.join(folder, 'file'), 'as it was');
    expect(() => writeWhole(path.join(folder, 'taken'), 'x')).toThrow(
      expect.objectContaining({ code: 'EISDIR' }),
    );
    expect(() => writeWhole(path.join(folder, 'file', 'x'), 'x')).toThrow();
    expect(fs.readdirSync(folder).toSorted()).toEqual(['file', 'taken']);
    expect(fs.readFileSync(path.join(folder, 'file'), 'utf8')).toBe('as it was');
  });

  it('may be begun by another program', () => {
    const file = path.join(tempFolder(), 'run.parquet');
    const temporary = temporaryBeside(file);
    expect(path.dirname(temporary)).toBe(path.dirname(file));
    fs.writeFileSync(temporary, 'rows');
    takeName(temporary, file);
    expect(fs.readFileSync(file, 'utf8')).toBe('rows');
    expect(fs.existsSync(temporary)).toBe(false);
    removeIfThere(temporary);
  });
});

it('a mode is kept whatever the umask', () => {
  const file = path.join(tempFolder(), 'specs.yaml');
  writeDurably(file, 'a: 1\n', 0o666);
  expect(fs.statSync(file).mode & 0o777).toBe(0o666);
});
