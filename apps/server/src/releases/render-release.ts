import {
  documents,
  type HelmRunOptions,
  joinDocuments,
  type RenderedObject,
  releaseOf,
  renderedObjects,
  secretsIn,
  sourcedDocuments,
} from '@luban/extension-package/helm';
import type { KubeClient } from '@luban/kube/client';
import { ApiKinds } from './api-kinds.ts';
import { dryRun, template } from './helm-commands.ts';
import { helmFailure } from './helm-failure.ts';
import type { PreparedChart } from './prepared-chart.ts';
import type { ReleaseRunner } from './release-runner.ts';
import type { ReleaseSpec } from './releases.ts';

export interface Rendering {
  /** Chart.yaml, as helm read it. */
  metadata: Readonly<Record<string, unknown>>;
  /** Documents with the objects and hooks. */
  objects: readonly string[];
  secrets: readonly string[];
}

export interface RenderOptions extends HelmRunOptions {
  runner: ReleaseRunner;
  /** In whose name; absent: LuBan's. */
  as?: string;
}

/** Rendered by helm, with what the cluster can and holds, and compared with it: objects of others are in the way. */
export async function renderObjects(
  spec: ReleaseSpec,
  chart: PreparedChart,
  { runner, as, ...options }: RenderOptions,
): Promise<Rendering> {
  const names = { release: spec.name, namespace: spec.namespace };
  const actsAs = as === undefined ? 'luban' : 'executor';
  const command = { action: 'render', actsAs, ...names, files: chart.files, args: dryRun(names, { as }) } as const;
  const outcome = await runner.run(spec, command, options);
  const line = outcome.stdout.split('\n').findLast((text) => text.startsWith('{'));
  if (outcome.code !== 0 || line === undefined) throw helmFailure(spec, outcome, chart.values);
  const json: unknown = JSON.parse(line);
  const { manifest, hooks } = releaseOf(json);
  const objects = [...documents(manifest), ...hooks.flatMap(documents)];
  const metadata = (json as { chart?: { metadata?: Record<string, unknown> } }).chart?.metadata ?? {};
  return { metadata, objects, secrets: secretsIn(objects, chart.values) };
}

/** The definitions in `crds/` folders of the parts that are turned on, and the objects as far as they can be known without them. */
export async function renderDefinitions(
  spec: ReleaseSpec,
  chart: PreparedChart,
  { runner, as, isUpgrade, client, ...options }: RenderOptions & { isUpgrade: boolean; client: KubeClient },
): Promise<{ definitions: RenderedObject[]; objects: string[] }> {
  const names = { release: spec.name, namespace: spec.namespace };
  const kinds = await ApiKinds.of(client);
  const { gitVersion } = await client.json<{ gitVersion: string }>('GET', '/version');
  const isAsked = as !== undefined || (await runner.actsAsLuban());
  const able = { kubeVersion: gitVersion, apiVersions: kinds.apiVersions(), isUpgrade, isAsked };
  const actsAs = as !== undefined ? 'executor' : isAsked ? 'luban' : 'nobody';
  const args = template(names, { as }, able);
  const command = { action: 'render', actsAs, ...names, files: chart.files, args } as const;
  const outcome = await runner.run(spec, command, options);
  if (outcome.code !== 0) throw helmFailure(spec, outcome, chart.values);
  // Before it is only what helm warns of, where both streams come as one.
  const start = outcome.stdout.search(/^---/m);
  const rendered = start < 0 ? [] : sourcedDocuments(outcome.stdout.slice(start));
  const isDefinition = ({ source }: { source: string }) => DEFINITION_SOURCE.test(source);
  const textOf = ({ text }: { text: string }) => text;
  return {
    definitions: renderedObjects(joinDocuments(rendered.filter(isDefinition).map(textOf))),
    objects: rendered.filter((one) => !isDefinition(one)).map(textOf),
  };
}

const DEFINITION_SOURCE = /^[^/]+(?:\/charts\/[^/]+)*\/crds\//;
