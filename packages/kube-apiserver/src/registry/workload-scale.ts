import { formatLabelSelector, type KubeObject, labelSelectorFromObject } from '@luban/kube';
import type { ScaleAccess } from './scale.ts';

/** The scale of kinds with a `spec.replicas`, a `status.replicas` and a `spec.selector` of labels. */
export const workloadScale: ScaleAccess = {
  replicasPath: ['spec', 'replicas'],
  read(object) {
    const spec = fieldsOf(object.spec);
    const status = fieldsOf(object.status);
    return {
      replicas: numberOf(spec.replicas),
      statusReplicas: numberOf(status.replicas) ?? 0,
      selector: selectorText(spec.selector),
    };
  },
  write(object, replicas): KubeObject {
    return { ...object, spec: { ...fieldsOf(object.spec), replicas } };
  },
};

/** Of a LabelSelector, or of the plain labels of a ReplicationController. */
function selectorText(selector: unknown): string {
  const fields = fieldsOf(selector);
  const plain = Object.values(fields).every((value) => typeof value === 'string');
  try {
    return formatLabelSelector(
      labelSelectorFromObject(plain ? { matchLabels: fields as Record<string, string> } : fields),
    );
  } catch {
    return '';
  }
}

function fieldsOf(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {};
}

function numberOf(value: unknown): number | undefined {
  return typeof value === 'number' ? value : undefined;
}
