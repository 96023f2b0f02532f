/** Pods stay five minutes on a node that is not ready. Source: k8s.io/kubernetes, admission/defaulttolerationseconds. */
import type { AdmissionPlugin } from '../admission.ts';
import { podBeingCreated } from './pod-shape.ts';

const KEYS = ['node.kubernetes.io/not-ready', 'node.kubernetes.io/unreachable'];
const SECONDS = 300;

export const defaultTolerations: AdmissionPlugin = {
  name: 'DefaultTolerationSeconds',
  mutate(request) {
    const spec = podBeingCreated(request)?.spec;
    if (spec === undefined || (spec.tolerations !== undefined && !Array.isArray(spec.tolerations))) return;
    const present = spec.tolerations ?? [];
    const missing = KEYS.filter(
      (key) =>
        !present.some(
          (toleration) =>
            (!toleration?.key || toleration.key === key) && (!toleration?.effect || toleration.effect === 'NoExecute'),
        ),
    );
    if (missing.length === 0) return;
    const added = missing.map((key) => ({ key, operator: 'Exists', effect: 'NoExecute', tolerationSeconds: SECONDS }));
    spec.tolerations = [...present, ...added];
  },
};
