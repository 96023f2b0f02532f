/** Runs the real `helm`, and reads what it keeps and renders. */
export { chartArchive } from './helm/chart-archive.ts';
export type {
  HelmCommand,
  HelmMajor,
  HelmOutcome,
  HelmPlace,
  HelmRunner,
  HelmRunOptions,
} from './helm/helm-runner.ts';
export { type InjectedValuesOptions, injectedValues, type PlatformValues } from './helm/injected-values.ts';
export { type HelmBinary, LocalHelm, type LocalHelmOptions } from './helm/local-helm.ts';
export { shownLine } from './helm/log-line.ts';
export {
  RELEASE_SECRET,
  type ReleaseRecord,
  readReleaseRecord,
  releaseOf,
  releaseSelector,
} from './helm/release-record.ts';
export {
  documents,
  joinDocuments,
  type RenderedObject,
  renderedObjects,
  sourcedDocuments,
} from './helm/rendered-objects.ts';
export { secretsIn } from './helm/secrets-in.ts';
export { stampLabel } from './helm/stamp-label.ts';
export { jsonChart, type StaticChartOptions, staticChart } from './helm/static-chart.ts';
export { Tail } from './helm/tail.ts';
