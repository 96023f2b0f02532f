import type { Tone } from '@luban/ui';

/** A reason why an object is not as it should be, most telling first. */
export interface Finding {
  readonly key: string;
  readonly tone: Extract<Tone, 'danger' | 'warning' | 'progress' | 'info'>;
  /** Key of the sentence in the catalogue, and what goes into it. */
  readonly sentence: string;
  readonly values?: Readonly<Record<string, string | number>>;
  /** What Kubernetes says, in its own words. */
  readonly detail?: string;
  /** RFC 3339 */
  readonly since?: string;
  /** Leads to the tab that shows more. */
  readonly tab?: 'logs' | 'events' | 'related';
}
