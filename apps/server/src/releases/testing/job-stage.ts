/** Releases by Jobs of a test cluster, with a kubelet that runs them by the real helm. */
import { onTestFinished } from 'vitest';
import { JOBS, type JobObject } from '../jobs/job-objects.ts';
import { jobKubelet } from './job-kubelet.ts';
import { testHelm, testReleases } from './test-releases.ts';

export const IMAGE = 'registry.example/helm:3.17.2';

/** One ConfigMap in each part. */
export const CHART = {
  charts: {
    host: {
      tags: ['extension'],
      files: {
        'templates/config.yaml':
          'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: config}\ndata: {text: {{ .Values.text | default "one" }}}\n',
      },
    },
    collector: {
      tags: ['agent'],
      files: {
        'templates/config.yaml':
          'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: agent-config}\ndata: {role: {{ .Values.global.clusterInfo.role }}}\n',
      },
    },
  },
};

export async function jobStage(members: string[] = []) {
  const made = await testReleases({ helmImage: IMAGE, members, withoutLocal: true });
  const { path } = await testHelm();
  const kubelet = jobKubelet(made.host, path);
  onTestFinished(() => kubelet[Symbol.asyncDispose]());
  const jobs = async () => (await made.host.api.client.list<JobObject>(JOBS)).items;
  return { ...made, kubelet, jobs };
}
