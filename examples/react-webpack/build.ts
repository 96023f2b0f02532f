import { buildWebpackExtension } from '@luban/build/webpack';

await buildWebpackExtension();
