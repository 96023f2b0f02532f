import { KubeClient } from '@luban/kube/client';
import type { ClusterConnection } from '../clusters/cluster-connection.ts';

const LIST = 'application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1,application/json';
const WATCH = 'application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1,application/json';

/** LuBan's own client, which is given the metadata of objects alone when it lists or watches. */
export function metadataClient(connection: ClusterConnection): KubeClient {
  const transport = connection.transport();
  return new KubeClient(
    (request) => {
      const accept = /[?&]watch=true/.test(request.path) ? WATCH : LIST;
      return transport({ ...request, headers: { ...request.headers, accept } });
    },
    { userAgent: 'luban' },
  );
}
