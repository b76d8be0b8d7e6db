import path from 'node:path';
import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { type Disk, errorCode, nodeDisk } from '../../src/output/disk.ts';
import { tempFolder, treeOn } from './helpers.ts';
import { memoryDisk } from './memory-disk.ts';

const names = fc.constantFrom('a', 'b', 'a/b', 'a/b/c', 'b/a', 'c/d');

const step = fc.oneof(
  fc.record({ act: fc.constant('makeFolder' as const), name: names }),
  fc.record({ act: fc.constant('writeNew' as const), name: names, text: fc.constantFrom('', 'x', 'yy') }),
  fc.record({ act: fc.constant('rename' as const), name: names, to: names }),
  fc.record({
    act: fc.constantFrom('removeFile' as const, 'removeFolder' as const, 'read' as const),
    name: names,
  }),
  fc.record({ act: fc.constantFrom('list' as const, 'look' as const), name: names }),
);

type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

function perform(disk: Disk, root: string, s: Step): string {
  const file = path.join(root, s.name);
  try {
    switch (s.act) {
      case 'makeFolder':
        return String(disk.makeFolder(file));
      case 'writeNew':
        return String(disk.writeNew(file, Buffer.from(s.text), false));
      case 'rename':
        if (disk.look(file)?.kind === 'folder') return 'folders are never renamed';
        return String(disk.rename(file, path.join(root, s.to)));
      case 'removeFile':
        return String(disk.removeFile(file));
      case 'removeFolder':
        return String(disk.removeFolder(file));
      case 'read':
        return Buffer.from(disk.read(file)).toString('utf8');
      case 'list':
        return disk.list(file).toSorted().join();
      case 'look': {
        const entry = disk.look(file);
        return entry?.kind === 'file' ? `file of ${entry.bytes}` : String(entry?.kind);
      }
    }
  } catch (error) {
    return errorCode(error);
  }
}

it('does and refuses the same as the real disk', () => {
  fc.assert(
    fc.property(fc.array(step, { minLength: 1, maxLength: 25 }), (steps) => {
      const real = tempFolder();
      const memory = memoryDisk();
      memory.makeFolder('/out');
      for (const s of steps) {
        expect(perform(memory, '/out', s), JSON.stringify(s)).toBe(perform(nodeDisk, real, s));
      }
      expect(treeOn(memory, '/out')).toEqual(treeOn(nodeDisk, real));
    }),
    { seed: 20_253, numRuns: 150 },
  );
});
