/** Defaults of containers. Source: k8s.io/kubernetes/pkg/apis/core/v1/defaults.go. */
import { ensure, type Fields, fill, fillZero, get, objects, optionalFields, text } from '../../access.ts';
import { canonicalizeResources } from '../../resource-list.ts';
import { isLatestImage } from './image-tag.ts';
import { defaultDownwardItem } from './volume-defaults.ts';

export function defaultContainer(container: Fields): void {
  fillZero(container, {
    imagePullPolicy: isLatestImage(text(container, 'image')) ? 'Always' : 'IfNotPresent',
    terminationMessagePath: '/dev/termination-log',
    terminationMessagePolicy: 'File',
  });
  canonicalizeResources(ensure(container, 'resources'));
  for (const port of objects(container, 'ports')) fillZero(port, { protocol: 'TCP' });
  for (const variable of objects(container, 'env')) {
    const source = optionalFields(variable, 'valueFrom');
    if (source !== undefined) defaultDownwardItem(source);
  }
  for (const name of ['livenessProbe', 'readinessProbe', 'startupProbe']) {
    const probe = optionalFields(container, name);
    if (probe !== undefined) defaultProbe(probe);
  }
  for (const name of ['postStart', 'preStop']) defaultHttpGet(get(container, 'lifecycle', name));
}

function defaultProbe(probe: Fields): void {
  fillZero(probe, { timeoutSeconds: 1, periodSeconds: 10, successThreshold: 1, failureThreshold: 3 });
  defaultHttpGet(probe);
  const grpc = optionalFields(probe, 'grpc');
  if (grpc !== undefined) fill(grpc, { service: '' });
}

function defaultHttpGet(handler: unknown): void {
  const request = optionalFields(handler, 'httpGet');
  if (request !== undefined) fillZero(request, { path: '/', scheme: 'HTTP' });
}
