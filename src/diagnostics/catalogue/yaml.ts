import type { CatalogueEntry } from './entry.ts';

/** What the parser of spec files reports. */
export const YAML_CODES: readonly CatalogueEntry[] = [
  {
    code: 'yaml/syntax',
    title: 'not valid YAML',
    exit: 'invalid-spec',
    explain:
      'The document cannot be read as YAML 1.2. Only the first error of a document is told, since the others mostly follow from it; the document itself is left out of everything else, so references to its objects are not found either until it is mended.',
  },
  {
    code: 'yaml/tab',
    title: 'tab in indentation',
    exit: 'invalid-spec',
    explain:
      'YAML forbids tabs in indentation, because how wide they are depends on the editor. Use spaces, two for each level. Tabs inside texts and before comments are fine.',
  },
  {
    code: 'yaml/duplicate-key',
    title: 'key written twice in one map',
    exit: 'invalid-spec',
    explain:
      'YAML requires the keys of a map to be unique. Many readers silently take the last one, so that an edit of the first changes nothing. The first is kept for further checks. `1` and `"1"` are the same key here.',
  },
  {
    code: 'yaml/alias-refused',
    title: 'anchor, alias or merge key',
    exit: 'invalid-spec',
    explain:
      'Anchors (`&a`), aliases (`*a`) and merge keys (`<<`) are refused. A value would then have two places, and a message could not say which of them to edit; merge keys are not part of YAML 1.2; and a few lines of nested aliases expand to gigabytes. Values that several objects share go into a Defaults object, differences between environments into an overlay. An anchor that nothing uses is refused as well: it does nothing.',
  },
  {
    code: 'yaml/tag-refused',
    title: 'explicit YAML tag',
    exit: 'invalid-spec',
    explain:
      'Tags (`!name`) ask the reader to build objects of its own kind. The specs need none. The tags of the core schema (`!!str`, `!!int`, `!!float`, `!!bool`, `!!null`, `!!map`, `!!seq`) are allowed where they fit the value; quotes are the usual way to make a text of a number.',
  },
  {
    code: 'yaml/directive-refused',
    title: 'YAML directive',
    exit: 'invalid-spec',
    explain:
      'Directives (`%YAML 1.1`, `%TAG`) change how a document is read: under YAML 1.1 the words yes, no, on and off are booleans. Specs are always read as YAML 1.2; only `%YAML 1.2` may be written.',
  },
  {
    code: 'yaml/key-not-a-string',
    title: 'key that is not a word',
    exit: 'invalid-spec',
    explain:
      'A key must be a plain or quoted word. Lists and maps as keys are refused, and so is a missing key. Plain keys are taken as they are written: `1:`, `true:` and `null:` are the keys "1", "true" and "null".',
  },
  {
    code: 'yaml/forbidden-key',
    title: 'key with a meaning of its own',
    exit: 'invalid-spec',
    explain:
      '`__proto__` cannot be a key: in JavaScript programs, among them many that read rendered JSON, it changes how an object behaves instead of adding an entry.',
  },
  {
    code: 'yaml/too-deep',
    title: 'nesting too deep',
    exit: 'invalid-spec',
    explain:
      'Lists and maps may be nested 64 deep. Specs need about ten levels; a file with more is damaged or made to exhaust its readers. What follows in the file is not read.',
  },
  {
    code: 'yaml/more-problems',
    title: 'more problems in the file than are told',
    exit: 'invalid-spec',
    explain:
      'Of one file the first 50 problems of its YAML are told. A file with more is mostly damaged, or no spec file at all but caught by an include pattern.',
  },
  {
    code: 'yaml/control-character',
    title: 'character that no spec may hold',
    exit: 'invalid-spec',
    explain:
      'Control characters, half surrogate pairs, a byte order mark inside the text, a carriage return without a line feed, and the line separators U+0085, U+2028 and U+2029 are refused, written directly or by an escape. They are invisible, terminals act on some, and programs that read YAML 1.1 take the separators for line ends.',
  },
];
