import { DRIFT_CONTRACT } from '../../plan/drift-contract.ts';
import type { ViewVariable } from '../../plan/view.ts';
import { labelEquals, metric } from '../build.ts';
import { OBJECTIVE, OBJECTIVE_SUBJECT } from '../lower/names.ts';
import { signalOf } from '../lower/scope.ts';
import { presenceOf } from '../lower/selection.ts';
import { print } from '../print.ts';
import { alertLabels } from './alerts.ts';
import { environmentMatchers, ownModels } from './drift.ts';
import type { LoweredValues, LoweredVariable } from './lowered.ts';
import { chosen, recordedMatchers, type ViewScope } from './view-scope.ts';

export function lowerVariable(view: ViewScope, variable: ViewVariable): LoweredVariable {
  return { name: variable.name, title: variable.title, ...valuesOf(view, variable) };
}

function valuesOf(view: ViewScope, variable: ViewVariable): LoweredValues {
  const { plan } = view.scope;
  switch (variable.name) {
    case 'env':
      return variable.from === 'fixed'
        ? { kind: 'fixed', value: plan.environment.name }
        : {
            kind: 'label-values',
            selector: print(metric(OBJECTIVE, [labelEquals('project', plan.project)])),
            label: 'env',
            single: { initial: plan.environment.name },
          };
    case 'model':
      if (typeof variable.from === 'object') return { kind: 'fixed', value: variable.from.fixed };
      return variable.from === 'drift'
        ? ofTests(view, 'model')
        : ofLabel('model', metric(OBJECTIVE_SUBJECT, recordedMatchers(view)));
    case 'version': {
      const { facetLabels } = signalOf(view.scope, variable.from.signal).prometheus;
      return ofLabel(facetLabels.version ?? 'version', presenceOf(view.scope, variable.from));
    }
    case 'segment':
      return variable.from === 'drift' ? ofTests(view, 'segment') : { kind: 'list', values: variable.from };
    case 'slo':
      return ofLabel('slo', metric(OBJECTIVE_SUBJECT, [...recordedMatchers(view), ...chosen(view, 'model')]));
    case 'alertname':
      return ofLabel(
        'alertname',
        metric('ALERTS', [...alertLabels(view), { label: 'severity', op: '!=', value: 'none' }]),
      );
    case 'feature':
    case 'policy':
      return ofTests(view, variable.name);
  }
}

function ofTests(view: ViewScope, label: string): LoweredValues {
  return ofLabel(
    label,
    metric(DRIFT_CONTRACT.verdict.name, [...environmentMatchers(view), ...ownModels(view)]),
  );
}

function ofLabel(label: string, selector: Parameters<typeof print>[0]): LoweredValues {
  return { kind: 'label-values', selector: print(selector), label };
}
