import type { CatalogueEntry } from './entry.ts';

/** What is reported while spec files are looked for and read. */
export const FILE_CODES: readonly CatalogueEntry[] = [
  {
    code: 'file/unreadable',
    title: 'file or folder cannot be read',
    exit: 'invalid-spec',
    explain:
      'The operating system refused to list a folder or to read a file, mostly for lack of permission, or what is there is not an ordinary file. Nothing is rendered from a part of the specs: alerts of what could not be read would silently vanish.',
  },
  {
    code: 'file/too-large',
    title: 'spec file too large',
    exit: 'invalid-spec',
    explain:
      'A spec file may have up to 4 MiB; a hundred objects take about 100 KiB. Larger files are mostly data that an include pattern caught by mistake: narrow the pattern, or split the file.',
  },
  {
    code: 'file/nul-byte',
    title: 'NUL byte in a spec file',
    exit: 'invalid-spec',
    explain:
      'The file holds a byte of value zero, which no text does. It is a binary file, or a text that was damaged or saved in another encoding. Save it as UTF-8.',
  },
  {
    code: 'file/invalid-utf8',
    title: 'spec file is not UTF-8',
    exit: 'invalid-spec',
    explain:
      'Spec files are UTF-8. The message names the first byte that cannot be part of it; letters with accents saved as Latin-1 or Windows-1252 are the usual cause. Save the file as UTF-8.',
  },
  {
    code: 'file/utf16',
    title: 'spec file is UTF-16',
    exit: 'invalid-spec',
    explain:
      'The file begins with the mark of UTF-16 or UTF-32, which some Windows editors and PowerShell redirections write. Save it as UTF-8.',
  },
  {
    code: 'file/bad-pattern',
    title: 'include or exclude pattern not usable',
    exit: 'invalid-spec',
    explain:
      'Patterns are relative to the folder of the project file, use `/`, and stay inside it: no absolute path, no `..`, no leading `!` (use `exclude`). Otherwise a checkout elsewhere would find other specs.',
  },
  {
    code: 'file/pattern-matches-nothing',
    title: 'include pattern matches no file',
    exit: 'finding',
    explain:
      'An include pattern of the project finds no spec file. It may be misspelt, and the objects meant by it are then missing without any other sign. Only files whose names end in .yaml or .yml count, and hidden files, node_modules and the output folder are left out.',
  },
  {
    code: 'file/link-leaves-project',
    title: 'symbolic link to a place outside the project',
    exit: 'finding',
    explain:
      'A symbolic link that an include pattern reaches leads out of the project, or nowhere. It is not followed: what is rendered may depend only on what is committed. Copy the files into the project.',
  },
];
