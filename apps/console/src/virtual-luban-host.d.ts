declare module 'virtual:luban-host' {
  /** Versions of the shared packages that this build carries. */
  export const shareVersions: Readonly<Record<string, string>>;
}
