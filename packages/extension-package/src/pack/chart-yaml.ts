import { stringify } from 'yaml';
import type { ChartDependency, WrittenMetadata } from '../metadata/read-metadata.ts';

type ChartFields = Pick<WrittenMetadata, 'name' | 'version'> & Partial<WrittenMetadata>;

/**
 * `Chart.yaml` of a package, from `extension.yaml`. Fields that are the same in both keep their values; `icon` and
 * `description` are as one language and a single file allow. Source: KubeSphere 4, extension packages; Helm, chart format.
 *
 * @param icon a data URI or an https URL
 */
export function chartYaml(fields: ChartFields, icon?: string): string {
  const { name, version, description, keywords, home, sources, maintainers, kubeVersion, annotations } = fields;
  const chart = {
    apiVersion: 'v2',
    name,
    version,
    kubeVersion,
    description: description && (description.en ?? Object.values(description)[0]),
    type: 'application',
    keywords,
    home,
    sources,
    dependencies: fields.dependencies?.map(dependencyOf),
    maintainers,
    icon,
    annotations,
  };
  return stringify(known(chart), { lineWidth: 0 });
}

function dependencyOf(dependency: ChartDependency): Record<string, unknown> {
  const { name, version, repository, condition, tags, alias } = dependency;
  return known({
    name,
    version,
    repository: repository ?? '',
    condition,
    tags,
    alias,
    'import-values': dependency['import-values'],
  });
}

function known(fields: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}
