import type { LoweredVariable } from '../../promql/views/lowered.ts';
import type { PersesContext } from './context.ts';

/** Matches series with the label and without it. */
const ALL = '.*';

export function variableOf({ datasource }: PersesContext, variable: LoweredVariable): object {
  const { name, title } = variable;
  const common = { name, display: { name: title } };
  switch (variable.kind) {
    case 'fixed':
      return { kind: 'TextVariable', spec: { ...common, value: variable.value, constant: true } };
    case 'list':
      return {
        kind: 'ListVariable',
        spec: {
          ...common,
          ...ANY,
          plugin: { kind: 'StaticListVariable', spec: { values: variable.values } },
        },
      };
    case 'label-values':
      return {
        kind: 'ListVariable',
        spec: {
          ...common,
          ...(variable.single === undefined
            ? ANY
            : { allowMultiple: false, allowAllValue: false, defaultValue: variable.single.initial }),
          sort: 'alphabetical-asc',
          plugin: {
            kind: 'PrometheusLabelValuesVariable',
            spec: {
              labelName: variable.label,
              matchers: [variable.selector],
              ...(datasource !== undefined && {
                datasource: { kind: 'PrometheusDatasource', name: datasource },
              }),
            },
          },
        },
      };
  }
}

const ANY = { allowMultiple: true, allowAllValue: true, customAllValue: ALL, defaultValue: '$__all' };
