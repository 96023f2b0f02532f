import type { ExtensionPackage } from '@luban/extension-package';
import type { Dependency, VersionDetail } from '@luban/manifest/center-api';
import type { ExtensionVersionObject } from '../../catalogue/objects.ts';
import { linkOf } from '../texts.ts';
import { additionsOf } from './additions.ts';
import { fileUrl } from './package-files.ts';
import { permissionView } from './permission-view.ts';

export interface VersionDetailParts {
  name: string;
  object: ExtensionVersionObject;
  package: ExtensionPackage;
  dependencies: Dependency[];
  dependants: Dependency[];
  signature: VersionDetail['signature'];
}

/** Everything about a version that its package says. */
export function versionDetail(parts: VersionDetailParts): VersionDetail {
  const { name, object, package: found, dependencies, dependants, signature } = parts;
  const { metadata, chart, ui } = found;
  const { version } = metadata;
  const home = linkOf(metadata.home);
  const docs = linkOf(metadata.docs);
  return {
    ...{ name, version, signature, dependencies, dependants },
    readme: { ...found.readme },
    changelog: { ...found.changelog },
    ...(found.license !== undefined && { license: found.license }),
    values: found.values,
    ...(found.valuesSchema !== undefined && { valuesSchema: found.valuesSchema }),
    screenshots: found.screenshots.flatMap((path) => fileUrl(name, version, path) ?? []),
    ...(home !== undefined && { home }),
    ...(docs !== undefined && { docs }),
    sources: metadata.sources.flatMap((source) => linkOf(source) ?? []),
    maintainers: metadata.maintainers.map(({ name: who, url, email }) => ({
      name: who,
      ...(linkOf(url) && { url }),
      ...(email && { email }),
    })),
    images: [...metadata.images],
    keywords: [...metadata.keywords],
    installationMode: metadata.installationMode,
    namespace: metadata.namespace ?? `extension-${name}`,
    ...(metadata.kubeVersion && { kubeVersion: metadata.kubeVersion }),
    ...(metadata.ksVersion && { ksVersion: metadata.ksVersion }),
    digest: object.spec?.digest ?? found.digest,
    size: found.size,
    permissions: permissionView(found),
    ...(ui !== undefined && { adds: additionsOf(ui.manifest) }),
    charts: chartsOf(chart),
    warnings: [...found.warnings],
  };
}

/** Charts inside, by where they are installed. */
function chartsOf({ parts, crds }: ExtensionPackage['chart']): VersionDetail['charts'] {
  const charts: VersionDetail['charts'] = { extension: [], agent: [], both: [], crds: [...crds] };
  for (const { name, tags } of parts) {
    const [host, agent] = [tags.includes('extension'), tags.includes('agent')];
    // Without a tag helm takes a chart in with either part.
    charts[host === agent ? 'both' : host ? 'extension' : 'agent'].push(name);
  }
  return charts;
}
