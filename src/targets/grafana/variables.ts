import * as dashboard from '@grafana/grafana-foundation-sdk/dashboard';
import type { LoweredVariable } from '../../promql/views/lowered.ts';
import type { GrafanaContext } from './context.ts';

type VariableBuilder = { build(): dashboard.VariableModel };

/** Matches series with the label and without it. */
const ALL = '.*';

export function variableOf(context: GrafanaContext, variable: LoweredVariable): VariableBuilder {
  const { name, title } = variable;
  switch (variable.kind) {
    case 'fixed':
      return new dashboard.CustomVariableBuilder(name)
        .label(title)
        .values(variable.value)
        .current({ selected: true, text: variable.value, value: variable.value })
        .multi(false)
        .includeAll(false);
    case 'list':
      return new dashboard.CustomVariableBuilder(name)
        .label(title)
        .values(variable.values.map((value) => value.replace(/[,\\]/g, '\\$&')).join(','))
        .current(everything())
        .multi(true)
        .includeAll(true)
        .allValue(ALL);
    case 'label-values': {
      const query = `label_values(${variable.selector}, ${variable.label})`;
      const built = new dashboard.QueryVariableBuilder(name)
        .label(title)
        .datasource(context.prometheus)
        .query({ query, refId: `variable-${name}` })
        .refresh(dashboard.VariableRefresh.OnTimeRangeChanged)
        .sort(dashboard.VariableSort.AlphabeticalAsc);
      if (variable.single !== undefined) {
        const { initial } = variable.single;
        return built
          .multi(false)
          .includeAll(false)
          .current({ selected: true, text: initial, value: initial });
      }
      return built.multi(true).includeAll(true).allValue(ALL).current(everything());
    }
  }
}

function everything(): dashboard.VariableOption {
  return { selected: true, text: ['All'], value: ['$__all'] };
}
