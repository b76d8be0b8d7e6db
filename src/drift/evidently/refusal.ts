/** Why there is no score: what makes Evidently raise and so ends its whole report, and what this profile doesn't compute. */
export const REFUSALS = {
  'evidently/empty-column':
    'has no values after missing and infinite ones are left out; Evidently raises ValueError',
  'evidently/not-numeric': 'is declared numeric but holds other values; Evidently raises ValueError',
  'evidently/no-bins': 'spans a range that cannot be cut into distinct bins; numpy raises ValueError',
  'evidently/unequal-rows': 'is compared by g_test, which Evidently can do only for equally many rows',
  'evidently/unordered-categories':
    'mixes texts and numbers, which z cannot put in order; Evidently raises TypeError',
  'evidently/one-distinct-value':
    'has one distinct value, where anderson is not defined; scipy raises ValueError',
  'evidently/too-few-rows': 'has fewer rows than the test takes; Evidently raises an error',
  'evidently/untested-type': 'has a type that Evidently leaves out of its reports',
  'evidently/wrong-type': 'has a type that Evidently does not use this test for; it raises an error',
  'evidently/test-not-computed': 'would be compared by a text classifier, which is not computed here',
} as const;
export type RefusalCode = keyof typeof REFUSALS;

const HINTS: Readonly<Record<RefusalCode, string>> = {
  'evidently/empty-column':
    'Look at the source of the column; the aspect `nulls` of a test tells when values went missing.',
  'evidently/not-numeric': 'Declare the column as a category.',
  'evidently/no-bins': 'Use a test without bins, such as ks.',
  'evidently/unequal-rows': 'Use chi-square, which takes any sizes.',
  'evidently/unordered-categories': 'Write the column as one type, or use chi-square.',
  'evidently/one-distinct-value': 'Use ks, which is defined for constants.',
  'evidently/too-few-rows': 'Widen the window.',
  'evidently/untested-type': 'Declare the column as numeric or as a category to have it tested.',
  'evidently/wrong-type': 'Choose a test for this type, or leave the choice to the profile.',
  'evidently/test-not-computed':
    'Declare the column as a category, or test a descriptor of the text such as its length.',
};

/** A column alone without a score; the run goes on. `message` goes on after the column's name. */
export interface Refusal {
  readonly code: RefusalCode;
  readonly message: string;
  readonly hint: string;
}

export function refusal(code: RefusalCode): Refusal {
  return { code, message: REFUSALS[code], hint: HINTS[code] };
}
