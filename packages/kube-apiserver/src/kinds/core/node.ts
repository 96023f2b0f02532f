/** Source: k8s.io/kubernetes/pkg/apis/core/validation. */
import type { KubeObject } from '@luban/kube';
import type { Strategy } from '../../registry/strategy.ts';
import { type FieldError, fieldForbidden, invalidValue, required } from '../../validation/field-error.ts';
import { validateLabelName } from '../../validation/label-selector.ts';
import { labelValue } from '../../validation/names.ts';
import { copy, ensure, fill, flag, get, itemsOf, optionalFields, sameJson, text, texts } from '../access.ts';
import { builtIn } from '../built-in.ts';
import { validateCidr } from '../networking/cidr.ts';
import { canonicalizeQuantities, quantities, validateResourceQuantity } from '../resource-list.ts';
import { validateTaintEffect } from './pod-spec/validate-scheduling.ts';

export const nodeStrategy: Strategy = builtIn({
  namespaced: false,
  countsGenerations: false,
  default(node) {
    ensure(node, 'spec');
    const status = optionalFields(node, 'status');
    const capacity = optionalFields(status, 'capacity');
    if (status !== undefined && capacity !== undefined) fill(status, { allocatable: copy(capacity) });
    canonicalizeQuantities(capacity);
    canonicalizeQuantities(optionalFields(status, 'allocatable'));
  },
  validate: (node) => [...validateTaints(node), ...validateResources(node), ...validateRanges(node)],
  validateUpdate,
  validateStatusUpdate: validateResources,
  selectable: ['spec.unschedulable'],
  selectableFields: (node) => ({ 'spec.unschedulable': String(flag(node, 'spec', 'unschedulable')) }),
});

/** The path is the one that Kubernetes names, though the taints are in the spec. */
function validateTaints(node: KubeObject): FieldError[] {
  const seen = new Set<string>();
  return itemsOf(node.spec, 'taints', 'metadata').flatMap(({ value: taint, path }) => {
    const [key, value, effect] = [text(taint, 'key'), text(taint, 'value'), text(taint, 'effect')];
    const errors = validateLabelName(key, `${path}.key`);
    const problems = labelValue(value);
    if (problems.length > 0) errors.push(invalidValue(`${path}.value`, value, problems.join(';')));
    errors.push(...(effect === '' ? [required(`${path}.effect`)] : validateTaintEffect(effect, `${path}.effect`)));
    if (seen.has(`${key} ${effect}`)) {
      const message = `Duplicate value: ${JSON.stringify(taint)}: taints must be unique by key and effect pair`;
      errors.push({ reason: 'FieldValueDuplicate', field: path, message });
    }
    seen.add(`${key} ${effect}`);
    return errors;
  });
}

function validateResources(node: KubeObject): FieldError[] {
  return ['capacity', 'allocatable'].flatMap((part) =>
    [...quantities(node, 'status', part)].flatMap(([name, quantity]) =>
      validateResourceQuantity(name, quantity, `status.${part}.${name}`),
    ),
  );
}

function validateRanges(node: KubeObject): FieldError[] {
  const ranges = texts(node, 'spec', 'podCIDRs');
  const errors = ranges.flatMap((range, index) => validateCidr(range, `spec.podCIDRs[${index}]`));
  const families = new Set(ranges.map((range) => range.includes(':')));
  if (ranges.length > families.size) {
    errors.push(invalidValue('spec.podCIDRs', ranges, 'may specify no more than one CIDR for each IP family'));
  }
  return errors;
}

function validateUpdate(node: KubeObject, old: KubeObject): FieldError[] {
  const errors: FieldError[] = [];
  const ranges = get(old, 'spec', 'podCIDRs');
  if (texts(old, 'spec', 'podCIDRs').length > 0 && !sameJson(ranges, get(node, 'spec', 'podCIDRs'))) {
    const why = 'node updates may not change podCIDR except from "" to valid';
    errors.push(fieldForbidden('spec.podCIDRs', why));
  }
  const provider = text(old, 'spec', 'providerID');
  if (provider !== '' && provider !== text(node, 'spec', 'providerID')) {
    const why = 'node updates may not change providerID except from "" to valid';
    errors.push(fieldForbidden('spec.providerID', why));
  }
  return errors;
}
