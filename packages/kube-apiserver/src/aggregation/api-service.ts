import type { KubeObject } from '@luban/kube';

/** What an APIService asks for. Source: k8s.io/kube-aggregator/pkg/apis/apiregistration/v1. */
export interface ApiServiceSpec {
  group: string;
  version: string;
  groupPriority: number;
  versionPriority: number;
  /** Absent: this server answers itself. */
  service?: { namespace: string; name: string; port: number };
}

export function readApiService({ spec }: KubeObject): ApiServiceSpec {
  const {
    group = '',
    version = '',
    groupPriorityMinimum = 0,
    versionPriority = 0,
    service,
  } = (spec ?? {}) as {
    group?: string;
    version?: string;
    groupPriorityMinimum?: number;
    versionPriority?: number;
    service?: { namespace?: string; name?: string; port?: number } | null;
  };
  return {
    group,
    version,
    groupPriority: groupPriorityMinimum,
    versionPriority,
    ...(service && {
      service: { namespace: service.namespace ?? '', name: service.name ?? '', port: service.port ?? 443 },
    }),
  };
}
