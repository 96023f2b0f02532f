/** For tests: packages made on the spot. */
export { TEST_ICON, type TestPackage, testPackage, testPackageFiles } from './testing/test-package.ts';
