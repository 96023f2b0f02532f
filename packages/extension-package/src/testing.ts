/** For tests: packages made on the spot. */

/** For tests: repositories and registries on loopback, and who signs. */
export { chartArchive } from './registry/testing/chart-archive.ts';
export { RegistryDouble, type RegistryDoubleOptions, sha256, USER } from './registry/testing/registry-double.ts';
export { SigstoreDouble, type SigstoreSigning } from './registry/testing/sigstore-double.ts';
export { startWebServer, type WebServer } from './registry/testing/web-server.ts';
export { realPackages } from './testing/real-packages.ts';
export { type TarEntry, tarOf } from './testing/tar-of.ts';
export { TEST_ICON, type TestPackage, testPackage, testPackageFiles } from './testing/test-package.ts';
