import type { CatalogueEntry } from './entry.ts';

/** What a run of the drift job tells of columns, of texts, and by the rules of Evidently. */
export const DRIFT_COLUMN_CODES: readonly CatalogueEntry[] = [
  {
    code: 'column/missing',
    title: 'column that neither side has',
    exit: 'finding',
    explain:
      'Neither the baseline nor the current data have the column that the specs name: a misspelt name, or a feature that does not exist any more. All other columns are compared.',
  },
  {
    code: 'column/gone',
    title: 'column that is gone',
    exit: 'finding',
    explain:
      'The baseline has the column and the current data do not: drift of its own (`test="type"`), at the level alert.',
  },
  {
    code: 'column/new',
    title: 'column that the baseline does not have',
    exit: 'finding',
    explain:
      'The current data have the column and the baseline does not: capture the baseline anew once the column is right.',
  },
  {
    code: 'column/type-changed',
    title: 'column of another type than in the baseline',
    exit: 'finding',
    explain:
      'Numbers have become texts, or the like: drift of its own (`test="type"`), at the level alert. Numbers in texts (CSV, JSON) count as numbers as long as all of them are, or half of them where the specs say that the column is numeric.',
  },
  {
    code: 'column/unsupported-type',
    title: 'column whose values cannot be compared',
    exit: 'finding',
    explain:
      'Times, lists, objects and binary data have no distribution that the tests know. Compare what the model reads of them, by a view; or say `monitor: none` with a reason.',
  },
  {
    code: 'column/failed',
    title: 'column that could not be counted',
    exit: 'finding',
    explain:
      'DuckDB failed on this column and not on others. All others are compared; the message is that of DuckDB.',
  },
  {
    code: 'column/all-null',
    title: 'column without values',
    exit: 'finding',
    explain:
      'Every value is missing on one side. Its distribution cannot be compared; that values are missing is compared, and is drift when it was otherwise.',
  },
  {
    code: 'column/constant',
    title: 'column with a single value',
    exit: 'finding',
    explain:
      'A column with one value tells a model nothing. If that is new, it is drift and found as such; if not, the feature can go.',
  },
  {
    code: 'column/not-finite',
    title: 'column with values that are no finite numbers',
    exit: 'finding',
    explain:
      'NaN, infinities and texts among numbers (`n/a` in a CSV file) are in no bin and have no mean. They are counted as missing values, so that more of them are drift.',
  },
  {
    code: 'column/outliers',
    title: 'values far outside of the baseline',
    exit: 'finding',
    explain:
      'Some value is further from the middle half of the baseline than three times its width, and further than any value of the baseline. A wrong unit or a sentinel such as 999999 in few rows moves no distribution, so that no test finds it; a `range` on the feature makes it a failed check.',
  },
  {
    code: 'column/out-of-range',
    title: 'column whose values are too large or too small for its test',
    exit: 'finding',
    explain:
      'The test squares or adds values, and those of the column are beyond 1e154 or below 1e-154, so that nothing is left of it in floating-point numbers. The column is not decided by it. Tests that take values by bins or by rank (`psi`, `ks`, `mann-whitney`) compare them; a sentinel such as 1e308 is better left empty.',
  },
  {
    code: 'column/wrong-test',
    title: 'column whose values its test does not compare',
    exit: 'finding',
    explain:
      'A test of numbers met categories, or the other way round: texts in a column that was said to be numeric, or a feature without a type whose values are few whole numbers. The column is not decided by it. Declare the type of the feature, or give it a test for such values.',
  },
  {
    code: 'column/not-exact',
    title: 'column with too few values to compare them all',
    exit: 'finding',
    explain: 'The test needs every value of both sides, and one side has none in this group of rows.',
  },
  {
    code: 'column/other-dims',
    title: 'vectors of other dimensions',
    exit: 'finding',
    explain:
      'The policy says how many dimensions an embedding has, and some vectors have others: most likely two models wrote them. They are left out; all others are compared.',
  },
  {
    code: 'text/cut',
    title: 'texts that were read from their beginning only',
    exit: 'finding',
    explain: 'Language, topic and sentiment are told from the first 5,000 characters of a text.',
  },
  {
    code: 'text/not-english',
    title: 'texts without a sentiment',
    exit: 'finding',
    explain:
      'Sentiment is known of English only. Other texts count as missing values, so that more of them are drift.',
  },
  {
    code: 'text/no-words',
    title: 'texts without words',
    exit: 'finding',
    explain: 'What has no words has no topic and no language. Such texts count as missing values.',
  },
  {
    code: 'evidently/empty-column',
    title: 'column without values',
    exit: 'finding',
    explain:
      'Evidently raises a ValueError where a column has no values after missing and infinite ones are left out, and with it ends the whole report. Here this column alone has no score.',
  },
  {
    code: 'evidently/not-numeric',
    title: 'column that holds other values than numbers',
    exit: 'finding',
    explain:
      'Declared numeric, it holds texts. Evidently raises a ValueError; here this column alone has no score.',
  },
  {
    code: 'evidently/no-bins',
    title: 'range that cannot be cut into bins',
    exit: 'finding',
    explain:
      'The values lie so close together, or so far apart, that floating-point numbers have no distinct edges between them.',
  },
  {
    code: 'evidently/unequal-rows',
    title: 'G test of unequal numbers of rows',
    exit: 'finding',
    explain: 'Evidently compares by g_test only where both sides have as many rows. Use chi-square.',
  },
  {
    code: 'evidently/unordered-categories',
    title: 'categories that have no order',
    exit: 'finding',
    explain: 'z needs a first category, and Python cannot order texts and numbers together.',
  },
  {
    code: 'evidently/one-distinct-value',
    title: 'test that a constant does not have',
    exit: 'finding',
    explain: 'Anderson-Darling is not defined where there is one distinct value. Use ks.',
  },
  {
    code: 'evidently/too-few-rows',
    title: 'fewer rows than the test takes',
    exit: 'finding',
    explain:
      'The test needs more rows than one of the sides has in its window; Evidently raises an error. Widen the window.',
  },
  {
    code: 'evidently/untested-type',
    title: 'type that Evidently leaves out',
    exit: 'finding',
    explain: 'Dates, booleans with missing values, lists and the like have no test in Evidently.',
  },
  {
    code: 'evidently/wrong-type',
    title: 'test of another type',
    exit: 'finding',
    explain:
      'Evidently refuses this test for columns of this type, and ends its report. Leave the choice to the profile.',
  },
  {
    code: 'evidently/test-not-computed',
    title: 'test that is not computed',
    exit: 'finding',
    explain:
      'Evidently compares free text by a classifier of its own, which is not repeated here: declare the column as a category, or test a descriptor of the text.',
  },
];
