/**
 * What `/version` says. Clients parse it and switch features by it, and charts ask for ranges of it, in which a suffix to
 * the version would count as a pre-release: so it is that of the Kubernetes whose API this is. The fields that nobody
 * decides by say that it is another program.
 */
export const SERVER_VERSION = {
  major: '1',
  minor: '34',
  emulationMajor: '1',
  emulationMinor: '34',
  minCompatibilityMajor: '1',
  minCompatibilityMinor: '33',
  gitVersion: 'v1.34.0',
  gitCommit: 'luban-embedded',
  gitTreeState: 'clean',
  buildDate: '1970-01-01T00:00:00Z',
  goVersion: `node ${process.version}`,
  compiler: 'none',
  platform: `${process.platform}/${process.arch}`,
} as const;
