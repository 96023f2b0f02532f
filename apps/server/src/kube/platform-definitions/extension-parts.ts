/** `extensions.kubesphere.io` and `extensions.luban.dev`: what installed extensions bring to the console. */
import { bytes, conditions, fields, flag, integer, list, oneOf, open, text } from './field-schemas.ts';
import { type PlatformKind, platformDefinition } from './platform-definition.ts';

const inGroup = (kind: Omit<PlatformKind, 'group' | 'version'>) =>
  platformDefinition({ group: 'extensions.kubesphere.io', version: 'v1alpha1', ...kind });

const state = oneOf('Enabled', 'Disabled', 'Available', 'Unavailable');

/** Where a request goes: an address, or a service of the cluster. */
const endpoint = {
  url: text(),
  service: fields(
    { namespace: text(), name: text(), path: text(), port: integer({ format: 'int32', minimum: 1, maximum: 65_535 }) },
    'namespace',
    'name',
  ),
  caBundle: bytes(),
  insecureSkipVerify: flag(),
};

const keyReference = fields({ namespace: text(), name: text(), key: text() }, 'namespace', 'name', 'key');

export const EXTENSION_PARTS = [
  inGroup({
    kind: 'JSBundle',
    plural: 'jsbundles',
    fields: {
      spec: fields({
        raw: bytes(),
        rawFrom: fields({ ...endpoint, configMapKeyRef: keyReference, secretKeyRef: keyReference }),
        assets: fields({
          style: fields({ ...endpoint, link: text() }),
          files: list(fields({ ...endpoint, name: text(), link: text(), mimeType: text() })),
        }),
      }),
      status: fields({ link: text(), state, conditions: conditions() }),
    },
    columns: { Link: '.status.link', State: '.status.state' },
  }),
  inGroup({
    kind: 'APIService',
    plural: 'apiservices',
    fields: {
      spec: fields({ ...endpoint, group: text({ minLength: 1 }), version: text({ minLength: 1 }) }, 'group', 'version'),
      status: fields({ state, conditions: conditions() }),
    },
    columns: { Group: '.spec.group', Version: '.spec.version', State: '.status.state' },
  }),
  inGroup({
    kind: 'ReverseProxy',
    plural: 'reverseproxies',
    fields: {
      spec: fields(
        {
          matcher: fields({ path: text(), method: text() }, 'path'),
          upstream: fields(endpoint),
          directives: fields({
            method: text(),
            stripPathPrefix: text(),
            stripPathSuffix: text(),
            headerUp: list(text()),
            headerDown: list(text()),
            rewrite: list(text()),
            replace: list(text()),
            pathRegexp: list(text()),
            authProxy: flag(),
            wrapTransport: flag(),
            rejectForwardingRedirects: flag(),
          }),
        },
        'matcher',
        'upstream',
      ),
      status: fields({ state, conditions: conditions() }),
    },
    columns: { Path: '.spec.matcher.path', Method: '.spec.matcher.method', State: '.status.state' },
  }),
  inGroup({
    kind: 'ExtensionEntry',
    plural: 'extensionentries',
    fields: {
      spec: fields({ entries: list(open()) }),
      status: fields({ state, conditions: conditions() }),
    },
    columns: { State: '.status.state' },
  }),
  platformDefinition({
    group: 'extensions.luban.dev',
    version: 'v1alpha1',
    kind: 'UIBundle',
    plural: 'uibundles',
    fields: {
      spec: fields(
        {
          version: text(),
          // Its own schema and rules decide, which say more than a definition can.
          manifest: open(),
          digest: text(),
          source: fields({
            package: text(),
            oci: text(),
            url: text(),
            configMapRef: fields({ namespace: text(), name: text(), key: text() }, 'namespace', 'name'),
          }),
        },
        'version',
        'manifest',
      ),
      status: fields({ state: oneOf('Available', 'Disabled'), conditions: conditions() }),
    },
    required: ['spec'],
    columns: { Version: '.spec.version', State: '.status.state' },
  }),
];
