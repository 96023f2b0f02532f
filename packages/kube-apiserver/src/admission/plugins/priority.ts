/** Turns the priority class of a pod into a number. Source: k8s.io/kubernetes, plugin/pkg/admission/priority. */
import { forbidden } from '@luban/kube';
import type { Store } from '../../store/store.ts';
import type { AdmissionPlugin } from '../admission.ts';
import { podBeingCreated } from './pod-shape.ts';

interface PriorityClass {
  value?: number;
  globalDefault?: boolean;
  preemptionPolicy?: string;
}

const CLASSES = 'priorityclasses.scheduling.k8s.io';

export function priorityAdmission(store: Store): AdmissionPlugin {
  return {
    name: 'Priority',
    mutate(request) {
      const spec = podBeingCreated(request)?.spec;
      if (spec === undefined) return;
      const byDefault = () =>
        store.list(CLASSES).items.find(({ object }) => (object as PriorityClass).globalDefault === true);
      const found = spec.priorityClassName ? store.newest(CLASSES, spec.priorityClassName) : byDefault();
      if (found === undefined && spec.priorityClassName) {
        throw forbidden(
          { group: '', resource: 'pods' },
          request.name,
          `no PriorityClass with name ${spec.priorityClassName} was found`,
        );
      }
      const { value = 0, preemptionPolicy = 'PreemptLowerPriority' } = (found?.object ?? {}) as PriorityClass;
      if (found !== undefined) spec.priorityClassName = found.name;
      if (spec.priority !== undefined && spec.priority !== value) {
        throw forbidden(
          { group: '', resource: 'pods' },
          request.name,
          `the integer value of priority (${spec.priority}) must not be provided in pod spec; priority admission controller computed ${value} from the given PriorityClass name`,
        );
      }
      spec.priority = value;
      spec.preemptionPolicy ??= preemptionPolicy;
    },
  };
}
