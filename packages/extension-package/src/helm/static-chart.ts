import { gzipSync } from 'node:zlib';
import { pack } from 'tar-stream';
import { stringify } from 'yaml';
import { joinDocuments } from './rendered-objects.ts';

export interface StaticChartOptions {
  /** Chart.yaml of the chart that the objects come from, as helm tells it. */
  metadata: Readonly<Record<string, unknown>>;
  /** YAML of objects, hooks among them. */
  objects: readonly string[];
}

/** What helm needs of Chart.yaml; the rest would only fill the record that it keeps of each revision. */
const KEPT = ['name', 'version', 'appVersion', 'description', 'home', 'sources', 'maintainers', 'annotations'];

/**
 * A chart whose templates are rendered already, as an archive. Helm applies exactly what was looked at, in every major version and
 * without a post-renderer, which would not see hooks in helm 3 and has to be a plugin in helm 4.
 */
export async function staticChart({ metadata, objects }: StaticChartOptions): Promise<Uint8Array> {
  const name = typeof metadata.name === 'string' ? metadata.name : 'chart';
  const kept = Object.fromEntries(KEPT.flatMap((key) => (metadata[key] === undefined ? [] : [[key, metadata[key]]])));
  const files = new Map([
    ['Chart.yaml', stringify({ apiVersion: 'v2', ...kept, name })],
    ['values.yaml', '{}\n'],
    // Read as a file, so that nothing in it is taken for a template once more.
    ['templates/objects.yaml', '{{ .Files.Get "objects.yaml" }}\n'],
    ['objects.yaml', joinDocuments(objects)],
  ]);
  return packed(name, files);
}

/**
 * A chart that renders each of the documents as JSON on a line of its own. Helm takes YAML that no other parser does, such as
 * quotations that go on at the indentation of their key.
 */
export function jsonChart(texts: readonly string[]): Promise<Uint8Array> {
  return packed(
    'json',
    new Map([
      ['Chart.yaml', 'apiVersion: v2\nname: json\nversion: 0.0.0\n'],
      [
        'templates/all.yaml',
        '{{ range $path, $_ := .Files.Glob "documents/*" }}---\n{{ $.Files.Get $path | fromYaml | toJson }}\n{{ end }}',
      ],
      ...texts.map((text, i) => [`documents/${String(i).padStart(5, '0')}`, text] as const),
    ]),
  );
}

async function packed(name: string, files: ReadonlyMap<string, string>): Promise<Uint8Array> {
  const archive = pack();
  for (const [path, text] of files) archive.entry({ name: `${name}/${path}`, mode: 0o644, mtime: new Date(0) }, text);
  archive.finalize();
  const chunks: Uint8Array[] = [];
  for await (const chunk of archive) chunks.push(chunk as Uint8Array);
  return gzipSync(Buffer.concat(chunks));
}
