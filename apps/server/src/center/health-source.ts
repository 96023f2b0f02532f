import type { Problem } from '@luban/manifest';
import type { Health, InstallationSummary } from '@luban/manifest/center-api';

/** What open tabs report of extensions. */
export interface HealthSource {
  /** Of all sessions of the last day; undefined when nobody has reported anything. */
  summary(extension: string): InstallationSummary['health'];
  detail(extension: string): Health | undefined;
  /** What a person who manages extensions should know. */
  problems?(extension: string): Problem[];
  /** Calls when what is known of an extension has changed, often enough for a page and no more. */
  watch?(listener: (extension: string) => void): Disposable;
}
