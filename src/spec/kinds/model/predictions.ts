import { strictObject } from '../../expectation.ts';
import { zRef } from '../../names.ts';
import { zColumn } from './ground-truth.ts';

/** Where the predictions of a model are kept. */
export const zPredictions = strictObject({
  source: zRef('DataSource').meta({ description: 'Data source with one row per prediction.' }),
  column: zColumn.meta({ description: 'Column with the predicted class or value.' }),
  score: zColumn.optional().meta({
    description:
      'Column with the probability or score, if there is one: then the test of predictions compares it.',
  }),
  group: zColumn.optional().meta({
    description: 'Rankings: column that is the same in all rows of one ranking; the score orders them.',
  }),
  key: zColumn.optional().meta({ description: 'Column that tells predictions apart.' }),
});
