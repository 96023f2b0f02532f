import type { Problem } from '@luban/manifest';
import type { InstallPlanObject } from '../../catalogue/objects.ts';
import { Refusal } from '../../refusal.ts';
import { checkedConfig } from '../actions/check-config.ts';
import type { RequestBody } from '../actions/request-body.ts';

/** A change that somebody thinks of. What is not said stays as it is. */
export interface PreviewRequest {
  version: string;
  config?: string;
  clusters?: string[];
  overrides?: Record<string, string>;
  /** Go on although dependencies are not met. */
  ignoreDependencies: boolean;
  /** What is wrong with the texts. */
  problems: Problem[];
}

/** @throws Refusal LB7610 when the shape is wrong; values that are no YAML are a problem among others */
export function previewRequest(body: RequestBody): PreviewRequest {
  const request: PreviewRequest = {
    version: body.text('version'),
    config: body.optionalText('config'),
    clusters: body.clusters('clusters'),
    overrides: body.byCluster('overrides'),
    ignoreDependencies: body.flag('ignoreDependencies'),
    problems: [],
  };
  const texts: [string, string | undefined][] = [
    ['config', request.config],
    ...Object.entries(request.overrides ?? {}).map(([name, text]): [string, string] => [`overrides.${name}`, text]),
  ];
  for (const [field, text] of texts) {
    try {
      if (text !== undefined) checkedConfig(text, field);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      request.problems.push({ code: error.code, params: error.params });
    }
  }
  return request;
}

/** The plan as it would be. @param plan as it is; absent: not installed */
export function plannedBy(
  extension: string,
  plan: InstallPlanObject | undefined,
  { version, config, clusters, overrides, ignoreDependencies }: PreviewRequest,
): InstallPlanObject {
  const planned: InstallPlanObject = structuredClone(plan) ?? {
    apiVersion: 'kubesphere.io/v1alpha1',
    kind: 'InstallPlan',
    metadata: { name: extension },
  };
  planned.spec = { enabled: true, ...planned.spec, extension: { name: extension, version } };
  if (config !== undefined) planned.spec.config = config;
  const scheduling = { ...planned.spec.clusterScheduling };
  if (clusters !== undefined) scheduling.placement = { clusters };
  if (overrides !== undefined) scheduling.overrides = overrides;
  if (Object.keys(scheduling).length > 0) planned.spec.clusterScheduling = scheduling;
  const { 'luban.dev/ignore-dependencies': _, ...annotations } = planned.metadata.annotations ?? {};
  planned.metadata.annotations = {
    ...annotations,
    ...(ignoreDependencies && { 'luban.dev/ignore-dependencies': 'true' }),
  };
  return planned;
}
