/** A kernel without an engine, for tests of components. */
export {
  createFakeKernel,
  type FakeExport,
  type FakeKernel,
  type FakeKernelOptions,
  fakeExport,
  fakeExtension,
} from './react/fake-kernel.ts';
export type { FakeMount } from './react/fake-mount.ts';
