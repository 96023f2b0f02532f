import { buildRspackExtension } from '@luban/build/rspack';

await buildRspackExtension();
