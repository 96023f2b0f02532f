/** For tests: packages made on the spot. */
export { type TestPackage, testPackage, testPackageFiles } from './testing/test-package.ts';
