import { type PackageLimits, sizeText } from '../limits.ts';
import { refusal } from '../package-error.ts';

/** What is left of the bounds of a package. Archives inside the package draw on the same budget. */
export class ArchiveBudget {
  readonly limits: PackageLimits;
  #entries = 0;
  #unpacked = 0;

  constructor(limits: PackageLimits) {
    this.limits = limits;
  }

  /** @throws PackageError LB7104 */
  entry(archive: string): void {
    this.#entries += 1;
    const { entries } = this.limits;
    if (this.#entries > entries) throw refusal('LB7104', archive, { limit: entries });
  }

  /** Counts the bytes of one archive. */
  meter(archive: string): { packed(bytes: number): void; unpacked(bytes: number): void } {
    const { limits } = this;
    let packed = 0;
    let own = 0;
    return {
      packed: (bytes) => {
        packed += bytes;
        if (packed > limits.archive) throw refusal('LB7102', archive, { limit: sizeText(limits.archive) });
      },
      unpacked: (bytes) => {
        own += bytes;
        this.#unpacked += bytes;
        if (own > limits.ratioFrom && own > packed * limits.ratio) {
          throw refusal('LB7103', archive, { limit: `${limits.ratio} × ${sizeText(packed)}` });
        }
        if (this.#unpacked > limits.unpacked) throw refusal('LB7103', archive, { limit: sizeText(limits.unpacked) });
      },
    };
  }
}
