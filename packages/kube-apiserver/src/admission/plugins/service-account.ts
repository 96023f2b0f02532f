/** Gives pods their service account and its token. Source: k8s.io/kubernetes, plugin/pkg/admission/serviceaccount. */
import { forbidden } from '@luban/kube';
import { randomSuffix } from '../../rest/generated-name.ts';
import { objectKey, type Store } from '../../store/store.ts';
import type { AdmissionPlugin } from '../admission.ts';
import { containersOf, type PodSpecDraft, podBeingCreated } from './pod-shape.ts';

const TOKEN_PATH = '/var/run/secrets/kubernetes.io/serviceaccount';
const MIRROR = 'kubernetes.io/config.mirror';

export function serviceAccountAdmission(store: Store): AdmissionPlugin {
  return {
    name: 'ServiceAccount',
    mutate(request) {
      const pod = podBeingCreated(request);
      if (pod === undefined || request.object?.metadata.annotations?.[MIRROR] !== undefined) return;
      const { spec } = pod;
      spec.serviceAccountName ||= 'default';
      spec.serviceAccount = spec.serviceAccountName;
      const account = store.newest('serviceaccounts', objectKey(request.namespace, spec.serviceAccountName));
      if (account === undefined) {
        const { serviceAccountName: name } = spec;
        throw forbidden(
          { group: '', resource: 'pods' },
          request.name,
          `error looking up service account ${request.namespace}/${name}: serviceaccount "${name}" not found`,
        );
      }
      const { imagePullSecrets, automountServiceAccountToken } = account.object as unknown as PodSpecDraft;
      if (!spec.imagePullSecrets?.length && imagePullSecrets?.length)
        spec.imagePullSecrets = structuredClone(imagePullSecrets);
      if (spec.automountServiceAccountToken ?? automountServiceAccountToken ?? true) mountToken(spec);
    },
  };
}

function mountToken(spec: PodSpecDraft): void {
  const containers = containersOf(spec).filter(
    ({ volumeMounts }) =>
      !(Array.isArray(volumeMounts) && volumeMounts.some((mount) => mount?.mountPath === TOKEN_PATH)),
  );
  if (containers.length === 0) return;
  const name = `kube-api-access-${randomSuffix(5)}`;
  spec.volumes = [...(Array.isArray(spec.volumes) ? spec.volumes : []), tokenVolume(name)];
  for (const container of containers) {
    const mounts = Array.isArray(container.volumeMounts) ? container.volumeMounts : [];
    container.volumeMounts = [...mounts, { name, readOnly: true, mountPath: TOKEN_PATH }];
  }
}

function tokenVolume(name: string) {
  return {
    name,
    projected: {
      defaultMode: 0o644,
      sources: [
        { serviceAccountToken: { expirationSeconds: 3607, path: 'token' } },
        { configMap: { name: 'kube-root-ca.crt', items: [{ key: 'ca.crt', path: 'ca.crt' }] } },
        {
          downwardAPI: {
            items: [{ path: 'namespace', fieldRef: { apiVersion: 'v1', fieldPath: 'metadata.namespace' } }],
          },
        },
      ],
    },
  };
}
