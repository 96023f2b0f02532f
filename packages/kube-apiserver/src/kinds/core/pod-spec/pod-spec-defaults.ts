/** Defaults of pods and of templates of pods. Source: k8s.io/kubernetes/pkg/apis/core/v1/defaults.go. */
import { ensure, type Fields, fill, fillZero, objects, optionalFields, text } from '../../access.ts';
import { canonicalizeQuantities, canonicalizeResources } from '../../resource-list.ts';
import { defaultContainer } from './container-defaults.ts';
import { defaultVolume } from './volume-defaults.ts';

/** All three lists of containers, in the order of their start. */
export const CONTAINER_LISTS = ['initContainers', 'containers', 'ephemeralContainers'] as const;

export function defaultPodSpec(spec: Fields): void {
  fillZero(spec, { dnsPolicy: 'ClusterFirst', restartPolicy: 'Always', schedulerName: 'default-scheduler' });
  fill(spec, { securityContext: {}, terminationGracePeriodSeconds: 30 });
  mirrorServiceAccount(spec);
  for (const name of CONTAINER_LISTS) objects(spec, name).forEach(defaultContainer);
  objects(spec, 'volumes').forEach(defaultVolume);
  canonicalizeQuantities(optionalFields(spec, 'overhead'));
  canonicalizeResources(optionalFields(spec, 'resources'));
}

/** The template of the field `template` of a workload's spec. */
export function defaultPodTemplate(parent: Fields): void {
  const template = ensure(parent, 'template');
  if (template === undefined) return;
  ensure(template, 'metadata');
  const spec = ensure(template, 'spec');
  if (spec !== undefined) defaultPodSpec(spec);
}

/** The older name of the field says the same as the newer one. */
function mirrorServiceAccount(spec: Fields): void {
  const name = text(spec, 'serviceAccountName') || text(spec, 'serviceAccount');
  if (name !== '') Object.assign(spec, { serviceAccountName: name, serviceAccount: name });
}
