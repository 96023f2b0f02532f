/** The browser run time of extensions: what is installed, loading it, keeping it in bounds, and ending it. */

// The contract
export * from './contract.ts';
// The kernel
export { createKernel } from './create-kernel.ts';
// For owners of shared caches
export { ownerOfStack } from './sweep/owner-of-stack.ts';
