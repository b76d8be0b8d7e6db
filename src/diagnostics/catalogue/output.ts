import type { CatalogueEntry } from './entry.ts';

/** What is reported while rendered files are written, recovered and compared. */
export const OUTPUT_CODES = [
  {
    code: 'output/bad-path',
    title: 'rendered file with a name that is no path',
    exit: 'invalid-spec',
    explain:
      'Names of objects become names of files. A path with `..`, an absolute one, one with control characters or backslashes, or with a part over 255 bytes could leave the output folder or not exist on some disk: nothing is written.',
  },
  {
    code: 'output/path-collision',
    title: 'two rendered files that cannot live in one folder',
    exit: 'invalid-spec',
    explain:
      'Two paths differ only by case (or by how an accent is composed), so that macOS and Windows take them for one file; or one path would have to be a file and a folder at once. Rename one of the objects. A file of an earlier compile that differs by case only is deleted by hand, once.',
  },
  {
    code: 'output/foreign-file',
    title: 'a file of somebody else where a rendered file belongs',
    exit: 'usage',
    explain:
      'Only files that MANIFEST.json lists were written by modelwatch and are replaced or removed. Another file lies where a rendered one belongs, with other bytes. Nothing was written: move it, delete it, or choose another output folder.',
  },
  {
    code: 'output/not-a-file',
    title: 'a folder, link or device where a rendered file belongs',
    exit: 'usage',
    explain:
      'A folder, a symbolic link or a device lies where a rendered file, or a folder for it, belongs. Links below the output folder are never followed: they may lead out of it. Nothing was written.',
  },
  {
    code: 'output/manifest-broken',
    title: 'MANIFEST.json is broken',
    exit: 'finding',
    explain:
      'MANIFEST.json is cut short, was edited, or holds merge conflicts. A compile of everything writes it anew, and takes the paths that it still tells as ours. A compile of one environment or target is refused, since the entries of the others would be lost.',
  },
  {
    code: 'output/manifest-foreign',
    title: 'MANIFEST.json of somebody else',
    exit: 'usage',
    explain:
      'The output folder has a MANIFEST.json that modelwatch did not write, or that belongs to another project. Two projects need two folders. After renaming a project, delete the old folder.',
  },
  {
    code: 'output/busy',
    title: 'another modelwatch is writing',
    exit: 'usage',
    explain:
      'Another process holds the lock of the output folder, and still did after a few seconds. A lock of a process that has died is taken over; one of another machine or container after two minutes.',
  },
  {
    code: 'output/write-failed',
    title: 'the disk refused, nothing was changed',
    exit: 'usage',
    explain:
      'The disk is full or read-only, a folder cannot be written, or a part of the path is a file. This happened before any rendered file was changed: what was begun is cleared away.',
  },
  {
    code: 'output/unfinished',
    title: 'a write that was begun and not finished',
    exit: 'finding',
    explain:
      'A compile was killed, or the disk refused, while files were being replaced: some may be new and some old. Every modelwatch command first finishes or undoes such a write. Do not review or load the folder before.',
  },
  {
    code: 'output/journal-broken',
    title: 'an unfinished write that cannot be finished',
    exit: 'finding',
    explain:
      'The record of an interrupted write, or the new files that it names, are damaged or gone, as after a power cut or a half-restored backup. The files may be a mix. Restore the folder from version control, without `.modelwatch-tx`, and compile.',
  },
  {
    code: 'output/recovered',
    title: 'an interrupted write was finished or undone',
    exit: 'finding',
    explain:
      'An earlier command was killed while it wrote. If it had already begun to replace files, the rest was replaced now; otherwise what it had prepared was deleted. The folder is whole again.',
  },
  {
    code: 'output/overwrote-edit',
    title: 'a hand-made change was replaced',
    exit: 'finding',
    explain:
      'A rendered file was not what modelwatch had written: somebody changed it. It was replaced, or removed if it is no longer rendered. Make the change in the spec; version control still has the edit if it was committed.',
  },
  {
    code: 'output/left-alone',
    title: 'no longer rendered, but not ours any more',
    exit: 'finding',
    explain:
      'A file is no longer rendered, but a folder, a link or a device has taken its place since it was written. That is not ours to delete. It is no longer listed in MANIFEST.json.',
  },
  {
    code: 'output/stale',
    title: 'the files are not what the specs render',
    exit: 'finding',
    explain:
      'The files in the output folder are not what the specs render now: a spec was changed, or modelwatch upgraded, and the output was not compiled or not committed. What is loaded is then not what was reviewed.',
  },
  {
    code: 'output/edited',
    title: 'a rendered file was changed by hand',
    exit: 'finding',
    explain:
      'The bytes of a rendered file do not have the hash that MANIFEST.json recorded. The next compile would silently undo the change: make it in the spec.',
  },
  {
    code: 'output/truncated',
    title: 'a rendered file was cut short',
    exit: 'finding',
    explain:
      'A rendered file is only the beginning of what MANIFEST.json recorded, as after a power cut, a full disk or a broken copy. Compile again.',
  },
  {
    code: 'output/missing',
    title: 'a rendered file is gone',
    exit: 'finding',
    explain:
      'MANIFEST.json lists a file that does not exist, or is missing itself. Restore it or compile again.',
  },
] as const satisfies readonly CatalogueEntry[];
