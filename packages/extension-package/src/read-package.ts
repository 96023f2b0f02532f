import { ArchiveBudget } from './archive/archive-budget.ts';
import { ArchiveReader } from './archive/archive-reader.ts';
import { ChartScan } from './chart/chart-scan.ts';
import { checkContent } from './check-content.ts';
import type { ExtensionPackage } from './extension-package.ts';
import { PACKAGE_LIMITS, type PackageLimits, sizeText } from './limits.ts';
import { NeededFiles } from './needed-files.ts';
import { Findings, refusal } from './package-error.ts';

export interface ReadOptions {
  /** Files whose content is wanted in `ExtensionPackage.files`. Default: none. */
  keep?: (path: string) => boolean;
  /** Default: `PACKAGE_LIMITS`. */
  limits?: Partial<PackageLimits>;
}

const NOTHING = new Uint8Array();

/**
 * Reads and checks a package as it comes. Holds no more of it than the files that are asked for and those that are read
 * here, and stops at the first byte too many.
 *
 * @throws PackageError with all that is wrong: an archive that is not to be trusted by itself, faults of the content together.
 *   What the source throws is passed on as it is.
 */
export async function readPackage(
  archive: Uint8Array | AsyncIterable<Uint8Array>,
  options: ReadOptions = {},
): Promise<ExtensionPackage> {
  const limits = { ...PACKAGE_LIMITS, ...options.limits };
  if (archive instanceof Uint8Array && archive.length > limits.archive) {
    throw refusal('LB7102', ARCHIVE, { limit: sizeText(limits.archive) });
  }
  const budget = new ArchiveBudget(limits);
  const reader = new ArchiveReader(ARCHIVE, archive, budget);
  const findings = new Findings();
  const scan = new ChartScan(budget);
  const needed = new NeededFiles(findings);
  const files = new Map<string, Uint8Array>();
  const large: string[] = [];
  let kept = 0;

  for await (const file of reader.files()) {
    const { path, size } = file;
    const isKept = options.keep?.(path) ?? false;
    const isNeeded = needed.wants(path, size);
    const isScanned = scan.sees(path);
    if (size > HELM_FILE) large.push(path);
    if (isKept) kept += size;
    if (kept > limits.kept) throw refusal('LB7103', path, { limit: sizeText(limits.kept) });
    const content = isKept || isNeeded || isScanned ? await file.content() : NOTHING;
    files.set(path, isKept ? content : NOTHING);
    if (isNeeded) needed.take(path, content);
    if (isScanned) await scan.take(path, content);
  }

  if (scan.hasObjects) for (const path of large) findings.warn('LB7138', path, { limit: sizeText(HELM_FILE) });
  const { digest, size } = reader.identity();
  const content = checkContent(needed, files, scan, findings);
  return { ...content, digest, size, files, warnings: findings.warnings };
}

/** The largest file that helm reads, from version 4 on. */
const HELM_FILE = 5 * 2 ** 20;

/** What messages call the package itself. */
const ARCHIVE = 'package.tgz';
