import type { Problem } from '@luban/manifest';

/** One version of a chart as a repository lists it. Nothing of it is proven before the archive is here. */
export interface ListedChart {
  name: string;
  /** Semantic version. */
  version: string;
  /** `sha256:…` of the archive. Absent where an index tells none. */
  digest?: string;
  /** Absolute, the first that works is taken: `https:`, `http:`, or `oci://host/path:tag`. */
  urls: readonly string[];
  /** RFC 3339. */
  created?: string;
}

/** What a repository has. A chart that is listed badly is a problem and hides no other. */
export interface Listing {
  charts: readonly ListedChart[];
  problems: readonly Problem[];
  /**
   * Names of charts of which versions may be there although they are not listed, since they are listed badly or asking
   * for them failed. Nothing of these was removed from the repository, as far as anybody knows.
   */
  incomplete: readonly string[];
  /** The repository said, or its bytes did, that this is what it had the last time. */
  unchanged: boolean;
}

/** How far a listing is. `total` is absent as long as nobody knows. */
export interface ListingProgress {
  /** Of `bytes` of an index, or of `versions` of a registry. */
  unit: 'bytes' | 'versions';
  done: number;
  total?: number;
}
