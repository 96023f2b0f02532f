import { createHash } from 'node:crypto';
import { copyFile, mkdir, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { HostFacts } from '@luban/manifest';
import { readIfPresent } from '../atomic-file.ts';
import { StartFailure } from '../start-failure.ts';

/** `host.json`, which the console's build writes. Paths are below `dist/`, without a leading slash. */
export interface HostBuild extends HostFacts {
  /** Shared package to the files that must be loaded before it can be handed out. */
  shareFiles: Record<string, string[]>;
  /** Files that are fetched with the first extension, whichever it is. */
  ahead: string[];
  entry: { js: string; css: string[]; imports: string[] };
}

export interface ConsoleFile {
  digest: string;
  load(): Promise<Buffer>;
}

/** The built console, and of former builds the files that open tabs may still ask for. */
export class ConsoleBuild {
  readonly host: HostBuild;
  readonly #folder: string;
  readonly #kept: string;
  readonly #digests = new Map<string, string>();
  /** Names of files that lie beside the page, such as `favicon.svg`. */
  readonly top: readonly string[];

  private constructor(folder: string, kept: string, host: HostBuild, top: string[]) {
    this.#folder = folder;
    this.#kept = kept;
    this.host = host;
    this.top = top;
  }

  /**
   * @param folder the build's output
   * @param kept where files of builds are kept; their names carry a digest, so builds do not collide
   * @throws StartFailure when there is no build
   */
  static async open(folder: string, kept: string): Promise<ConsoleBuild> {
    const content = await readIfPresent(join(folder, 'host.json'));
    if (content === undefined) {
      throw new StartFailure(
        `The console is not built: ${join(folder, 'host.json')} is missing. Run \`npm start\`, or \`npm run build\`.`,
      );
    }
    const entries = await readdir(folder, { withFileTypes: true });
    const top = entries
      .filter(
        (entry) => entry.isFile() && !entry.name.startsWith('.') && !/^(?:index\.html|host\.json)$/.test(entry.name),
      )
      .map((entry) => entry.name);
    await keepAssets(join(folder, 'assets'), kept);
    return new ConsoleBuild(folder, kept, JSON.parse(content.toString('utf8')) as HostBuild, top);
  }

  /** A file of `assets/`, of this build or a former one. */
  async asset(name: string): Promise<ConsoleFile | undefined> {
    return (await this.#file(join(this.#folder, 'assets', name))) ?? (await this.#file(join(this.#kept, name)));
  }

  /** One of `top`. */
  async topFile(name: string): Promise<ConsoleFile | undefined> {
    return this.top.includes(name) ? this.#file(join(this.#folder, name)) : undefined;
  }

  async #file(path: string): Promise<ConsoleFile | undefined> {
    const known = this.#digests.get(path);
    if (known !== undefined) return { digest: known, load: () => readFile(path) };
    const content = await readIfPresent(path);
    if (content === undefined) return undefined;
    const digest = `sha384-${createHash('sha384').update(content).digest('base64')}`;
    this.#digests.set(path, digest);
    return { digest, load: async () => content };
  }
}

async function keepAssets(assets: string, kept: string): Promise<void> {
  await mkdir(kept, { recursive: true });
  const present = new Set(await readdir(kept));
  const missing = (await readdir(assets)).filter((name) => !present.has(name));
  await Promise.all(missing.map((name) => copyFile(join(assets, name), join(kept, name))));
}
