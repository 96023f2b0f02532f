/** Source: k8s.io/kubernetes/pkg/apis/apps. */
import type { Strategy } from '../../registry/strategy.ts';
import { type FieldError, invalidValue, notSupported, required } from '../../validation/field-error.ts';
import { ensure, fields, fill, fillZero, get, optionalFields, text } from '../access.ts';
import { builtIn } from '../built-in.ts';
import { defaultPodTemplate } from '../core/pod-spec/pod-spec-defaults.ts';
import { isNone, validateAtMostHundredPercent, validateIntOrPercent, validateNonnegative } from '../numbers.ts';
import { templateWarnings, validateImmutable, validateWorkload } from './workload.ts';

export const daemonSetStrategy: Strategy = builtIn({
  namespaced: true,
  initialStatus: { currentNumberScheduled: 0, numberMisscheduled: 0, desiredNumberScheduled: 0, numberReady: 0 },
  default(set) {
    const spec = ensure(set, 'spec');
    if (spec === undefined) return;
    fill(spec, { revisionHistoryLimit: 10 });
    const strategy = ensure(spec, 'updateStrategy');
    if (strategy !== undefined) {
      fillZero(strategy, { type: 'RollingUpdate' });
      if (text(strategy, 'type') === 'RollingUpdate') {
        const rolling = ensure(strategy, 'rollingUpdate');
        if (rolling !== undefined) fill(rolling, { maxUnavailable: 1, maxSurge: 0 });
      }
    }
    defaultPodTemplate(spec);
  },
  validate(set) {
    const spec = fields(set, 'spec');
    return [
      ...validateWorkload(set, 'daemonset'),
      ...validateNonnegative(spec, 'minReadySeconds', 'spec'),
      ...validateUpdateStrategy(spec),
      ...validateNonnegative(spec, 'revisionHistoryLimit', 'spec'),
    ];
  },
  validateUpdate: (set, old) => validateImmutable(set, old, ['spec', 'selector']),
  warnings: templateWarnings,
});

function validateUpdateStrategy(spec: unknown): FieldError[] {
  const path = 'spec.updateStrategy';
  const type = text(spec, 'updateStrategy', 'type');
  if (type === 'OnDelete') return [];
  if (type !== 'RollingUpdate')
    return [notSupported(path, get(spec, 'updateStrategy') ?? null, ['RollingUpdate', 'OnDelete'])];
  const rolling = optionalFields(spec, 'updateStrategy', 'rollingUpdate');
  if (rolling === undefined) return [required(`${path}.rollingUpdate`)];
  const [unavailable, surge] = [get(rolling, 'maxUnavailable'), get(rolling, 'maxSurge')];
  const at = `${path}.rollingUpdate`;
  const errors = [
    ...validateIntOrPercent(unavailable, `${at}.maxUnavailable`),
    ...validateIntOrPercent(surge, `${at}.maxSurge`),
    ...validateAtMostHundredPercent(unavailable, `${at}.maxUnavailable`),
    ...validateAtMostHundredPercent(surge, `${at}.maxSurge`),
  ];
  if (!isNone(unavailable) && !isNone(surge)) {
    errors.push(invalidValue(`${at}.maxSurge`, surge, 'may not be set when maxUnavailable is non-zero'));
  } else if (isNone(unavailable) && isNone(surge)) {
    errors.push(required(`${at}.maxUnavailable`, 'cannot be 0 when maxSurge is 0'));
  }
  return errors;
}
