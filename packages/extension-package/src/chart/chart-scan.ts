import type { ArchiveBudget } from '../archive/archive-budget.ts';
import { ArchiveReader } from '../archive/archive-reader.ts';
import { CONTENT_LIMITS, sizeText } from '../limits.ts';
import { refusal } from '../package-error.ts';
import { definitionNames } from './definition-names.ts';

const SUBCHART = /^charts\/([^/._][^/]*)\/Chart\.yaml$/;
const NESTED = /^(?:charts\/[^/]+\/)*charts\/[^/._][^/]*\.tgz$/;
const DEFINITIONS = /^(?:charts\/[^/]+\/)*crds\/.+\.(?:ya?ml|json)$/;
/** Files that helm renders to objects: neither notes nor partials. */
const TEMPLATE = /^templates\/(?!NOTES\.txt$)(?:.*\/)?[^/_][^/]*$/;

/** Gathers from the files of a chart, as they come by, what is in it. */
export class ChartScan {
  readonly #budget: ArchiveBudget;
  readonly #depth: number;
  /** Charts directly below, by name. */
  readonly charts = new Set<string>();
  readonly crds = new Set<string>();
  hasTemplates = false;

  constructor(budget: ArchiveBudget, depth = 0) {
    this.#budget = budget;
    this.#depth = depth;
  }

  /** Whether helm has anything to do. */
  get hasObjects(): boolean {
    return this.hasTemplates || this.crds.size > 0 || this.charts.size > 0;
  }

  /** Told of every file. @returns whether its content is wanted, too */
  sees(path: string): boolean {
    this.hasTemplates ||= TEMPLATE.test(path);
    return SUBCHART.test(path) || NESTED.test(path) || DEFINITIONS.test(path);
  }

  /** @throws PackageError when a packed chart inside is not to be trusted */
  async take(path: string, content: Uint8Array): Promise<void> {
    const [, folder] = SUBCHART.exec(path) ?? [];
    if (folder !== undefined) this.charts.add(chartName(content) ?? folder);
    else if (NESTED.test(path)) await this.#unpack(path, content);
    else this.#define(path, definitionNames(Buffer.from(content).toString('utf8')));
  }

  async #unpack(path: string, content: Uint8Array): Promise<void> {
    if (this.#depth >= CONTENT_LIMITS.chartDepth) throw refusal('LB7134', path, { limit: CONTENT_LIMITS.chartDepth });
    const inner = new ChartScan(this.#budget, this.#depth + 1);
    let name: string | undefined;
    for await (const file of new ArchiveReader(path, content, this.#budget).files()) {
      const isChart = file.path === 'Chart.yaml';
      if (!inner.sees(file.path) && !isChart) continue;
      if (isChart && file.size > CONTENT_LIMITS.chart) {
        throw refusal('LB7110', `${path}/Chart.yaml`, { limit: sizeText(CONTENT_LIMITS.chart) });
      }
      const inside = await file.content();
      if (isChart) name = chartName(inside);
      else await inner.take(file.path, inside);
    }
    // Of a chart in a chart in this chart, only its definitions matter here.
    if (path.lastIndexOf('charts/') === 0) this.charts.add(name ?? path.slice('charts/'.length).replace(/-\d.*$/, ''));
    this.#define(path, inner.crds);
  }

  #define(path: string, names: Iterable<string>): void {
    for (const name of names) this.crds.add(name);
    const limit = CONTENT_LIMITS.definitions;
    if (this.crds.size > limit) throw refusal('LB7104', path, { limit });
  }
}

/** What helm calls a chart: looked up, not parsed, for there may be thousands. @returns undefined when it cannot be seen */
function chartName(content: Uint8Array): string | undefined {
  const text = Buffer.from(content.buffer, content.byteOffset, Math.min(content.length, 64 * 2 ** 10)).toString('utf8');
  return /^(?:\{\s*)?["']?name["']?:\s*["']?([\w.-]{1,253})["']?\s*(?:[#,}]|$)/m.exec(text)?.[1];
}
