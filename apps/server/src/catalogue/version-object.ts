import type { ExtensionPackage } from '@luban/extension-package';
import { Refusal } from '../refusal.ts';
import { CATALOGUE_MARKS } from './catalogue-marks.ts';
import type { ChartDataRef } from './config-map-archive.ts';
import { type ExtensionVersionObject, KUBESPHERE_LABELS } from './objects.ts';

export interface VersionSource {
  /** Name of the Repository object. Absent: published by hand. */
  repository?: string;
  chartURL?: string;
  chartDataRef?: ChartDataRef;
  /** RFC 3339. */
  created?: string;
  /** `sha256:…` of the archive. Absent: whoever publishes may publish other content. */
  digest?: string;
  annotations?: Record<string, string>;
}

/** Characters of an icon that is kept in objects, which everybody reads again and again. */
const INLINE_ICON = 64 * 1024;

/**
 * The object of a version, from its package. Fields: KubeSphere 4.
 *
 * @throws Refusal LB7309 when name and version make no name of an object
 */
export function versionObject(pkg: ExtensionPackage, source: VersionSource): ExtensionVersionObject {
  const { metadata } = pkg;
  const { name, version } = metadata;
  return {
    apiVersion: 'kubesphere.io/v1alpha1',
    kind: 'ExtensionVersion',
    metadata: {
      name: versionName(name, version),
      labels: {
        [KUBESPHERE_LABELS.extension]: name,
        ...(source.repository && { [KUBESPHERE_LABELS.repository]: source.repository }),
        ...(isLabelValue(metadata.category) && { [KUBESPHERE_LABELS.category]: metadata.category }),
      },
      annotations: {
        ...ownAnnotations(pkg.chart.annotations),
        ...(pkg.ui !== undefined && { [CATALOGUE_MARKS.hasInterface]: 'true' }),
        ...(pkg.ui?.manifest.engines?.luban && { [CATALOGUE_MARKS.lubanRange]: pkg.ui.manifest.engines.luban }),
        ...source.annotations,
      },
    },
    spec: {
      version,
      displayName: { ...metadata.displayName },
      description: { ...metadata.description },
      icon: iconOf(pkg),
      provider: Object.fromEntries(Object.entries(metadata.provider).map(([language, one]) => [language, { ...one }])),
      ...(source.created && { created: source.created }),
      keywords: [...metadata.keywords],
      sources: [...metadata.sources],
      ...(source.repository && { repository: source.repository }),
      category: metadata.category,
      ...(metadata.kubeVersion && { kubeVersion: metadata.kubeVersion }),
      ...(metadata.ksVersion && { ksVersion: metadata.ksVersion }),
      ...(metadata.home && { home: metadata.home }),
      ...(metadata.docs && { docs: metadata.docs }),
      ...(source.digest && { digest: source.digest }),
      screenshots: [...pkg.screenshots],
      ...(source.chartDataRef && { chartDataRef: source.chartDataRef }),
      ...(source.chartURL && { chartURL: source.chartURL }),
      ...(metadata.namespace && { namespace: metadata.namespace }),
      installationMode: metadata.installationMode,
      externalDependencies: metadata.externalDependencies.map((dependency) => ({ ...dependency })),
    },
  };
}

/** @throws Refusal LB7309 */
export function versionName(extension: string, version: string): string {
  const name = `${extension}-${version}`;
  if (name.length <= 253 && /^[a-z\d]([a-z\d.-]*[a-z\d])?$/.test(name) && !/\.\.|\.-|-\./.test(name)) return name;
  throw new Refusal(422, 'LB7309', { extension, version: version.slice(0, 100) });
}

export function isLabelValue(text: string): boolean {
  return text.length <= 63 && /^[A-Za-z\d]([\w.-]*[A-Za-z\d])?$/.test(text);
}

/** A large icon stays in the package, and is served from there. */
function iconOf({ icon, metadata }: ExtensionPackage): string {
  if (icon.length <= INLINE_ICON) return icon;
  const path = metadata.icon.replace(/^(?:\.\/)+/, '');
  if (/^(?:data|https?):/i.test(path)) return '';
  const segments = path.split('/').map(encodeURIComponent).join('/');
  return `/api/center/extensions/${metadata.name}/versions/${encodeURIComponent(metadata.version)}/files/${segments}`;
}

/** What charts say to controllers, such as the image of their hooks; never what only the product says. */
function ownAnnotations(annotations: Readonly<Record<string, string>>): Record<string, string> {
  const usable = Object.entries(annotations).filter(
    ([key, value]) =>
      /^(?:[a-z\d]([a-z\d.-]{0,251}[a-z\d])?\/)?[A-Za-z\d]([\w./-]{0,61}[A-Za-z\d])?$/.test(key) &&
      key.indexOf('/') === key.lastIndexOf('/') &&
      !/(?:^|\.)(?:luban\.dev|kubernetes\.io|k8s\.io)\//.test(key) &&
      value.length <= 4_096,
  );
  return Object.fromEntries(usable.slice(0, 32));
}
