import type { PackageChart, PartChart } from '../extension-package.ts';
import { CONTENT_LIMITS } from '../limits.ts';
import { list, mapOf, optional, Place, record, required, text } from '../metadata/field.ts';
import type { ChartDependency, WrittenMetadata } from '../metadata/read-metadata.ts';
import type { Findings } from '../package-error.ts';
import { documentValue, readYaml } from '../yaml/read-yaml.ts';
import type { ChartScan } from './chart-scan.ts';

export const CHART_FILE = 'Chart.yaml';

const LONG = 10_000;

/** What of `Chart.yaml` matters here; helm reads the rest. */
const readFields = record(
  {
    apiVersion: required(text(20)),
    name: required(text(LONG)),
    version: required(text(LONG)),
    type: optional(text(20)),
    kubeVersion: optional(text(LONG)),
    annotations: optional(mapOf(text(100_000), () => true, 500)),
    dependencies: optional(
      list(
        record(
          {
            name: required(text(LONG)),
            alias: optional(text(LONG)),
            condition: optional(text(LONG)),
            tags: optional(list(text(LONG), 50)),
          },
          { unknown: false },
        ),
        200,
      ),
    ),
  },
  { unknown: false },
);

/**
 * The chart that the package is. `Chart.yaml` is what helm goes by, so it has to agree with `extension.yaml`.
 *
 * @param content of `Chart.yaml`; a package with nothing for helm can do without
 */
export function readChart(
  content: Uint8Array | undefined,
  scan: ChartScan,
  metadata: WrittenMetadata | undefined,
  findings: Findings,
): PackageChart {
  const crds = [...scan.crds].sort();
  const { hasObjects } = scan;
  const empty: PackageChart = { hasObjects, parts: [], crds, annotations: {} };
  if (content === undefined) {
    if (hasObjects) findings.error('LB7115', CHART_FILE);
    return { ...empty, annotations: metadata?.annotations ?? {} };
  }
  const [document] =
    readYaml(content, CHART_FILE, { limit: CONTENT_LIMITS.chart, duplicates: 'warning' }, findings) ?? [];
  if (document === undefined) return empty;
  const place = new Place(findings, CHART_FILE);
  const fields = readFields(documentValue(document, CHART_FILE, findings), place);
  if (fields === undefined) return empty;
  if (metadata !== undefined) compareWith(metadata, fields, place);
  if (fields.type === 'library') place.below('type').error('LB7124', { found: 'library', allowed: 'application' });

  const parts = (fields.dependencies ?? []).map((dependency, index) => {
    if (!scan.charts.has(dependency.name)) {
      place.below('dependencies').below(index).error('LB7133', { name: dependency.name });
    }
    return partOf(dependency);
  });
  // Helm takes every chart that lies in charts/, whether it is listed or not.
  const listed = new Set(fields.dependencies?.map(({ name }) => name));
  for (const name of [...scan.charts].sort()) if (!listed.has(name)) parts.push({ name, tags: [] });
  const { kubeVersion, annotations = {} } = fields;
  return { hasObjects, parts, crds, annotations, ...(kubeVersion !== undefined && { kubeVersion }) };
}

type ListedChart = Pick<ChartDependency, 'name' | 'alias' | 'condition' | 'tags'>;

function partOf({ name, alias, condition, tags = [] }: ListedChart): PartChart {
  return { name: alias ?? name, tags, ...(condition !== undefined && { condition }) };
}

function compareWith(
  metadata: WrittenMetadata,
  chart: { name: string; version: string; dependencies?: ListedChart[] },
  place: Place,
): void {
  for (const field of ['name', 'version'] as const) {
    if (chart[field] !== metadata[field]) {
      place.below(field).error('LB7132', { found: chart[field], expected: metadata[field] });
    }
  }
  const inChart = new Map((chart.dependencies ?? []).map((one) => [one.alias ?? one.name, one]));
  for (const wanted of metadata.dependencies ?? []) {
    const name = wanted.alias ?? wanted.name;
    const found = describe(inChart.get(name));
    const expected = describe(wanted);
    if (found !== expected) place.below('dependencies').below(name).warn('LB7132', { found, expected });
  }
}

function describe(dependency: ListedChart | undefined): string {
  if (dependency === undefined) return '–';
  const { tags = [], condition = '–' } = dependency;
  return `tags: ${[...tags].sort().join(', ') || '–'}; condition: ${condition}`;
}
