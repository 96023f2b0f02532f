import { SERVER_VERSION } from '../discovery/server-version.ts';

/** Clients ask for it by a name that is not one of a media type, for which their own parsers would refuse the answer. */
export const SWAGGER_PROTOBUF = {
  asked: /\bcom\.github\.proto-openapi\.spec\.v2[@.]v1\.0\+protobuf\b/,
  answered: 'application/com.github.proto-openapi.spec.v2.v1.0+protobuf',
};

/**
 * `/openapi/v2`, with nothing in it. Clients learn all from v3, but kubectl asks v2 as well when v3 knows nothing of a
 * kind: of `List`, and of kinds whose definition is not there yet. When v2 knows nothing either, it goes on without
 * checks of its own; without an answer it gives up.
 */
export const emptySwagger = {
  json: {
    swagger: '2.0',
    info: { title: 'Kubernetes', version: SERVER_VERSION.gitVersion },
    paths: {},
    definitions: {},
  },
  /** `openapi.v2.Document` of gnostic. Source: github.com/google/gnostic-models, openapiv2/OpenAPIv2.proto. */
  protobuf: Buffer.concat([
    field(1, Buffer.from('2.0')),
    field(2, Buffer.concat([field(1, Buffer.from('Kubernetes')), field(2, Buffer.from(SERVER_VERSION.gitVersion))])),
    field(8, Buffer.alloc(0)),
  ]),
};

/** A field of bytes shorter than 128. */
function field(number: number, bytes: Buffer): Buffer {
  return Buffer.concat([Buffer.of((number << 3) | 2, bytes.length), bytes]);
}
