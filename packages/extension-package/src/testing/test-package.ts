import { gzipSync } from 'node:zlib';
import type { ExtensionManifest } from '@luban/manifest';
import { manifest } from '@luban/manifest/testing';
import { stringify } from 'yaml';
import { isRecord } from '../metadata/field.ts';
import type { ChartDependency } from '../metadata/read-metadata.ts';
import { chartYaml } from '../pack/chart-yaml.ts';
import { tarOf } from './tar-of.ts';

export interface TestPackage {
  /** Default: `tide-clock`. */
  name?: string;
  /** Default: `1.0.0`. */
  version?: string;
  /** Fields of `extension.yaml`, over valid ones; undefined leaves one out. */
  metadata?: Readonly<Record<string, unknown>>;
  /** `permissions.yaml`: text, or documents. */
  permissions?: string | readonly unknown[];
  /** `values.yaml`. */
  values?: string;
  /** `values.schema.json`. */
  valuesSchema?: unknown;
  /** Of a user interface: `true` for one without code, or parts of its manifest, over valid ones. */
  ui?: true | Partial<ExtensionManifest>;
  /** Other files, by path below the root folder; undefined leaves one out. */
  files?: Readonly<Record<string, string | Uint8Array | undefined>>;
  /** Charts in `charts/`: tags, condition and files of each. Default template: a ConfigMap of the chart's name. */
  charts?: Readonly<Record<string, TestChart>>;
}

export interface TestChart {
  tags?: readonly string[];
  condition?: string;
  files?: Readonly<Record<string, string>>;
}

export const TEST_ICON = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><path d="M0 0h1v1H0z"/></svg>';

/** A valid package, made at once, the same bytes for the same input. */
export function testPackage(options: TestPackage = {}): Uint8Array {
  const { name = 'tide-clock' } = options;
  return gzipSync(
    tarOf([...testPackageFiles(options)].map(([path, content]) => ({ name: `${name}/${path}`, content }))),
  );
}

/** The same, as files by path below the root folder. */
export function testPackageFiles(options: TestPackage = {}): Map<string, string | Uint8Array> {
  const { name = 'tide-clock', version = '1.0.0', charts = {} } = options;
  const dependencies = Object.entries(charts).map(([chart, { tags, condition }]) => ({
    name: chart,
    ...(tags !== undefined && { tags }),
    ...(condition !== undefined && { condition }),
  }));
  const metadata: Record<string, unknown> = {
    apiVersion: 'kubesphere.io/v1alpha1',
    name,
    version,
    displayName: { en: `Extension ${name}`, zh: `扩展 ${name}` },
    description: { en: `What ${name} does.`, zh: `${name} 的用途。` },
    category: 'dev-tools',
    provider: { en: { name: 'Harbour Works', url: 'https://harbour.example', email: 'dev@harbour.example' } },
    icon: './static/icon.svg',
    ...(dependencies.length > 0 && { dependencies }),
    ...options.metadata,
  };
  const files: Record<string, string | Uint8Array | undefined> = {
    'Chart.yaml': chartYaml({ name, version, description: { en: `What ${name} does.` }, ...chartFields(metadata) }),
    'extension.yaml': stringify(metadata),
    'static/icon.svg': TEST_ICON,
    'README.md': `# ${name}\n`,
    'README_zh.md': `# ${name} 中文\n`,
    ...permissionFiles(options.permissions),
    ...(options.values !== undefined && { 'values.yaml': options.values }),
    ...(options.valuesSchema !== undefined && { 'values.schema.json': JSON.stringify(options.valuesSchema) }),
    ...(options.ui !== undefined && {
      'ui/extension.json': JSON.stringify(manifest({ name, version, ...(options.ui === true ? {} : options.ui) })),
    }),
    ...Object.assign({}, ...Object.entries(charts).map(([chart, { files: own }]) => chartFiles(chart, own))),
    ...options.files,
  };
  return new Map(
    Object.entries(files).filter((entry): entry is [string, string | Uint8Array] => entry[1] !== undefined),
  );
}

/** What of the fields Chart.yaml has as well, as far as it is well-formed: tests make mistakes on purpose. */
function chartFields({ dependencies, kubeVersion, annotations }: Record<string, unknown>) {
  return {
    ...(Array.isArray(dependencies) &&
      dependencies.every(isRecord) && { dependencies: dependencies as ChartDependency[] }),
    ...(typeof kubeVersion === 'string' && { kubeVersion }),
    ...(isRecord(annotations) && { annotations: annotations as Record<string, string> }),
  };
}

function permissionFiles(permissions: TestPackage['permissions']): Record<string, string> {
  if (permissions === undefined) return {};
  const text = typeof permissions === 'string' ? permissions : permissions.map((one) => stringify(one)).join('---\n');
  return { 'permissions.yaml': text };
}

function chartFiles(chart: string, files: TestChart['files']): Record<string, string> {
  const own = files ?? {
    'templates/config.yaml':
      'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: "{{ .Release.Name }}-' +
      chart +
      '", namespace: "{{ .Release.Namespace }}"}\n',
  };
  const all = { 'Chart.yaml': `apiVersion: v2\nname: ${chart}\nversion: 1.0.0\n`, 'values.yaml': '', ...own };
  return Object.fromEntries(Object.entries(all).map(([path, content]) => [`charts/${chart}/${path}`, content]));
}
