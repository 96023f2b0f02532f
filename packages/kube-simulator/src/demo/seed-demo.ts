import type { KubeClient } from '@luban/kube/client';
export async function seedDemo(_client: KubeClient, _clusterName: string): Promise<void> {}
