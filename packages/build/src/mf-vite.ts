export { type FederatedExtensionOptions, federatedExtension } from './mf-vite/federated-extension.ts';
