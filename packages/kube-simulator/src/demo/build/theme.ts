import type { KubeObject } from '@luban/kube';
import type { KubeClient } from '@luban/kube/client';
import { SIMULATED } from '../../nodes/node-object.ts';

/** A part of the demo: one team's application, or one service of the platform. */
export interface Theme {
  /** Value of the label `app.kubernetes.io/part-of` of everything in it. */
  name: string;
  objects: KubeObject[];
  /** What is done once the objects are there. Each may run again after an interrupted start. */
  steps: DemoStep[];
}

export type DemoStep = (client: KubeClient, signal: AbortSignal) => Promise<void>;

const PART_OF = 'app.kubernetes.io/part-of';

/** Marks the objects, and what their templates make, as parts of the theme and as simulated. */
export function theme(name: string, objects: readonly KubeObject[], steps: DemoStep[] = []): Theme {
  return { name, objects: objects.map((object) => stamp(object, name)), steps };
}

/** Puts the objects into a namespace. */
export function inNamespace(namespace: string, objects: readonly KubeObject[]): KubeObject[] {
  return objects.map((object) => ({ ...object, metadata: { ...object.metadata, namespace } }));
}

function stamp(object: KubeObject, partOf: string): KubeObject {
  const { metadata } = object;
  return {
    ...withTemplateLabel(object, partOf),
    metadata: {
      ...metadata,
      labels: { ...metadata.labels, [PART_OF]: metadata.labels?.[PART_OF] ?? partOf },
      annotations: { [SIMULATED]: 'true', ...metadata.annotations },
    },
  };
}

/** Templates are nested: a CronJob's holds a Job's, which holds a pod's. */
function withTemplateLabel<Shape extends object>(object: Shape, partOf: string): Shape {
  if (!('spec' in object) || typeof object.spec !== 'object' || object.spec === null) return object;
  const spec: Record<string, unknown> = { ...object.spec };
  for (const field of ['template', 'jobTemplate']) {
    const template = spec[field];
    if (!isTemplate(template)) continue;
    const labels = { ...template.metadata?.labels, [PART_OF]: partOf };
    spec[field] = { ...withTemplateLabel(template, partOf), metadata: { ...template.metadata, labels } };
  }
  return { ...object, spec };
}

interface Template {
  metadata?: { labels?: Record<string, string> };
  spec: object;
}

/** Custom kinds may use the words otherwise. */
function isTemplate(value: unknown): value is Template {
  return typeof value === 'object' && value !== null && 'spec' in value;
}
