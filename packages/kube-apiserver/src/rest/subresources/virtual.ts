/** What only answers: access reviews, tokens. */
import { methodNotAllowed } from '@luban/kube';
import type { VirtualResource } from '../../registry/virtual-resource.ts';
import type { ApiResponse } from '../../wire/api-request.ts';
import { negotiate } from '../../wire/negotiate.ts';
import { encoded } from '../../wire/respond.ts';
import { acceptObject, type ExpectedKind, readBody } from '../read-object.ts';
import type { Call } from '../server-context.ts';
import { writeQuery } from '../write-options.ts';

export async function serveVirtual(call: Call, answer: VirtualResource, expected: ExpectedKind): Promise<ApiResponse> {
  const { info, request, user } = call;
  if (info.verb !== 'create' || (info.name !== '' && info.subresource === '')) throw methodNotAllowed();
  const query = writeQuery(request);
  const object = acceptObject(await readBody(request, { custom: false }), expected, query, (text) =>
    call.warnings.add(text),
  );
  const result = await answer({
    object,
    user,
    namespace: info.namespace,
    name: info.subresource === '' ? '' : info.name,
  });
  return encoded(201, result, negotiate(request.headers.accept, request.query));
}
