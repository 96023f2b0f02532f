/** A kernel for tests of code that stands on it. */
export { createTestKernel, type TestKernel, type TestKernelOptions } from './testing/create-test-kernel.ts';
export { createTestEvents, type TestEvents } from './testing/test-event-source.ts';
export type { TestExtension } from './testing/test-extension.ts';
